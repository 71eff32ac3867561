package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_17;
import static io.github.fanoutlab.simulator.museum.Showing.breaks;
import static io.github.fanoutlab.simulator.museum.Showing.holds;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import java.util.ArrayList;
import java.util.List;

/** What went wrong for clients that poll. */
final class Polled {

    private static final String NEWS = "news";

    private Polled() {}

    static List<Exhibit> exhibits() {
        return List.of(
                nobodyCatchesIt(), pollBringsItTwice(), otherNodeBringsItAgain(), everyNodeAnswers(), goodbyeUnheard());
    }

    private static Exhibit nobodyCatchesIt() {
        return new Exhibit(
                "nobody-catches-it",
                "What another node sends to a client that polls is lost",
                new Placard(
                        "With several processes, some events never reach a client on xhr-polling.",
                        "Its node listens to dispatch:ID for the open poll, and all nodes do between two polls. The end of that"
                                + " second subscription, as the next poll opens, also ends the first: the channel is the same."
                                + " The message is published, and nobody is subscribed.",
                        "0.9.17 has one channel for all, dispatch-remote; there, such a message comes twice"
                                + " (poll-brings-it-twice). 1.0+ gets it right.",
                        List.of("socketio/socket.io#1461", "socketio/socket.io#649")),
                List.of(
                        breaks("0.9.16", () -> lost(directly(V0_9_16))),
                        holds("0.9.17", () -> lost(directly(V0_9_17))),
                        holds("@socket.io/redis-adapter 8", () -> lost(directly()))));
    }

    private static Sighting lost(Sent sent) {
        return sent.hall.sighting(sent.brought() == 0, sent.told());
    }

    private static Sighting twice(Sent sent) {
        return sent.hall.sighting(sent.brought() > 1, sent.told());
    }

    /** One emit, and the polls that could bring it. */
    private record Sent(Hall hall, List<Hall.Answer> polls) {

        long brought() {
            return polls.stream().filter(poll -> poll.text().contains(NEWS)).count();
        }

        String told() {
            return "emitted once; polls that brought it: " + brought();
        }
    }

    private static Exhibit pollBringsItTwice() {
        return new Exhibit(
                "poll-brings-it-twice",
                "What another node sends to a client that polls arrives twice",
                new Placard(
                        "A client on xhr-polling is handed an event twice when another node emitted to it directly.",
                        "The node that holds the poll writes the packet of dispatch-remote into it, and also appends it to the"
                                + " buffer for the client's next poll.",
                        "In 1.0+ a client has one buffer, on its own node.",
                        List.of("socketio/socket.io#782")),
                List.of(
                        breaks("0.9.17", () -> twice(directly(V0_9_17))),
                        holds("@socket.io/redis-adapter 8", () -> twice(directly()))));
    }

    private static Sent directly(Dialect dialect) {
        Hall hall = new Hall();
        LegacyServer one = hall.legacy("W1", dialect);
        LegacyServer two = hall.legacy("W2", dialect);
        Poller poller = new Poller(hall, one);
        poller.poll("W1");
        Hall.Answer first = poller.poll("W1");
        hall.tell(
                "W2",
                "emit directly",
                () -> two.sockets().socket(poller.session).emit(NEWS));
        return new Sent(hall, List.of(first, poller.poll("W1")));
    }

    private static Sent directly() {
        Hall hall = new Hall();
        SocketIoServer one = hall.modern("W1", V8);
        SocketIoServer two = hall.modern("W2", V8);
        List<String> ids = new ArrayList<>();
        one.on("connection", socket -> ids.add(socket.id()));
        String session = openSession(hall);
        Hall.Answer first = hall.request("C1", "W1", "GET", session, "");
        hall.tell("W2", "emit directly", () -> two.to(ids.get(0)).emit(NEWS));
        return new Sent(hall, List.of(first, hall.request("C1", "W1", "GET", session, "")));
    }

    /** C1 connects to W1 by polling, and is between two polls; gives the target of its requests. */
    private static String openSession(Hall hall) {
        String polling = "/socket.io/?EIO=4&transport=polling";
        String open = hall.request("C1", "W1", "GET", polling, "").text();
        String session = polling + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        hall.request("C1", "W1", "POST", session, "40");
        hall.request("C1", "W1", "GET", session, "");
        return session;
    }

