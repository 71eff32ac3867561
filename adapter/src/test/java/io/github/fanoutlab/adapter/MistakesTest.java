package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.EventHandler;
import io.github.fanoutlab.adapter.server.Middleware;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.real.jetty.JettyHost;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A program's mistake is told to it at once")
class MistakesTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node);

    @Test
    void a_server_that_was_closed_does_not_listen() {
        io.close();
        assertThatThrownBy(() -> io.listen(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this server was closed");
        assertThatThrownBy(() -> io.attach(JettyHost.of(new Server())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this server was closed");
    }

    @Test
    void a_node_that_was_closed_does_not_listen() {
        RealNode real = RealNode.create("W2");
        SocketIoServer alive = SocketIoServer.create(real);
        real.close();
        assertThatThrownBy(() -> alive.listen(ListenOptions.loopback(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the node W2 was closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:6379", "redis://", "localhost:6379"})
    void an_address_that_is_no_redis(String url) {
        RealNode real = RealNode.create("W2");
        try {
            SocketIoServer alive = SocketIoServer.create(real);
            assertThatThrownBy(() -> alive.adapter(RedisAdapter.at(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(url);
            assertThatThrownBy(() -> alive.adapter(null)).hasMessage("the adapter must not be null");
        } finally {
            real.close();
        }
    }

    static Stream<Consumer<EngineOptions.Builder>> nonsense() {
        return Stream.of(
                options -> options.path("socket.io"),
                options -> options.transports(),
                options -> options.transports("carrier-pigeon"),
                options -> options.pingIntervalMillis(0),
                options -> options.pingTimeoutMillis(-1),
                options -> options.maxPayloadBytes(-1),
                options -> options.upgradeTimeoutMillis(0),
                options -> options.httpCompression(-1));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void options_that_make_no_sense(Consumer<EngineOptions.Builder> nonsense) {
        EngineOptions.Builder options = EngineOptions.builder();
        nonsense.accept(options);
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("option \\w+ is .*; expected .*");
    }

    @Test
    void ports_and_limits_that_do_not_exist() {
        assertThatThrownBy(() -> ListenOptions.loopback(65_536)).hasMessage("port 65536; expected 0 to 65535");
        assertThatThrownBy(() -> ListenOptions.loopback(0).withMaxHeaderBytes(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_missing_handler() {
        connect(io, "/");
        io.sockets().sockets().values().forEach(socket -> {
            assertNull(() -> socket.on("x", (EventHandler) null));
            assertNull(() -> socket.on("x", String.class, null));
            assertNull(() -> socket.once("x", null));
            assertNull(() -> socket.use(null));
            assertNull(() -> socket.onAny(null));
            assertNull(() -> socket.prependAnyOutgoing(null));
        });
        assertNull(() -> io.on("connection", null));
        assertNull(() -> io.use((Middleware<io.github.fanoutlab.adapter.server.Socket>) null));
        assertNull(() -> io.onServerSide("x", null));
        assertNull(() -> io.onNewNamespace(null));
        assertNull(() -> io.engine().onConnectionError(null));
    }

    private static void assertNull(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .hasMessageMatching("the \\w+ must not be null");
    }

    @Test
    void middleware_that_throws_an_error_refuses() {
        io.use((socket, next) -> {
            throw new AssertionError("a defect");
        });

        MemoryClient client = connect(io, "/");

        assertThat(client.heard()).containsExactly("44{\"message\":\"Internal server error\"}");
        assertThat(node.warnings()).singleElement().asString().contains("middleware of a namespace threw", "a defect");
    }
}
