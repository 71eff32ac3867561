package io.github.fanoutlab.adapter.redis;

import static io.github.fanoutlab.adapter.Connections.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.adapter.server.TimedAck;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests between servers that share one Redis, in memory")
class ClusterRequestsTest {

    private static final String URL = "redis://redis";

    private final TestLab lab = new TestLab();
    private final List<String> told = new ArrayList<>();
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final SimNode node1 = lab.node("W1");
    private final SimNode node2 = lab.node("W2");
    private final SocketIoServer io1 = server(node1, RedisAdapter.at(URL));
    private final SocketIoServer io2 = server(node2, RedisAdapter.at(URL));
    private final BroadcastAck answers =
            (error, all) -> told.add((error == null ? "" : error.getMessage() + " ") + all);

    private SocketIoServer server(SimNode node, RedisAdapter adapter) {
        SocketIoServer io = SocketIoServer.create(node).adapter(adapter);
        io.on("connection", socket -> sockets.put(node.name(), socket));
        lab.settle();
        return io;
    }

    @Test
    void a_broadcast_with_acks_gets_the_acks_of_all_clients() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        io1.timeout(1_000).emit("question", 1, answers);
        lab.settle();
        client2.say("430[\"two\"]");
        client1.say("430[\"one\",\"ignored\"]");
        lab.settle();

