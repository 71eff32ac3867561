package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.MemoryExchange;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever a client sends to one of two servers on one Redis, nobody else notices")
class AnyBytesTest {

    private static final List<String> WORDS = List.of(
            "/socket.io",
            "/socket.io.js",
            "/1",
            "/2",
            "/",
            "/websocket",
            "/htmlfile",
            "/xhr-polling",
            "/jsonp-polling",
            "/ID",
            "/__proto__",
            "?disconnect",
            "?jsonp=",
            "&i=",
            "&t=",
            "7",
            "1e999",
            "%",
            "%ff",
            "#",
            "+",
            "é",
            "\u0000",
            "\ud83d",
            ".v1.2.3.js",
            "");

    private static final String PACKET_ALPHABET =
            "0123456789::::+++/chat{}[]\",\\namergs?&\ufffd\ud83d\u2028é null-.eE\n";

    private final TestLab lab = new TestLab();
    private final LegacyNode one = LegacyNode.clustered(lab, "W1", 2);
    private final LegacyNode two = LegacyNode.clustered(lab, "W2", 3);
    private final SplittableRandom random = new SplittableRandom(4);
    private final List<LegacyNode.Client> witnesses = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (LegacyNode node : List.of(one, two)) {
            new RefereeApplication(node.io, line -> {}, () -> "");
            witnesses.add(node.connect());
        }
    }

    @AfterEach
    void other_clients_are_served_as_before_and_finished_sessions_are_forgotten() {
        one.io.sockets().emit("news");
        witnesses.forEach(witness -> assertThat(witness.hears()).endsWith("5:::{\"name\":\"news\"}"));
        witnesses.forEach(witness -> witness.says("0::"));
        lab.advance(200_000);
        for (LegacyNode node : List.of(one, two)) {
            assertThat(node.io.handshaken()).isEmpty();
            assertThat(node.io.connected()).isEmpty();
            assertThat(node.io.rooms()).isEmpty();
            assertThat(node.node.warnings()).noneMatch(line -> line.contains("threw"));
        }
    }

    @Test
    void any_request_is_answered_or_waits_and_its_client_may_leave() {
        for (int i = 0; i < 1_500; i++) {
            HttpRequest request = anyRequest(one.handshake());
            MemoryExchange exchange = MemoryExchange.of(one.io.ports(), one.io.handler(), request);
            HttpResponse response = exchange.response();
            if (response == null) {
                assertThat(request.method()).as(request.target()).isEqualTo("GET");
            } else {
                assertThat(response.status()).as(request.target()).isIn(200, 400, 403, 404, 500);
            }
            exchange.leave();
        }
    }

    @Test
    void any_upgrade_is_accepted_or_rejected() {
        for (int i = 0; i < 1_000; i++) {
            HttpRequest request = anyRequest(one.handshake());
            MemoryClient client = MemoryClient.connect(one.io.ports(), one.io.handler(), request);
            assertThat(client.rejection() != null || !client.heard().isEmpty() || client.closedByServer() != null)
                    .as(request.target())
                    .isTrue();
            client.vanish();
        }
    }

    private HttpRequest anyRequest(String id) {
        StringBuilder target = new StringBuilder(random.nextInt(4) == 0 ? "" : "/socket.io/1");
        for (int words = random.nextInt(7); words > 0; words--) {
            target.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : List.of("origin", "referer", "if-none-match", "accept-encoding", "host")) {
            if (random.nextInt(4) == 0) {
                headers.put(name, anyText(12));
            }
        }
        String method = List.of("GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "")
                .get(random.nextInt(8));
        byte[] body = random.nextBoolean() ? anyBytes(40) : anyText(40).getBytes(StandardCharsets.UTF_8);
        return new HttpRequest(method, target.toString().replace("ID", id), headers, body, anyText(5));
    }

    @Test
    void any_packet_ends_cleanly_over_each_transport() {
        for (int i = 0; i < 1_000; i++) {
            LegacyNode.Client client = one.connect();
            MemoryClient.request(
                    two.io.ports(),
                    two.io.handler(),
                    "POST",
                    "/socket.io/1/htmlfile/" + client.id(),
                    anyPacket() + anyPacket());
            for (int packets = random.nextInt(5); packets > 0; packets--) {
                client.says(anyPacket());
            }
            client.wire().say(anyBytes(20));
            client.wire().vanish();
        }
    }

    private String anyPacket() {
        String head = random.nextInt(10) + ":"
                + List.of("", "1", "1+", "99999999999999999999+").get(random.nextInt(4)) + ":"
                + List.of("", "/chat", "/locked", "/failing", "constructor").get(random.nextInt(5)) + ":";
        String event = "{\"name\":\""
                + List.of("echo", "join", "leave", "keep", "ask", "send", "shout-in", "bye", "kick me")
                        .get(random.nextInt(9))
                + "\",\"args\":";
        return switch (random.nextInt(4)) {
            case 0 -> anyText(30);
            case 1 -> head + anyText(20);
            case 2 -> "5" + head.substring(1) + event + anyText(15) + "}";
            default ->
                "5" + head.substring(1) + event
                        + List.of("[]", "{}", "null", "[\"r1\",\"x\"]", "7").get(random.nextInt(5)) + "}";
        };
    }

    private String anyText(int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(PACKET_ALPHABET.charAt(random.nextInt(PACKET_ALPHABET.length())));
        }
        return text.toString();
    }

    private byte[] anyBytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }
}
