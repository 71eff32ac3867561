package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.OtherJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first client of a server in a new JVM")
class ColdStartTest {

    private static final String LISTENING = "the port is open";

    @Test
    @DisplayName("does not wait for the JSON library, which is loaded before the port opens")
    void first_client() {
        List<String> lines = OtherJvm.all().get(0).run(0, List.of("-Xlog:class+load"), FirstClient.class);

        assertThat(lines).contains("5:::{\"name\":\"data\",\"args\":[{\"a\":1}]}");
        assertThat(lines.subList(lines.indexOf(LISTENING), lines.size()))
                .filteredOn(line -> line.contains(" tools.jackson."))
                .isEmpty();
    }

    /** Starts a server that sends each client's data back, and is its first client. */
    static final class FirstClient {

        public static void main(String[] args) throws Exception {
            LegacyServer io = LegacyServer.create(Map.of("log level", 0));
            io.sockets()
                    .on(
                            "connection",
                            socket -> socket.on(
                                    "data",
                                    event -> socket.emit("data", event.args().get(0))));
            int port = io.listen(ListenOptions.loopback(0)).port();
            System.out.println(LISTENING);
            HttpClient client = HttpClient.newHttpClient();
            String url = "http://127.0.0.1:" + port + "/socket.io/1/";
            HttpRequest handshake = HttpRequest.newBuilder(URI.create(url)).build();
            String id = client.send(handshake, BodyHandlers.ofString()).body().split(":")[0];
            URI session = URI.create(url + "xhr-polling/" + id);
            HttpRequest poll = HttpRequest.newBuilder(session).build();
            client.send(poll, BodyHandlers.ofString());
            HttpRequest event = HttpRequest.newBuilder(session)
                    .POST(HttpRequest.BodyPublishers.ofString("5:::{\"name\":\"data\",\"args\":[{\"a\":1}]}"))
                    .build();
            client.send(event, BodyHandlers.ofString());
            System.out.println(client.send(poll, BodyHandlers.ofString()).body());
            io.close();
        }
    }
}