        assertThat(client1.heard()).containsExactly("420[\"question\",1]");
        assertThat(client2.heard()).containsExactly("420[\"question\",1]");
        assertThat(told).containsExactly("[\"two\", \"one\"]");
        lab.advance(2_000);
        assertThat(told).hasSize(1);
        assertThat(node1.logLines())
                .contains("socket.io:broadcast-operator responses: servers: 2 / 2 ; clients: 2 / 2");
    }

    @Test
    void an_ack_may_be_empty_or_bytes() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        io2.timeout(1_000).emit("question", (BroadcastAck) (error, all) ->
                all.forEach(answer -> told.add(answer.getNodeType().toString())));
        lab.settle();
        client1.say("430[]");
        client2.say("461-0[{\"_placeholder\":true,\"num\":0}]");
        client2.say(new byte[] {1});
        lab.settle();

        assertThat(told).containsExactly("NULL", "BINARY");
    }

    @Test
    void without_clients_a_broadcast_with_acks_is_complete_at_once() {
        io1.to("nobody").timeout(1_000).emit("question", answers);
        lab.settle();

        assertThat(told).containsExactly("[]");
    }

    @Test
    void clients_that_do_not_answer_are_waited_for_until_the_timeout() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        io1.timeout(1_000).emit("question", answers);
        lab.settle();
        client2.say("430[\"two\"]");
        lab.advance(999);
        assertThat(told).isEmpty();
        lab.advance(1);
        client1.say("430[\"late\"]");
        lab.settle();

        assertThat(told).containsExactly("operation has timed out [\"two\"]");
        assertThat(node1.logLines()).contains("socket.io:socket bad ack 0");
    }

    @Test
    void a_local_broadcast_with_acks_needs_no_redis() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);
        lab.monitor().clear();

        io1.local().timeout(1_000).emit("question", answers);
        client1.say("430[\"one\"]");

        assertThat(told).containsExactly("[\"one\"]");
        assertThat(client2.heard()).isEmpty();
        assertThat(lab.monitor()).isEmpty();
    }

    @Test
    void a_broadcast_with_acks_needs_a_timeout_and_the_right_kind_of_ack() {
        assertThatThrownBy(() -> io1.emit("question", answers)).hasMessageContaining("timeout(millis)");
        assertThatThrownBy(() -> io1.timeout(1).emit("question", (Ack) answer -> {}))
                .hasMessageContaining("BroadcastAck");
        connected(io1);
        assertThatThrownBy(() -> sockets.get("W1").emit("question", answers)).hasMessageContaining("TimedAck");
        assertThatThrownBy(() -> io1.timeout(-1)).hasMessageContaining("-1 ms");
    }

    @Test
    void clients_of_all_servers_are_found_with_their_rooms_and_data() {
        connected(io1);
        connected(io2);
        sockets.get("W2").join("r");
        sockets.get("W2").data().put("name", "bob");

        io1.fetchSockets((error, found) -> found.forEach(
                socket -> told.add(socket.data() + " " + socket.rooms().size() + " "
                        + socket.socket().isPresent() + " " + socket.handshake().url())));
        io1.in("r").fetchSockets((error, found) -> told.add("in r: " + found.size()));
        io1.local().fetchSockets((error, found) -> told.add("local: " + found.size()));
        lab.settle();

        assertThat(told)
                .containsExactly(
                        "local: 1",
                        "{} 1 true /socket.io/?EIO=4&transport=websocket",
                        "{\"name\":\"bob\"} 2 false /socket.io/?EIO=4&transport=websocket",
                        "in r: 1");
    }

    @Test
    void a_fetched_client_of_any_server_gets_events_and_can_be_moved_and_disconnected() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);
        List<RemoteSocket> found = new ArrayList<>();
        io1.fetchSockets((error, all) -> found.addAll(all));
        lab.settle();
        assertThat(found)
                .extracting(RemoteSocket::id)
                .containsExactly(sockets.get("W1").id(), sockets.get("W2").id());

        TimedAck ack = (error, answer) -> told.add(error == null ? answer.args().toString() : error.getMessage());
        for (RemoteSocket each : found) {
            each.join("a", "b");
            each.leave("b");
            each.emit("hello", 1);
            each.timeout(1_000).emit("question", ack);
        }
        lab.settle();
        client2.say("430[\"two\",2]");
        lab.settle();
        io2.to("a").emit("to a");
        io2.to("b").emit("to b");
        lab.advance(1_000);
        found.forEach(each -> each.disconnect(false));
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"hello\",1]", "420[\"question\"]", "42[\"to a\"]", "41");
        assertThat(client2.heard()).containsExactly("42[\"hello\",1]", "420[\"question\"]", "42[\"to a\"]", "41");
        assertThat(told).containsExactly("[\"two\"]", "operation has timed out");
    }

    @Test
    void rooms_and_servers_are_counted() {
        connected(io1);
        connected(io2);
        sockets.get("W1").join("a");
        sockets.get("W2").join("b");

        io1.serverCount((error, count) -> told.add("servers: " + count));
        io2.allRooms((error, rooms) ->
                told.add("rooms: " + (rooms.size() - 2) + rooms.containsAll(Set.of("a")) + rooms.contains("b")));
        lab.settle();

        assertThat(told).containsExactly("servers: 2", "rooms: 2truetrue");
    }

    @Test
    void a_server_side_emit_with_ack_gets_one_answer_of_each_other_server() {
        server(lab.node("W3"), RedisAdapter.at(URL))
                .onServerSide("hello", event -> event.ack("three " + event.string(0)));
        io2.onServerSide("hello", event -> {
            event.ack("two " + event.string(0));
            event.ack("a second answer goes nowhere");
        });

        io1.serverSideEmit("hello", "x", answers);
        lab.settle();

        assertThat(told).singleElement().asString().contains("\"two x\"").contains("\"three x\"");
        assertThat(node1.logLines()).contains("socket.io-redis serverSideEmit: got 2 responses out of 2");
    }

    @Test
    void a_server_that_does_not_answer_is_waited_for_until_the_request_timeout() {
        SocketIoServer io3 = server(lab.node("W3"), RedisAdapter.at(URL).requestsTimeout(700));
        io2.onServerSide("hello", event -> event.ack("two"));

        io3.serverSideEmit("hello", answers);
        lab.advance(699);
        assertThat(told).isEmpty();
        lab.advance(1);

        assertThat(told).containsExactly("timeout reached: only 1 responses received out of 2 [\"two\"]");
    }

    @Test
    void a_peer_that_never_responds_lets_requests_time_out() {
        lab.node("mute")
                .createRedisClient("sub", URL)
                .subscribe("socket.io-request#/#", (channel, payload) -> {}, () -> {});
        lab.settle();
        Callback<Object> callback = (error, result) -> told.add(error.getMessage() + " " + result);

        io1.fetchSockets(callback::done);
        io1.allRooms(callback::done);
        lab.advance(5_000);

        assertThat(told)
                .containsExactly(
                        "timeout reached while waiting for fetchSockets response null",
                        "timeout reached while waiting for allRooms response null");
    }

    @Test
    void while_redis_is_away_requests_time_out_and_say_that_nothing_was_sent() {
        lab.redis().stop();

        io1.serverSideEmit("hello", answers);
        lab.advance(5_000);

        assertThat(told)
                .containsExactly("timeout reached: Redis did not say how many servers there are; nothing was sent []");
        lab.redis().start();
        lab.advance(5_000);
        assertThat(lab.monitor("PUBLISH")).isEmpty();
    }

    @Test
    void a_server_that_closes_ends_its_pending_requests() {
        io2.onServerSide("hello", event -> {});
        io1.serverSideEmit("hello", answers);
        lab.settle();

        io1.close();
        lab.settle();

        assertThat(told).containsExactly("the server was closed []");
    }

    @Test
    void a_server_alone_responds_to_itself() {
        SocketIoServer alone = SocketIoServer.create(lab.node("alone"));
        connected(alone);

        alone.serverCount((error, count) -> told.add("servers: " + count));
        alone.fetchSockets((error, found) -> told.add("found: " + found.size()));
        alone.allRooms((error, rooms) -> told.add("rooms: " + rooms.size()));
        alone.serverSideEmit("hello", answers);

        assertThat(told).containsExactly("servers: 1", "found: 1", "rooms: 1", "[]");
    }

    @Test
    void a_callback_that_throws_is_logged_and_others_are_called() {
        io1.serverCount((error, count) -> {
            throw new IllegalStateException("as planned");
        });
        lab.settle();

        assertThat(node1.warnings()).singleElement().asString().contains("callback of serverCount");
    }

    @Test
    void responses_may_come_on_the_channel_of_the_requesting_server() {
        SocketIoServer io3 = server(lab.node("W3"), RedisAdapter.at(URL).publishOnSpecificResponseChannel(true));
        connected(io3);

        io1.fetchSockets((error, found) -> told.add("found: " + found.size()));
        lab.settle();

        assertThat(told).containsExactly("found: 1");
        assertThat(lab.monitor("PUBLISH")).anyMatch(line -> line.matches("W3: PUBLISH socket.io-response#/#.{6}# .*"));
    }
}
