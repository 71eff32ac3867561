package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
        "The first client of a process does not wait until the JSON library is loaded: it was, before the server listened")
class FirstClientTest {

    /** A 1.0+ server, and a client that its middleware refuses. */
    public static final class Refused implements Runnable {

        private final SocketIoServer io = SocketIoServer.create(new TestLab().node("W1"));

        public Refused() {
            io.use((socket, next) -> next.fail("no"));
        }

        @Override
        public void run() {
            MemoryClient client =
                    MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=4&transport=websocket");
            client.say("40{\"token\":7}");
            assertThat(client.heard()).last().isEqualTo("44{\"message\":\"no\"}");
        }
    }

    /** A 0.9 server, and a client that it greets. */
    public static final class Greeted implements Runnable {

        private final LegacyServer io = LegacyServer.create(new TestLab().node("W1"));

        public Greeted() {
            io.sockets().on("connection", socket -> socket.emit("hello", "you"));
        }

        @Override
        public void run() {
            String handshake = MemoryClient.request(io.ports(), io.handler(), HttpRequest.get("/socket.io/1/"))
                    .text();
            MemoryClient client = MemoryClient.connect(
                    io.ports(),
                    io.handler(),
                    "/socket.io/1/websocket/" + handshake.split(":")[0]);
            assertThat(client.heard()).last().isEqualTo("5:::{\"name\":\"hello\",\"args\":[\"you\"]}");
        }
    }

    /** Loads the classes of this test's class path anew, and notes their names. */
    private static final class NotingLoader extends URLClassLoader {

        private final List<String> loaded = new CopyOnWriteArrayList<>();

        NotingLoader() {
            super(
                    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(NotingLoader::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static URL url(String path) {
            try {
                return Path.of(path).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(path, e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return super.findClass(name);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Refused.class, Greeted.class})
    void waits_for_no_classes(Class<?> program) throws Exception {
        try (NotingLoader loader = new NotingLoader()) {
            Runnable server = (Runnable)
                    loader.loadClass(program.getName()).getConstructor().newInstance();
            int before = loader.loaded.size();

            server.run();

            assertThat(loader.loaded.subList(before, loader.loaded.size()))
                    .filteredOn(name -> name.startsWith("tools.jackson."))
                    .isEmpty();
        }
    }
}
