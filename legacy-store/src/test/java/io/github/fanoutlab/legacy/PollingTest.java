package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Clients that poll two servers on one Redis")
class PollingTest {

    private static final String NEWS = "5:::{\"name\":\"news\"}";

    private final TestLab lab = new TestLab();
    private final LegacyNode one = LegacyNode.clustered(lab, "W1", 2);
    private final LegacyNode two = LegacyNode.clustered(lab, "W2", 3);
    private final List<String> happened = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (LegacyNode node : List.of(one, two)) {
            node.io.sockets().on("connection", socket -> {
                socket.on("message", event -> happened.add(node.node.name() + " got " + event.string(0)));
                socket.on("disconnect", event -> happened.add(node.node.name() + " lost " + event.string(0)));
            });
        }
    }

    private String post(LegacyNode node, String transport, String id, String body) {
        HttpResponse response = MemoryClient.request(
                node.io.ports(), node.io.handler(), "POST", "/socket.io/1/" + transport + "/" + id + "?t=1", body);
        return response.status() + " " + response.text();
    }

    @Test
    void a_handshake_offers_the_transports_in_their_order() {
        assertThat(one.get("/socket.io/1/").text())
                .matches("[A-Za-z0-9_-]{20}:60:60:websocket,htmlfile,xhr-polling,jsonp-polling");
        one.io.set("transports", List.of("jsonp-polling"));
        assertThat(one.get("/socket.io/1/").text()).endsWith(":60:60:jsonp-polling");
        assertThat(one.poll(one.handshake()).takeAnswer().status())
                .as("xhr-polling is not offered any more")
                .isEqualTo(400);
    }

    @Test
    void a_transport_that_does_not_exist_cannot_be_offered() {
        assertThatThrownBy(() -> one.io.set("transports", List.of("websocket", "flashsocket")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flashsocket")
                .hasMessageContaining("jsonp-polling");
    }

    @Test
    void polls_that_a_balancer_sends_to_one_node_after_the_other_bring_each_emit_of_a_master_once() {
        LegacyNode master = LegacyNode.clustered(lab, "master", 1);
        String id = master.handshakeAndPoll();
        for (int round = 0; round < 10; round++) {
            Poll poll = (round % 2 == 0 ? two : one).poll(id);
            assertThat(poll.text()).as("nothing is left from before").isNull();

            master.io.sockets().emit("news");
            lab.settle();

            assertThat(poll.text()).isEqualTo(NEWS);
        }
    }

    @Test
    void between_two_polls_packets_wait_on_every_node_and_the_next_poll_brings_them_all() {
        String id = one.handshakeAndPoll();

        one.io.sockets().emit("news");
        two.io.sockets().emit("news");
        lab.settle();

        assertThat(one.io.closed().get(id)).containsExactly(NEWS, NEWS);
        assertThat(two.io.closed().get(id)).containsExactly(NEWS, NEWS);
        int length = NEWS.length();
        assertThat(two.poll(id).text())
                .isEqualTo("\ufffd" + length + "\ufffd" + NEWS + "\ufffd" + length + "\ufffd" + NEWS);
        assertThat(one.io.closed().get(id)).as("dropped when the poll closed").isEmpty();
    }

    @Test
    @DisplayName("a session changes its transport and its node: polling here, WebSocket there, polling again")
    void a_session_changes_its_transport() {
        String id = one.handshakeAndPoll();

        LegacyNode.Client socket = two.open(id);
        one.io.sockets().emit("news");
        assertThat(socket.hears()).containsExactly(NEWS);
        Poll poll = one.poll(id);
        two.io.sockets().emit("news");
        lab.settle();

        assertThat(poll.text()).isEqualTo(NEWS);
        assertThat(socket.hears()).isEmpty();
        assertThat(happened).isEmpty();
    }

    @Test
    @DisplayName("defect of 0.9: when a session moves to another node, its event handlers stay behind")
    void handlers_stay_behind() {
        String id = one.handshakeAndPoll();

        two.open(id).says("3:::from there");
        assertThat(happened).isEmpty();
        one.poll(id);
        post(one, "xhr-polling", id, "3:::from here");
        assertThat(happened).containsExactly("W1 got from here");
    }

    @Test
    void a_post_to_the_node_that_does_not_hold_the_poll_is_handled_and_acknowledged() {
        String id = one.handshakeAndPoll();
        Poll poll = one.poll(id);

        assertThat(post(two, "xhr-polling", id, "3:5::hello")).isEqualTo("200 1");

        assertThat(happened).containsExactly("W1 got hello");
        assertThat(poll.text()).isEqualTo("6:::5");
    }

    @Test
    void a_poll_waits_for_the_polling_duration_and_then_gets_a_noop() {
        String id = one.handshakeAndPoll();
        Poll poll = one.poll(id);

        lab.advance(19_999);
        assertThat(poll.text()).isNull();
        lab.advance(1);
        assertThat(poll.text()).isEqualTo("8::");
    }

    @Test
    void a_client_that_stops_polling_is_given_up_after_the_close_timeout_on_every_node() {
        one.handshakeAndPoll();

        lab.advance(59_999);
        assertThat(happened).isEmpty();
        lab.advance(1);

        assertThat(happened).containsExactly("W1 lost close timeout");
        assertThat(one.io.tableSizes().values()).containsOnly(0);
        assertThat(two.io.tableSizes().values()).containsOnly(0);
    }

    @Test
    void a_page_that_closes_says_so_to_any_node() {
        String id = one.handshakeAndPoll();
        Poll poll = one.poll(id);

        assertThat(two.get("/socket.io/1/xhr-polling/" + id + "?disconnect=1").status())
                .isEqualTo(200);

        assertThat(poll.text()).isEqualTo("0::");
        assertThat(happened).containsExactly("W1 lost booted");
        assertThat(two.io.tableSizes().values()).containsOnly(0);
    }

    @Test
    void a_post_longer_than_destroy_buffer_size_is_refused_and_not_handled() {
        one.io.set("destroy buffer size", 10);
        String id = one.handshakeAndPoll();

        assertThat(post(one, "xhr-polling", id, "3:::123456")).startsWith("400");
        assertThat(post(one, "xhr-polling", id, "3:::12345")).isEqualTo("200 1");
        assertThat(happened).containsExactly("W1 got 12345");
    }

    @Test
    void another_method_or_an_upgrade_is_refused() {
        String id = one.handshakeAndPoll();
        String target = "/socket.io/1/xhr-polling/" + id;

        assertThat(MemoryClient.request(one.io.ports(), one.io.handler(), "DELETE", target, "")
                        .status())
                .isEqualTo(400);
        assertThat(MemoryClient.connect(one.io.ports(), one.io.handler(), target)
                        .rejection()
                        .status())
                .isEqualTo(400);
        assertThat(one.io.handshaken()).containsKey(id);
    }

    @Test
    void a_page_of_another_origin_may_read_the_response() {
        String id = one.handshake();
        Poll poll = Poll.of(
                "A",
                one.io,
                new HttpRequest(
                        "GET",
                        "/socket.io/1/xhr-polling/" + id,
                        Map.of("Origin", "http://a.example"),
                        new byte[0],
                        "127.0.0.1"));
        lab.settle();

        assertThat(poll.takeAnswer().headers())
                .containsEntry("Access-Control-Allow-Origin", "http://a.example")
                .containsEntry("Access-Control-Allow-Credentials", "true");
    }

    @Test
    @DisplayName("whatever anybody posts, other clients are served as before, and finished sessions are forgotten")
    void whatever_is_posted_harms_nobody() {
        String witness = one.handshakeAndPoll();
        SplittableRandom random = new SplittableRandom(9);
        String alphabet = "\ufffd\ufffd:::0123456789+-d=\"{}[]&%null5é\ud83d\n";
        for (int i = 0; i < 2_000; i++) {
            String id = random.nextInt(4) == 0 ? "unknown" : one.handshakeAndPoll();
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "d=%22" : "\ufffd");
            for (int length = random.nextInt(30); length > 0; length--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String transport = random.nextBoolean() ? "xhr-polling" : "jsonp-polling";
            assertThat(post(random.nextBoolean() ? one : two, transport, id, body.toString()))
                    .as(body.toString())
                    .isEqualTo("200 1");
            one.get("/socket.io/1/xhr-polling/" + id + "?disconnect=1");
        }
        assertThat(one.node.warnings()).noneMatch(line -> line.contains("threw"));
        Poll poll = one.poll(witness);
        two.io.sockets().emit("news");
        lab.settle();
        assertThat(poll.text()).contains(NEWS);
        lab.advance(200_000);
        assertThat(one.io.handshaken()).isEmpty();
    }
}
