package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_17;
import static io.github.fanoutlab.simulator.museum.Showing.breaks;
import static io.github.fanoutlab.simulator.museum.Showing.holds;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.ArrayList;
import java.util.List;

/** What went wrong because each process of 0.9 keeps the state of every client of all. */
final class SharedState {

    private static final int VISITORS = 10;

    private SharedState() {}

    static List<Exhibit> exhibits() {
        return List.of(channelsPerClient(), rememberedForEver(), toldToEverybody(), orphanedHashes());
    }

    private static Exhibit channelsPerClient() {
        return new Exhibit(
                "channels-per-client",
                "Every client leaves channels behind",
                new Placard(
                        "Redis holds more channels, and every node more listeners, with each client that ever came; the"
                                + " processes grow until they are restarted.",
                        "Each client has five channels of its own. When it leaves, its node gives up three of them, and each"
                                + " other node stays in the one that it joined to hear of packets for a closed client.",
                        "0.9.17 has five shared channels instead, with the client's id in the message. 1.0+ knows no channel"
                                + " of a client.",
                        List.of("socketio/socket.io#663", "socketio/socket.io#1303")),
                List.of(
                        breaks("0.9.16", () -> channelsAfterVisitors(V0_9_16)),
                        holds("0.9.17", () -> channelsAfterVisitors(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", SharedState::channelsAfterVisitors)));
    }

    private static Sighting channelsAfterVisitors(Dialect dialect) {
        Hall hall = new Hall();
        hall.legacy("W1", dialect);
        hall.legacy("W2", dialect);
        return channelsAfterVisitors(hall, Generation.LEGACY);
    }

    private static Sighting channelsAfterVisitors() {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        hall.modern("W2", V8);
        return channelsAfterVisitors(hall, Generation.ADAPTER);
    }

    private static Sighting channelsAfterVisitors(Hall hall, Generation generation) {
        int before = hall.channels();
        visitors(hall, generation);
        hall.pass(100);
        int after = hall.channels();
        return hall.sighting(
                after > before,
                before + " channels, and " + after + " when " + VISITORS + " clients have come and gone");
    }

    /** Come to W1 and leave it, one after the other. */
    private static void visitors(Hall hall, Generation generation) {
        for (int number = 1; number <= VISITORS; number++) {
            String name = "C" + number;
            LabClient visitor = hall.client(generation, name, "W1");
            hall.tell(name, "leave", visitor::disconnect);
        }
    }

    private static Exhibit rememberedForEver() {
        return new Exhibit(
                "remembered-for-ever",
                "The other nodes never learn that a client left, and keep its mail",
                new Placard(
                        "Memory grows on every node but the one that a client was connected to: by its entries in the tables,"
                                + " and by one copy of each broadcast from then on.",
                        "Nodes publish that a transport closes, upon which all begin to buffer for its client. The end of the"
                                + " session is told to nobody, so the buffers are never dropped.",
                        "0.9.17 publishes disconnect-remote at the end of each session. 1.0+ keeps the state of a client on"
                                + " its own node only.",
                        List.of("socketio/socket.io#1269", "socketio/socket.io#1064")),
                List.of(breaks("0.9.16", () -> remembered(V0_9_16)), holds("0.9.17", () -> remembered(V0_9_17))));
    }

    private static Sighting remembered(Dialect dialect) {
        Hall hall = new Hall();
        LegacyServer one = hall.legacy("W1", dialect);
        LegacyServer two = hall.legacy("W2", dialect);
        visitors(hall, Generation.LEGACY);
        hall.tell("W1", "emit", () -> one.sockets().emit("data", "payload"));
        hall.pass(100);
        int sessions = two.tableSizes().get("handshaken");
        int buffered = two.tableSizes().get("buffered");
        return hall.sighting(
                sessions + buffered > 0,
                "nobody is connected; W2 remembers " + sessions + " sessions and keeps " + buffered
                        + " packets for them");
    }

    private static Exhibit toldToEverybody() {
        return new Exhibit(
                "told-to-everybody",
                "Each client that connects is announced to every node",
                new Placard(
                        "The more nodes there are, the more of each one's time goes into hearing about other nodes' clients;"
                                + " adding nodes stops helping.",
                        "The store replicates handshake, connect, open, join and so on, so that any node could serve any"
                                + " client's next request.",
                        "1.0+ replicates nothing and asks for sticky sessions instead.",
                        List.of("socketio/socket.io#686")),
                List.of(
                        breaks("0.9.16", () -> announcements(V0_9_16)),
                        breaks("0.9.17", () -> announcements(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", SharedState::announcements)));
    }

    private static Sighting announcements(Dialect dialect) {
        Hall hall = new Hall();
        for (int number = 1; number <= 4; number++) {
            hall.legacy("W" + number, dialect);
        }
        return announcements(hall, Generation.LEGACY);
    }

    private static Sighting announcements() {
        Hall hall = new Hall();
        for (int number = 1; number <= 4; number++) {
            hall.modern("W" + number, V8);
        }
        return announcements(hall, Generation.ADAPTER);
    }

    private static Sighting announcements(Hall hall, Generation generation) {
        long published = hall.publishes();
        long heard = hall.pushedTo("W4");
        hall.client(generation, "C1", "W1");
        published = hall.publishes() - published;
        heard = hall.pushedTo("W4") - heard;
        return hall.sighting(
                published > 0,
                "one client connects to W1: " + published + " messages published, and W4 hears " + heard);
    }

    private static Exhibit orphanedHashes() {
        return new Exhibit(
                "orphaned-hashes",
                "A node that dies leaves its clients' hashes in Redis for ever",
                new Placard(
                        "Redis fills with hashes of clients whom nobody knows any more.",
                        "A client's hash gets its time to live when the client disconnects, from the node that notices. A"
                                + " process that is killed notices nothing.",
                        "1.0+ keeps nothing in Redis: socket.data is a property of the socket and dies with its process.",
                        List.of()),
                List.of(
                        breaks("0.9.16", () -> hashesAfterDeath(V0_9_16)),
                        breaks("0.9.17", () -> hashesAfterDeath(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", SharedState::keysAfterDeath)));
    }

    private static Sighting hashesAfterDeath(Dialect dialect) {
        Hall hall = new Hall();
        LegacyServer io = hall.legacy("W1", dialect);
        hall.legacy("W2", dialect);
        List<String> stored = new ArrayList<>();
        io.sockets().on("connection", socket -> socket.set("name", "me", (error, done) -> stored.add(socket.id())));
        hall.client(Generation.LEGACY, "C1", "W1");
        return keysAfterDeath(hall, stored.size() + " hash stored");
    }

    private static Sighting keysAfterDeath() {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        hall.modern("W2", V8);
        hall.client(Generation.ADAPTER, "C1", "W1");
        return keysAfterDeath(hall, "nothing to store");
    }

    private static Sighting keysAfterDeath(Hall hall, String stored) {
        hall.world().kill("W1");
        hall.pass(3600);
        int keys = hall.world().redis().model().keys().size();
        return hall.sighting(keys > 0, stored + "; an hour after W1 was killed Redis has " + keys + " keys");
    }
}
