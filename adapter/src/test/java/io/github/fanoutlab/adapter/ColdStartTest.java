package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.OtherJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first client of a server in a new JVM")
class ColdStartTest {

    private static final String LISTENING = "the port is open";

    @Test
    @DisplayName("does not wait for the JSON library, which is loaded before the port opens, even if it is refused")
    void first_client() {
        List<String> lines = OtherJvm.all().get(0).run(0, List.of("-Xlog:class+load"), FirstClient.class);

        assertThat(lines).contains("44/nobody,{\"message\":\"Invalid namespace\"}");
        assertThat(lines.subList(lines.indexOf(LISTENING), lines.size()))
                .filteredOn(line -> line.contains(" tools.jackson."))
                .isEmpty();
    }

    /** Starts a server and is refused by it. */
    static final class FirstClient {

        public static void main(String[] args) throws Exception {
            SocketIoServer io = SocketIoServer.create();
            int port = io.listen(ListenOptions.loopback(0)).port();
            System.out.println(LISTENING);
            HttpClient client = HttpClient.newHttpClient();
            String url = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
            HttpRequest handshake = HttpRequest.newBuilder(URI.create(url)).build();
            String open = client.send(handshake, BodyHandlers.ofString()).body();
            URI session = URI.create(url + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1"));
            HttpRequest connect = HttpRequest.newBuilder(session)
                    .POST(HttpRequest.BodyPublishers.ofString("40/nobody,"))
                    .build();
            client.send(connect, BodyHandlers.ofString());
            HttpRequest poll = HttpRequest.newBuilder(session).build();
            System.out.println(client.send(poll, BodyHandlers.ofString()).body());
            io.close();
        }
    }
}
