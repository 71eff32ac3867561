package io.github.fanoutlab.adapter.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Connections;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.MemoryExchange;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What takes longer than a recording; {@link EngineStoriesTest} has the rest. */
@DisplayName("A polling client, as time passes")
class PollingTest {

    private static final String OPEN = "/socket.io/?EIO=4&transport=polling";

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final List<String> endings = new ArrayList<>();
    private SocketIoServer io = SocketIoServer.create(node);
    private String session;

    private void connect() {
        io.on("connection", socket -> {
            socket.on("echo", event -> socket.emit("echo", event.args().toArray()));
            socket.on("disconnect", event -> endings.add(event.string(0)));
        });
        HttpResponse open = MemoryClient.request(io.ports(), io.handler(), "GET", OPEN, "");
        session = OPEN + "&sid=" + Connections.sid(List.of(open.text()));
        post("40");
        assertThat(poll().response().text()).startsWith("40{");
    }

    private MemoryExchange poll() {
        return MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(session));
    }

    private String post(String body) {
        return MemoryClient.request(io.ports(), io.handler(), "POST", session, body)
                .text();
    }

    @Test
    @DisplayName("compress(false): a long event is compressed only when another event in the same payload is")
    void long_answers_are_not_compressed_when_that_was_not_wanted() {
        connect();
        String text = "x".repeat(2_000);
        io.compress(false).emit("broadcast", text);
        assertThat(encodingOfPoll()).isNull();
        io.sockets().sockets().values().forEach(socket -> socket.compress(false).emit("alone", text));
        assertThat(encodingOfPoll()).isNull();

        io.compress(false).emit("broadcast", text);
        io.emit("another");
        assertThat(encodingOfPoll()).isEqualTo("gzip");
    }

    private String encodingOfPoll() {
        Map<String, String> takesGzip = Map.of("accept-encoding", "gzip");
        HttpRequest poll = new HttpRequest("GET", session, takesGzip, new byte[0], "127.0.0.1");
        return MemoryClient.request(io.ports(), io.handler(), poll).headers().get("Content-Encoding");
    }

    @Test
    void is_pinged_through_its_poll_and_answers_with_a_post() {
        connect();
        for (int beat = 0; beat < 5; beat++) {
            MemoryExchange poll = poll();
            lab.advance(24_999);
            assertThat(poll.response()).isNull();
            lab.advance(1);
            assertThat(poll.response().text()).isEqualTo("2");
            lab.advance(19_999);
            assertThat(post("3")).isEqualTo("ok");
        }
        assertThat(endings).isEmpty();
    }

    @Test
    void is_given_up_when_it_does_not_come_back() {
        connect();

        lab.advance(25_000 + 20_000);

        assertThat(endings).containsExactly("ping timeout");
        assertThat(poll().response().text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void is_forgotten_30_seconds_after_a_close_packet_that_it_did_not_fetch() {
        connect();
        io.disconnectSockets(true);
        assertThat(poll().response().text()).isEqualTo("41");

        lab.advance(29_999);
        assertThat(post("42[\"echo\",1]")).isEqualTo("ok");
        lab.advance(1);

        assertThat(post("3")).contains("Session ID unknown");
    }

    @Test
    void a_client_that_leaves_with_its_poll_loses_its_sockets_and_no_other_client_does() {
        MemoryClient other = Connections.connected(io);
        connect();

        poll().leave();
        io.emit("still", "here");

        assertThat(endings).containsExactly("transport error");
        assertThat(other.heard()).containsExactly("42[\"still\",\"here\"]");
    }

    @Test
    void volatile_packets_are_sent_only_to_a_waiting_poll() {
        connect();
        io.volatile_().emit("tick", 1);
        MemoryExchange poll = poll();
        io.volatile_().emit("tick", 2);

        assertThat(poll.response().text()).isEqualTo("42[\"tick\",2]");
    }

    /** Node forgets an event when the session ends in the same turn; here handlers get it. */
    @Test
    void an_event_before_a_close_packet_in_one_payload_reaches_its_handlers() {
        connect();
        MemoryExchange poll = poll();

        assertThat(post("42[\"echo\",1]\u001e1\u001e42[\"echo\",2]")).isEqualTo("ok");

        assertThat(poll.response().text()).isEqualTo("42[\"echo\",1]");
        assertThat(endings).containsExactly("transport close");
    }

    @Test
    void events_during_the_move_to_websocket_arrive_once_and_in_order() {
        connect();
        List<String> heard = new ArrayList<>();
        MemoryExchange poll = poll();
        MemoryClient socket = MemoryClient.connect(io.ports(), io.handler(), session.replace("polling", "websocket"));
        for (int i = 0; i < 30; i++) {
            io.emit("n", i);
            if (i == 5) {
                socket.say("2probe");
            } else if (i == 20) {
                socket.say("5");
            } else if (i < 15 && poll.response() != null) {
                heard.addAll(List.of(poll.response().text().split("\u001e")));
                poll = poll();
            }
        }
        if (poll.response() != null) {
            heard.addAll(List.of(poll.response().text().split("\u001e")));
        }
        List<String> frames = socket.hearsNow();
        assertThat(frames).contains("3probe", "42[\"n\",29]");
        heard.addAll(frames);
        heard.remove("3probe");

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add("42[\"n\"," + i + "]");
        }
        assertThat(heard).isEqualTo(all);
    }

    @Test
    void a_poll_that_overtakes_the_end_of_the_move_to_websocket_is_refused() {
        connect();
        MemoryExchange early = poll();
        MemoryClient socket = MemoryClient.connect(io.ports(), io.handler(), session.replace("polling", "websocket"));
        socket.say("2probe");
        lab.advance(100);
        assertThat(early.response().text()).isEqualTo("6");

        MemoryExchange late = poll();
        socket.say("5");

        assertThat(late.response().status()).isEqualTo(400);
        assertThat(late.response().text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(endings).isEmpty();
    }

    /** Node stops waiting for the pong when the client moves, and keeps the session forever. */
    @Test
    void is_given_up_when_it_moves_to_websocket_before_its_pong_and_falls_silent() {
        connect();
        MemoryExchange poll = poll();
        lab.advance(25_000);
        assertThat(poll.response().text()).isEqualTo("2");

        MemoryClient socket = moved();
        lab.advance(25_000);
        assertThat(socket.heard()).containsExactly("3probe", "2");
        assertThat(endings).isEmpty();
        lab.advance(20_000);

        assertThat(endings).containsExactly("ping timeout");
    }

    @Test
    void may_answer_a_ping_after_it_has_moved_to_websocket() {
        connect();
        MemoryExchange poll = poll();
        lab.advance(25_000);
        assertThat(poll.response().text()).isEqualTo("2");

        MemoryClient socket = moved();
        lab.advance(19_000);
        socket.say("3");
        lab.advance(24_999);
        assertThat(socket.hearsNow()).containsExactly("3probe");
        lab.advance(1);
        assertThat(socket.hearsNow()).containsExactly("2");
        assertThat(endings).isEmpty();
    }

    private MemoryClient moved() {
        MemoryClient socket = MemoryClient.connect(io.ports(), io.handler(), session.replace("polling", "websocket"));
        socket.say("2probe");
        socket.say("5");
        return socket;
    }

    @Test
    void a_post_that_takes_longer_than_30_seconds_ends_the_session() {
        connect();
        MemoryExchange slow = MemoryExchange.begin(
                io.ports(),
                io.handler(),
                new HttpRequest("POST", session, Map.of(), "42[\"ec".getBytes(UTF_8), "127.0.0.1"));
        lab.advance(29_000);
        slow.goOn("h".getBytes(UTF_8), false);
        assertThat(slow.response()).isNull();
        assertThat(endings).isEmpty();

        lab.advance(1_000);

        assertThat(slow.response().status()).isEqualTo(408);
        assertThat(endings).containsExactly("transport error");
    }

    @Test
    void waits_for_the_decision_of_allow_request_which_is_asked_once() {
        List<AllowRequest.Callback> asked = new ArrayList<>();
        io = SocketIoServer.create(
                node,
                ServerOptions.engine(EngineOptions.builder().allowRequest((request, callback) -> asked.add(callback))));
        MemoryExchange open = MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(OPEN));
        lab.advance(1_000);
        assertThat(open.response()).isNull();

        asked.get(0).call(null, true);
        session = OPEN + "&sid=" + Connections.sid(List.of(open.response().text()));

        assertThat(post("40")).isEqualTo("ok");
        assertThat(asked).hasSize(1);
    }

    @Test
    void the_first_decision_of_allow_request_counts() {
        List<AllowRequest.Callback> asked = new ArrayList<>();
        io = SocketIoServer.create(
                node,
                ServerOptions.engine(EngineOptions.builder().allowRequest((request, callback) -> asked.add(callback))));
        MemoryExchange refused = MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(OPEN));
        MemoryExchange admitted = MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(OPEN));

        asked.get(0).call("not today", false);
        asked.get(0).call(null, true);
        asked.get(1).call(null, true);
        asked.get(1).call(null, true);
        asked.get(1).call("too late", false);

        assertThat(refused.response().text()).isEqualTo("{\"code\":4,\"message\":\"not today\"}");
        assertThat(admitted.response().text()).startsWith("0{\"sid\":");
        assertThat(io.engine().clientCount()).isEqualTo(1);
    }

    @Test
    void an_allow_request_that_throws_refuses_and_the_log_says_why() {
        io = SocketIoServer.create(
                node, ServerOptions.engine(EngineOptions.builder().allowRequest((request, callback) -> {
                    throw new IllegalStateException("no database");
                })));

        MemoryExchange refused = MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(OPEN));

        assertThat(refused.response().text()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
        assertThat(node.warnings())
                .singleElement()
                .asString()
                .contains("the function allowRequest threw", "no database");
    }

    @Test
    void a_server_that_closes_sends_a_close_packet_to_a_waiting_poll() {
        connect();
        MemoryExchange poll = poll();

        io.close();

        assertThat(poll.response().text()).isEqualTo("1");
        assertThat(endings).containsExactly("server shutting down");
    }
}
