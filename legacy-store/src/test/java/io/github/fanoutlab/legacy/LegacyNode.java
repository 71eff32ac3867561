package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.Packing;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A 0.9 server on a node of a {@link TestLab}, and its clients. */
final class LegacyNode {

    final SimNode node;
    final LegacyServer io;
    private final TestLab lab;

    private LegacyNode(TestLab lab, String name) {
        this(lab, name, Map.of());
    }

    private LegacyNode(TestLab lab, String name, Map<String, ?> options) {
        this.lab = lab;
        this.node = lab.node(name);
        this.io = LegacyServer.create(node, options);
    }

    /** A server that stands alone, with initial settings. */
    static LegacyNode alone(TestLab lab, Map<String, ?> options) {
        return new LegacyNode(lab, "W1", options);
    }

    /** A server that stands alone. */
    static LegacyNode alone(TestLab lab) {
        return new LegacyNode(lab, "W1");
    }

    /** A server of a cluster, on the lab's Redis. */
    static LegacyNode clustered(TestLab lab, String name, long nodeId) {
        return clustered(lab, name, nodeId, Dialect.V0_9_17);
    }

    /** A server of a cluster that speaks {@code dialect}. */
    static LegacyNode clustered(TestLab lab, String name, long nodeId, Dialect dialect) {
        return clustered(lab, name, nodeId, dialect, false);
    }

    /** A server of a cluster in the default dialect that uses {@code packing}. */
    static LegacyNode clustered(TestLab lab, String name, long nodeId, Packing packing) {
        return clustered(lab, name, store -> store.nodeId(nodeId).packing(packing));
    }

    /** The same; {@code forgetful}: like npm's redis 0.7.3. */
    static LegacyNode clustered(TestLab lab, String name, long nodeId, Dialect dialect, boolean forgetful) {
        return clustered(lab, name, store -> {
            store.nodeId(nodeId).dialect(dialect);
            return forgetful ? store.forgetsSubscriptionsAskedWhileAway() : store;
        });
    }

    /** A server of a cluster whose store has these options. */
    static LegacyNode clustered(TestLab lab, String name, UnaryOperator<RedisStore> options) {
        LegacyNode legacy = new LegacyNode(lab, name);
        String url = "redis://redis";
        legacy.io.set(
                "store",
                options.apply(RedisStore.of(
                        legacy.io.createRedisClient("pub", url),
                        legacy.io.createRedisClient("sub", url),
                        legacy.io.createRedisClient("client", url))));
        lab.settle();
        return legacy;
    }

    /** Shakes hands; returns the new session's id. */
    String handshake() {
        return get("/socket.io/1/?t=1").text().split(":")[0];
    }

    /** Shakes hands and polls once, which brings 1::; returns the session's id. */
    String handshakeAndPoll() {
        String id = handshake();
        assertThat(poll(id).text()).isEqualTo("1::");
        return id;
    }

    /** Polls for session {@code id} by xhr-polling. The poll waits or has been answered. */
    Poll poll(String id) {
        return Poll.of("A", io, pollRequest(id));
    }

    static HttpRequest pollRequest(String id) {
        return HttpRequest.get("/socket.io/1/xhr-polling/" + id + "?t=1");
    }

    /** Posts {@code body} for session {@code id} by xhr-polling; returns the response. */
    String post(String id, String body) {
        return MemoryClient.request(io.ports(), io.handler(), "POST", "/socket.io/1/xhr-polling/" + id + "?t=1", body)
                .text();
    }

    /** Shakes hands, opens a WebSocket, and forgets what the client has heard so far. */
    Client connect() {
        Client client = open(handshake());
        client.wire.forget();
        return client;
    }

    /** Opens a WebSocket of session {@code id} here. */
    Client open(String id) {
        return new Client(id, MemoryClient.connect(io.ports(), io.handler(), "/socket.io/1/websocket/" + id));
    }

    HttpResponse get(String target) {
        return MemoryClient.request(io.ports(), io.handler(), "GET", target, "");
    }

    MemoryClient upgrade(HttpRequest request) {
        return MemoryClient.connect(io.ports(), io.handler(), request);
    }

    /** A client of session {@code id}. */
    record Client(String id, MemoryClient wire) {

        void says(String packet) {
            wire.say(packet);
        }

        List<String> hears() {
            return wire.hearsNow();
        }
    }
}