    private static Exhibit otherNodeBringsItAgain() {
        return new Exhibit(
                "next-node-brings-it-again",
                "The next poll, at another node, brings again what the last one brought",
                new Placard(
                        "Behind a balancer that is not sticky, clients that poll see messages twice.",
                        "When a poll is over, every node begins to buffer for its client. A node that emits delivers to its"
                                + " own waiting poll first, and publishes then; between the poll's end and the next one the other"
                                + " nodes file the same packet for later.",
                        "Sticky sessions; in 1.0+ they are required, and no other node buffers.",
                        List.of("socketio/socket.io#782")),
                List.of(
                        breaks("0.9.16, round robin", () -> twice(moving(V0_9_16, "W2"))),
                        breaks("0.9.17, round robin", () -> twice(moving(V0_9_17, "W2"))),
                        holds("0.9.17, sticky", () -> twice(moving(V0_9_17, "W1")))));
    }

    private static Sent moving(Dialect dialect, String next) {
        Hall hall = new Hall();
        LegacyServer one = hall.legacy("W1", dialect);
        hall.legacy("W2", dialect);
        Poller poller = new Poller(hall, one);
        poller.poll("W1");
        Hall.Answer first = poller.poll("W1");
        hall.tell("W1", "emit", () -> one.sockets().emit(NEWS));
        return new Sent(hall, List.of(first, poller.poll(next)));
    }

    private static Exhibit everyNodeAnswers() {
        return new Exhibit(
                "every-node-answers",
                "All other nodes acknowledge what a client posted to one of them",
                new Placard(
                        "A client that polls gets several acks for one message when its POST went to a node that does not hold"
                                + " its poll.",
                        "0.9.17 publishes such a message on message-remote, and every node that hears it runs it through its"
                                + " packet handler, not only the one to which the client is connected.",
                        "Sticky sessions; in 1.0+ a POST to another node is refused, so they are required.",
                        List.of()),
                List.of(
                        breaks("0.9.17, posted elsewhere", () -> acknowledged(V0_9_17, "W2")),
                        holds("0.9.17, posted where it polls", () -> acknowledged(V0_9_17, "W1"))));
    }

    private static Sighting acknowledged(Dialect dialect, String postedTo) {
        Hall hall = new Hall();
        LegacyServer one = hall.legacy("W1", dialect);
        hall.legacy("W2", dialect);
        hall.legacy("W3", dialect);
        Poller poller = new Poller(hall, one);
        poller.poll("W1");
        Hall.Answer first = poller.poll("W1");
        hall.request("C1", postedTo, "POST", poller.target(), "3:5::hello");
        Hall.Answer second = poller.poll("W1");
        int acks = (first.text() + second.text()).split("6:::5", -1).length - 1;
        return hall.sighting(acks != 1, "one message was posted; acks that came back: " + acks);
    }

    private static Exhibit goodbyeUnheard() {
        return new Exhibit(
                "goodbye-unheard",
                "A page that says goodbye between two polls stays for another minute",
                new Placard(
                        "Users who left are listed as present until the close timeout, if they were polling.",
                        "A closing page asks for ?disconnect. That is handed to the transport's node as disconnect-force, and"
                                + " between two polls no node has a transport: nobody does anything.",
                        "A client of 1.0+ posts a close packet to the node that has its session, which ends it, poll or no poll.",
                        List.of()),
                List.of(
                        breaks("0.9.16", () -> goodbye(V0_9_16)),
                        breaks("0.9.17", () -> goodbye(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", Polled::goodbye)));
    }

    private static Sighting goodbye(Dialect dialect) {
        Hall hall = new Hall();
        LegacyServer one = hall.legacy("W1", dialect);
        hall.legacy("W2", dialect);
        Poller poller = new Poller(hall, one);
        poller.poll("W1");
        hall.request("C1", "W1", "GET", poller.target() + "?disconnect=1", "");
        hall.pass(10);
        return present(hall, one.handshaken().containsKey(poller.session));
    }

    private static Sighting goodbye() {
        Hall hall = new Hall();
        SocketIoServer one = hall.modern("W1", V8);
        String session = openSession(hall);
        hall.request("C1", "W1", "POST", session, "1");
        hall.pass(10);
        return present(hall, one.engine().clientCount() > 0);
    }

    private static Sighting present(Hall hall, boolean present) {
        return hall.sighting(present, "ten seconds after its goodbye, C1 is " + (present ? "still there" : "gone"));
    }

    /** A client of 0.9 that polls where it is told to. */
    private static final class Poller {

        private final Hall hall;
        private final String session;

        Poller(Hall hall, LegacyServer first) {
            this.hall = hall;
            this.session = hall.request("C1", first.ports().name(), "GET", Hall.LEGACY, "")
                    .body()
                    .split(":")[0];
        }

        String target() {
            return Hall.LEGACY + "xhr-polling/" + session;
        }

        Hall.Answer poll(String server) {
            return hall.request("C1", server, "GET", target(), "");
        }
    }
}
