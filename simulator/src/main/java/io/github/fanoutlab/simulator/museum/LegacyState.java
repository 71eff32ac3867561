package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_17;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.ArrayList;
import java.util.List;

/** Defects of 0.9 that follow from its replication: every process keeps the state of every client. */
final class LegacyState {

    private static final int CLIENTS = 10;

    private LegacyState() {}

    static List<Exhibit> exhibits() {
        return List.of(channelsGrow(), sessionsLeak(), everyConnectIsAnnounced(), hashesLeak());
    }

    private static Exhibit channelsGrow() {
        return new Exhibit(
                "channels-grow-with-clients",
                "Every client leaves channels behind in Redis",
                new ExhibitText(
                                "Every client that ever came has left channels in Redis and listeners on every node."
                                        + " The processes grow until they are restarted.",
                                "Each client has five channels of its own. When it leaves, its own node unsubscribes"
                                        + " from only three of them. Every other node stays subscribed to one: the"
                                        + " channel for packets to a client without a connection.",
                                "0.9.17 has five shared channels instead, with the client's id in the message. 1.0+ has no"
                                        + " channels per client.",
                                List.of("socketio/socket.io#663", "socketio/socket.io#1303"))
                        .today(
                                "No. The adapter has a channel for each namespace, and none for each client.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER),
                List.of(
                        breaks("0.9.16", () -> channelsAfterClients(V0_9_16)),
                        holds("0.9.17", () -> channelsAfterClients(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", LegacyState::channelsAfterClients)));
    }

    private static ExhibitRun channelsAfterClients(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        stage.legacy("W1", dialect);
        stage.legacy("W2", dialect);
        return channelsAfterClients(stage);
    }

    private static ExhibitRun channelsAfterClients() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", V8);
        stage.adapter("W2", V8);
        return channelsAfterClients(stage);
    }

    private static ExhibitRun channelsAfterClients(ExhibitStage stage) {
        long before = stage.channels();
        comeAndGo(stage);
        stage.pass(100);
        long after = stage.channels();
        return stage.result(
                after > before, before + " channels; " + after + " after " + CLIENTS + " clients have come and gone");
    }

    /** Connects clients to W1 and disconnects them, one after the other. */
    private static void comeAndGo(ExhibitStage stage) {
        for (int number = 1; number <= CLIENTS; number++) {
            String name = "C" + number;
            LabClient client = stage.client(name, "W1");
            stage.run(name, "leave", client::disconnect);
        }
    }

    private static Exhibit sessionsLeak() {
        return new Exhibit(
                "sessions-leak-on-other-nodes",
                "Other nodes never forget a client that left",
                new ExhibitText(
                                "Memory grows on every node except the client's own. The tables keep the client's"
                                        + " entries and, from then on, one copy of each broadcast.",
                                "A node publishes that a transport has closed, and all other nodes begin to buffer for its"
                                        + " client. No node publishes that the session has ended, so the buffers are never dropped.",
                                "0.9.17 publishes disconnect-remote at the end of each session. 1.0+ keeps the state of a client"
                                        + " on the client's own node only.",
                                List.of("socketio/socket.io#1269", "socketio/socket.io#1064"))
                        .today("No. Only the client's own server keeps its state.", Cure.NODE_SERVER, Cure.JAVA_SERVER),
                List.of(
                        breaks("0.9.16", () -> leakedSessions(V0_9_16)),
                        holds("0.9.17", () -> leakedSessions(V0_9_17))));
    }

    private static ExhibitRun leakedSessions(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        LegacyServer one = stage.legacy("W1", dialect);
        LegacyServer two = stage.legacy("W2", dialect);
        comeAndGo(stage);
        stage.run("W1", "emit", () -> one.sockets().emit("data", "payload"));
        stage.pass(100);
        int sessions = two.tableSizes().get("handshaken");
        int buffered = two.tableSizes().get("buffered");
        return stage.result(
                sessions + buffered > 0,
                "nobody is connected; W2 remembers " + sessions + " sessions and keeps " + buffered
                        + " packets for them");
    }

    private static Exhibit everyConnectIsAnnounced() {
        return new Exhibit(
                "every-connect-reaches-every-node",
                "Each new client is announced to every node",
                new ExhibitText(
                                "The more nodes there are, the more time each of them spends on news about other nodes' clients."
                                        + " Adding nodes stops helping.",
                                "The store replicates handshake, connect, open, join and so on, so that any node can serve any"
                                        + " client's next request.",
                                "1.0+ replicates nothing and requires sticky sessions instead.",
                                List.of("socketio/socket.io#686"))
                        .today(
                                "No. Nodes do not tell each other about their clients. This is why sessions must be sticky.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER,
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE),
                List.of(
                        breaks("0.9.16", () -> announcements(V0_9_16)),
                        breaks("0.9.17", () -> announcements(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", LegacyState::announcements)));
    }

    private static ExhibitRun announcements(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        for (int number = 1; number <= 4; number++) {
            stage.legacy("W" + number, dialect);
        }
        return announcements(stage);
    }

    private static ExhibitRun announcements() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        for (int number = 1; number <= 4; number++) {
            stage.adapter("W" + number, V8);
        }
        return announcements(stage);
    }

    private static ExhibitRun announcements(ExhibitStage stage) {
        long published = stage.publishes();
        long heard = stage.pushedTo("W4");
        stage.client("C1", "W1");
        published = stage.publishes() - published;
        heard = stage.pushedTo("W4") - heard;
        return stage.result(
                published > 0,
                "one client connects to W1: " + published + " messages are published, and W4 receives " + heard);
    }

    private static Exhibit hashesLeak() {
        return new Exhibit(
                "hashes-leak-after-kill",
                "A killed node leaves hashes in Redis forever",
                new ExhibitText(
                                "Redis fills with the hashes of clients that no node knows any more.",
                                "When a client disconnects, its node gives the client's hash a time to live. A"
                                        + " process that is killed can no longer do that.",
                                "1.0+ keeps nothing in Redis: socket.data is a property of the socket and dies with its process.",
                                List.of())
                        .today("No. The adapter keeps nothing in Redis.", Cure.NODE_SERVER, Cure.JAVA_SERVER),
                List.of(
                        breaks("0.9.16", () -> hashesAfterDeath(V0_9_16)),
                        breaks("0.9.17", () -> hashesAfterDeath(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", LegacyState::keysAfterDeath)));
    }

    private static ExhibitRun hashesAfterDeath(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        LegacyServer io = stage.legacy("W1", dialect);
        stage.legacy("W2", dialect);
        List<String> stored = new ArrayList<>();
        io.sockets().on("connection", socket -> socket.set("name", "me", (error, done) -> stored.add(socket.id())));
        stage.client("C1", "W1");
        return keysAfterDeath(stage, stored.size() + " hash stored");
    }

    private static ExhibitRun keysAfterDeath() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", V8);
        stage.adapter("W2", V8);
        stage.client("C1", "W1");
        return keysAfterDeath(stage, "nothing to store");
    }

    private static ExhibitRun keysAfterDeath(ExhibitStage stage, String stored) {
        stage.world().faults().kill("W1");
        stage.pass(3600);
        int keys = stage.world().redis().model().keys().size();
        return stage.result(
                keys > 0,
                stored + "; an hour after W1 was killed, Redis holds " + keys + (keys == 1 ? " key" : " keys"));
    }
}
