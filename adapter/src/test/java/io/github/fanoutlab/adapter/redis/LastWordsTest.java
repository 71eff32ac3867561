package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Connections;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What handlers of \"disconnect\" emit while their server closes")
class LastWordsTest extends OpenedByTests {

    /** Each client that is disconnected is mourned in its own namespace and in another. */
    private static void mourn(SocketIoServer io) {
        io.of("/news");
        io.on("connection", socket -> {
            socket.join("mourners");
            socket.on("disconnect", event -> {
                io.to("mourners").emit("left", event.string(0));
                io.of("/news").emit("news");
            });
        });
    }

    @Test
    @DisplayName("reaches the other server through Redis, and clients of this one that are disconnected later")
    void in_memory() {
        TestLab lab = new TestLab();
        SocketIoServer io1 = SocketIoServer.create(lab.node("W1")).adapter(RedisAdapter.at("redis://redis"));
        SocketIoServer io2 = SocketIoServer.create(lab.node("W2")).adapter(RedisAdapter.at("redis://redis"));
        mourn(io1);
        mourn(io2);
        lab.settle();
        Connections.connected(io1);
        MemoryClient later = Connections.connected(io1);
        MemoryClient far = Connections.connected(io2);
        MemoryClient news = Connections.connect(io2, "/news");
        news.forget();

        io1.close();

        assertThat(later.heard()).containsExactly("42[\"left\",\"server shutting down\"]");
        assertThat(later.closedByServer()).isEqualTo("1005");
        assertThat(far.heard())
                .containsExactly("42[\"left\",\"server shutting down\"]", "42[\"left\",\"server shutting down\"]");
        assertThat(news.heard()).containsExactly("42/news,[\"news\"]", "42/news,[\"news\"]");
        assertThat(lab.redis().model().openConnections()).isEqualTo(2);
    }

    @Test
    @DisplayName("leaves before connections close: to a poll that waits, to WebSockets, and through a real Redis")
    void for_real() throws Exception {
        EmbeddedRedis redis = open(EmbeddedRedis.start());
        Polls polls = new Polls();
        RealNode node1 = open(RealNode.create("W1", polls));
        RealNode node2 = open(RealNode.create("W2"));
        SocketIoServer io1 = SocketIoServer.create(node1).adapter(RedisAdapter.at(redis.url()));
        SocketIoServer io2 = SocketIoServer.create(node2).adapter(RedisAdapter.at(redis.url()));
        mourn(io1);
        mourn(io2);
        int port1 = io1.listen(ListenOptions.loopback(0)).port();
        int port2 = io2.listen(ListenOptions.loopback(0)).port();
        Listener first = Listener.connect(port1);
        CompletableFuture<HttpResponse<String>> poll = poll(port1);
        polls.await(3);
        Listener later = Listener.connect(port1);
        Listener far = Listener.connect(port2);
        awaitServers(io1, 2);

        io1.close();
        node1.close();

        assertThat(first.next()).isEqualTo("closed 1005");
        assertThat(poll.get(PATIENCE_SECONDS, TimeUnit.SECONDS).body())
                .isEqualTo("42[\"left\",\"server shutting down\"]");
        for (int i = 0; i < 2; i++) {
            assertThat(later.next()).isEqualTo("42[\"left\",\"server shutting down\"]");
        }
        assertThat(later.next()).isEqualTo("closed 1005");
        for (int i = 0; i < 3; i++) {
            assertThat(far.next()).isEqualTo("42[\"left\",\"server shutting down\"]");
        }
    }

    private static void awaitServers(SocketIoServer io, int count) throws Exception {
        while (OpenedByTests.<Integer>answer(io::serverCount) < count) {
            Thread.onSpinWait();
        }
    }

    /** A polling client that is connected and whose poll waits. */
    private static CompletableFuture<HttpResponse<String>> poll(int port) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String target = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
        String open = send(http, HttpRequest.newBuilder(URI.create(target)));
        URI session = URI.create(target + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1"));
        send(http, HttpRequest.newBuilder(session).POST(HttpRequest.BodyPublishers.ofString("40")));
        assertThat(send(http, HttpRequest.newBuilder(session))).startsWith("40{");
        return http.sendAsync(HttpRequest.newBuilder(session).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String send(HttpClient http, HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** How many polls have come. */
    private static final class Polls implements DebugLog {

        private final Semaphore come = new Semaphore(0);

        void await(int count) throws InterruptedException {
            assertThat(come.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }

        @Override
        public boolean isEnabled(String namespace) {
            return namespace.equals("engine:polling");
        }

        @Override
        public void log(String namespace, Supplier<String> message) {
            if (isEnabled(namespace) && message.get().equals("setting request")) {
                come.release();
            }
        }

        @Override
        public void warn(String message) {
            System.err.println(message);
        }
    }

    /** A client over WebSocket that is connected to the namespace; {@link #next} has what it gets from then on. */
    private static final class Listener implements WebSocket.Listener {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        static Listener connect(int port) throws InterruptedException {
            Listener listener = new Listener();
            URI target = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(target, listener)
                    .join();
            assertThat(listener.next()).startsWith("0{");
            socket.sendText("40", true).join();
            assertThat(listener.next()).startsWith("40{");
            return listener;
        }

        String next() throws InterruptedException {
            return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error " + error);
        }
    }
}
