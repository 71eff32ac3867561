package io.github.fanoutlab.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The namespaces that clients of Engine.IO 3 name are URLs, as socket.io 4.8 reads them")
class NamespaceUrlTest {

    private final TestLab lab = new TestLab();
    private final SocketIoServer io = SocketIoServer.create(
            lab.node("W1"), ServerOptions.engine(EngineOptions.builder().allowEio3(true)));

    private MemoryClient client() {
        io.of(Pattern.compile(".*"));
        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=3&transport=websocket");
        client.forget();
        return client;
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '\'', textBlock = """
            40/é -> /%C3%A9
            40/😀 -> /%F0%9F%98%80
            40/a b -> /a%20b
            40/"<>`{}|^ -> /%22%3C%3E%60%7B%7D|^
            40/%zz -> /%zz
            40/a\\b -> /a/b
            40/a//b -> /a//b
            40/a/../b -> /b
            40/a/%2E%2e/b -> /b
            40/./a -> /a
            40/a#b -> /a
            40//a/b -> /b
            40//a@b:80/x -> /x
            """)
    void a_namespace_is_a_path(String connect, String namespace) {
        MemoryClient client = client();

        client.say(connect);

        assertThat(client.heard()).containsExactly("40" + namespace + ",");
    }

    @Test
    @DisplayName("40/x?a=1&a=2&b&c=%zz&d=+ connects to /x with a query")
    void query() {
        List<Object> auths = new ArrayList<>();
        io.of("/x")
                .on("connection", socket -> auths.add(socket.handshake().auth().toString()));

        client().say("40/x?a=1&a=2&b&c=%zz&d=+");

        assertThat(auths).containsExactly("{\"a\":\"2\",\"b\":\"\",\"c\":\"%zz\",\"d\":\" \"}");
        assertThat(NamespaceUrl.parse("/x?c=%zz%41").query()).isEqualTo(Map.of("c", "%zzA"));
    }

    @Test
    void a_namespace_of_a_million_blanks_takes_no_time() {
        String namespace = "/" + " ".repeat(900_000) + "x";

        assertTimeout(Duration.ofSeconds(5), () -> NamespaceUrl.parse(namespace));
        assertTimeout(Duration.ofSeconds(5), () -> NamespaceUrl.parse("/a" + "/\u0000".repeat(400_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40//", "40///", "40//a b", "40//a:99999/x"})
    void what_begins_like_a_host_and_is_none_ends_the_connection_without_a_word(String connect) {
        MemoryClient client = client();

        client.say(connect);

        assertThat(client.heard()).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }
}
