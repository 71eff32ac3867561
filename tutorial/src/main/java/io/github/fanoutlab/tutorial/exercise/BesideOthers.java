package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.server.BroadcastOperator;
import io.github.fanoutlab.tutorial.exercise.NodeRecording.Request;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The grader of chapter 11: {@code MyAdapter} responds to recorded requests as Node did, and lives with the real adapter. */
public final class BesideOthers {

    private static final String REQUESTS = "socket.io-request#/#";
    private static final int SERVERS = 4;
    private static final int JOIN = 2;
    private static final int LEAVE = 3;
    private static final int DISCONNECT = 4;
    private static final String OWN_IGNORED = "W1 ignores its own request when it comes back";

    private final Path root;

    /** @param root the repository, with the recording of Node */
    public BesideOthers(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, this::grade);
    }

    private Grade grade(AdapterTrial trial) {
        List<Request> recorded = NodeRecording.requests(root);
        for (Request request : withOtherTypes(recorded)) {
            LoneServer server = trial.alone();
            server.io().onServerSide("ping", event -> event.ack("pong", 2));
            server.io().onServerSide("silent", event -> event.ack());
            server.published();
            long begun = server.nowMicros();
            server.receives(REQUESTS, request.message());
            List<LoneServer.Published> yours = server.published();
            Problem problem = problem(request, yours);
            if (problem != null) {
                return server.shown(begun, problem.cause())
                        .under(comparison(request, yours))
                        .notYet(problem.words()
                                + server.thrown()
                                        .map(logged -> " W1 logs a warning: " + logged + ".")
                                        .orElse(""));
            }
        }
        return together(trial, SERVERS)
                .map(problem -> together(trial, 2).orElse(problem))
                .orElseGet(() -> Grade.right("Your responses equal those of Node, byte for byte, in " + recorded.size()
                        + " recorded requests. Your servers also work in one cluster with the real adapter. Yours is a real"
                        + " one."));
    }

    /** Leaving and disconnecting get no response in Node, as joining, which is recorded. */
    private static List<Request> withOtherTypes(List<Request> recorded) {
        List<Request> all = new ArrayList<>(recorded);
        recorded.stream()
                .filter(request -> request.type() == JOIN)
                .flatMap(join -> Stream.of(join.ofType(LEAVE, ""), join.ofType(DISCONNECT, ",\"close\":false")))
                .forEach(all::add);
        return all;
    }

    /** What is wrong with the responses; null if nothing is. */
    private static Problem problem(Request request, List<LoneServer.Published> yours) {
        List<String> bytes = yours.stream()
                .map(each -> HexFormat.of().formatHex(each.message()))
                .toList();
        if (bytes.equals(request.responses())) {
            return null;
        }
        String type = "A request of type " + request.type();
        if (yours.stream().anyMatch(each -> each.channel().equals(REQUESTS))) {
            return new Problem(
                    type
                            + " is published again by the server that gets it, so it goes around forever. Your method publishes."
                            + " Whose method acts on this server's clients only?",
                    "W1 publishes the request that it has received");
        }
        if (yours.isEmpty()) {
            return new Problem(
                    type + " gets no response from your server, so whoever asks waits until its timeout.",
                    "W1 does not respond to type " + request.type());
        }
        if (request.responses().isEmpty()) {
            return new Problem(
                    type + " like this one gets no response from Node. Nobody waits for one.",
                    "W1 responds where Node does not");
        }
        return new Problem(
                type
                        + " gets a response from your server, but its bytes differ from Node's. Compare the two: the names,"
                        + " their order, and whether one is missing.",
                "the bytes of the response differ from Node's");
    }

    private static String comparison(Request request, List<LoneServer.Published> yours) {
        StringBuilder text = new StringBuilder(shortened(request.text())).append("\n\nNode responds\n");
        request.responses()
                .forEach(response -> text.append("  ")
                        .append(shortened(new String(HexFormat.of().parseHex(response), StandardCharsets.UTF_8)))
                        .append('\n'));
        text.append(request.responses().isEmpty() ? "  nothing\n" : "").append("your adapter publishes\n");
        List<String> lines = yours.stream()
                .map(each -> "  " + shortened(new String(each.message(), StandardCharsets.UTF_8)) + "\n")
                .toList();
        lines.stream().distinct().forEach(text::append);
        boolean repeated = lines.stream().distinct().count() < lines.size();
        return text.append(lines.isEmpty() ? "  nothing\n" : repeated ? "  and again, forever\n" : "")
                .toString();
    }

    private static String shortened(String text) {
        return text.length() > 74 ? text.substring(0, 74) + "…" : text;
    }

    /** What goes wrong in a cluster of so many servers, of which every other one has the real adapter; empty if nothing does. */
    private static Optional<Grade> together(AdapterTrial trial, int size) {
        return emits(trial.mixed(size))
                .or(() -> joins(trial.mixed(size)))
                .or(() -> chosen(trial.mixed(size)))
                .or(() -> serverSide(trial.mixed(size)))
                .or(() -> rooms(trial.mixed(size)))
                .or(() -> sendsAway(trial.mixed(size), "W2", false))
                .or(() -> sendsAway(trial.mixed(size), "W2", true))
                .or(() -> sendsAway(trial.mixed(size), "W1", false));
    }

    private static Optional<Grade> emits(CountedCluster cluster) {
        for (String server : cluster.names()) {
            long begun = cluster.nowMicros();
            cluster.does(server, "emits data").emit("data", "from " + server);
            if (cluster.heard().stream().anyMatch(heard -> heard.size() != 1)) {
                return Optional.of(cluster.shownSince(begun)
                        .because("an event does not reach each client once")
                        .notYet("An emit of " + server + " does not reach each client of the cluster once."));
            }
        }
        return Optional.empty();
    }

    /** W2 and the last server have the real adapter, W1 has the reader's. */
    private static Optional<Grade> joins(CountedCluster cluster) {
        int size = cluster.names().size();
        long begun = cluster.nowMicros();
        cluster.does("W2", "socketsJoin(\"blue\", \"teal\")").socketsJoin("blue", "teal");
        OneRun shown = cluster.shownSince(begun);
        int joined = Math.min(count(cluster, "blue"), count(cluster, "teal"));
        if (joined != size) {
            return Optional.of(shown.because("W1 does not carry out a request of type 2")
                    .notYet("W2, which has the real adapter, says socketsJoin(\"blue\", \"teal\") to all clients. Then "
                            + joined + " of " + size
                            + " clients are in both rooms: the client of W1 is missing. Look at request type 2."));
        }
        begun = cluster.nowMicros();
        cluster.does("W1", "socketsJoin(\"green\")").socketsJoin("green");
        shown = cluster.shownSince(begun);
        int own = count(cluster, "green");
        if (own != size) {
            return Optional.of(shown.because(OWN_IGNORED)
                    .notYet("W1, which has your adapter, says socketsJoin(\"green\"), and " + own + " of " + size
                            + " clients are in that room then. Its own client is left out. W1 publishes the request, and also has"
                            + " to carry it out when the request comes back."));
        }
        String last = "W" + size;
        begun = cluster.nowMicros();
        cluster.does(last, "socketsLeave(\"green\")").in("blue").socketsLeave("green");
        shown = cluster.shownSince(begun);
        int left = count(cluster, "green");
        if (left != 0) {
            return Optional.of(shown.because("W1 does not carry out a request of type 3")
                    .notYet(last + " says socketsLeave(\"green\") to all clients, and " + left
                            + (left == 1 ? " is" : " are") + " still in that room. Look at request type 3."));
        }
        begun = cluster.nowMicros();
        cluster.does("W1", "socketsLeave(\"blue\", \"teal\")").socketsLeave("blue", "teal");
        shown = cluster.shownSince(begun);
        if (count(cluster, "blue", "teal") == 0) {
            int stay = count(cluster);
            return stay == size
                    ? Optional.empty()
                    : Optional.of(shown.because("a request of type 3 does more than it says")
                            .notYet("All clients have left the rooms, and W2 counts " + CountedCluster.clients(stay)
                                    + " instead of " + size
                                    + ". Leaving a room must not end a session. Look at request type 3."));
        }
        return Optional.of(shown.because(OWN_IGNORED)
                .notYet(
                        "W1, which has your adapter, says socketsLeave(\"blue\", \"teal\"), and its own client stays in one"
                                + " of these rooms. W1 has to carry out its own request when the request comes back, for each of the"
                                + " rooms."));
    }

    /** What W2 does to the room red, in which its own client is alone. */
    private static Optional<Grade> chosen(CountedCluster cluster) {
        int size = cluster.names().size();
        long begun = cluster.nowMicros();
        red(cluster, "socketsJoin(\"blue\")").socketsJoin("blue");
        if (count(cluster, "blue") > 1) {
            return others(cluster, begun, "socketsJoin(\"blue\")", "has joined");
        }
        cluster.server("W2").socketsJoin("blue");
        count(cluster);
        begun = cluster.nowMicros();
        red(cluster, "socketsLeave(\"blue\")").socketsLeave("blue");
        if (count(cluster, "blue") < size - 1) {
            return others(cluster, begun, "socketsLeave(\"blue\")", "has left");
        }
        begun = cluster.nowMicros();
        red(cluster, "disconnectSockets()").disconnectSockets(false);
        return count(cluster) < size - 1 ? others(cluster, begun, "disconnectSockets()", "is gone") : Optional.empty();
    }

    private static BroadcastOperator red(CountedCluster cluster, String call) {
        return cluster.does("W2", "in(\"red\")." + call).in("red");
    }

    private static Optional<Grade> others(CountedCluster cluster, long begun, String call, String what) {
        return Optional.of(cluster.shown(begun, "W1 does not look at \"opts\" in the request")
                .notYet("W2 says io.in(\"red\")." + call + ", and the client of W1, which is not in red, " + what
                        + ", too. Which clients is the request for? options(request) tells you."));
    }

    /** Each client is in a room of its own, and one of them in another room, too. */
    private static Optional<Grade> rooms(CountedCluster cluster) {
        int rooms = cluster.names().size() + 1;
        long begun = cluster.nowMicros();
        OptionalInt others = cluster.rooms("W2");
        if (others.isEmpty()) {
            return Optional.of(cluster.shown(begun, "W1 asks before it responds, and so does W3")
                    .notYet(
                            "W2, which has the real adapter, asks for the rooms of all servers and waits. Each of your servers"
                                    + " asks the cluster again before it responds, so they ask each other forever. A response names the"
                                    + " rooms of one server. Which method returns them without asking anybody?"));
        }
        if (others.getAsInt() != rooms) {
            return Optional.of(cluster.shown(begun, "a response does not name the rooms of its server")
                    .notYet("W2, which has the real adapter, asks for the rooms of all servers and is told of "
                            + others.getAsInt() + " instead of " + rooms
                            + ". A response names the rooms of the server that responds."));
        }
        begun = cluster.nowMicros();
        OptionalInt own = cluster.rooms("W1");
        return own.equals(OptionalInt.of(rooms))
                ? Optional.empty()
                : Optional.of(
                        cluster.shown(begun, "W1 responds to itself, and takes that for the response of another server")
                                .notYet(
                                        "W1, which has your adapter, asks for the rooms of all servers and is told too early, before every"
                                                + " other server has responded. W1 responds to its own request, too."));
    }

    private static Optional<Grade> serverSide(CountedCluster cluster) {
        List<String> told = new ArrayList<>();
        List<String> others = new ArrayList<>(cluster.names());
        others.remove("W1");
        cluster.names().forEach(server -> cluster.server(server).onServerSide("hello", event -> told.add(server)));
        long begun = cluster.nowMicros();
        cluster.does("W1", "serverSideEmit(\"hello\")").serverSideEmit("hello");
        OneRun shown = cluster.shownSince(begun);
        if (told.contains("W1")) {
            return Optional.of(shown.because("W1 hears its own event")
                    .notYet(
                            "W1 says serverSideEmit(\"hello\") to the other servers, and hears the event itself, because its"
                                    + " own request has come back."));
        }
        told.sort(null);
        return told.equals(others)
                ? Optional.empty()
                : Optional.of(shown.because("a server does not hear the event once")
                        .notYet(
                                "W1 says serverSideEmit(\"hello\") to the other servers. Each of them should hear it once, and these hear it: "
                                        + told + ". Look at request type 6."));
    }

    /** A server sends all clients away: out of the namespace, or, with {@code close}, from their connections as well. */
    private static Optional<Grade> sendsAway(CountedCluster cluster, String server, boolean close) {
        String call = "disconnectSockets(" + close + ")";
        long begun = cluster.nowMicros();
        cluster.does(server, call).disconnectSockets(close);
        OneRun shown = cluster.shownSince(begun);
        boolean open = cluster.isOpen("W1");
        int left = count(cluster);
        if (left != 0 && server.equals("W1")) {
            return Optional.of(shown.because(OWN_IGNORED)
                    .notYet("W1, which has your adapter, says " + call
                            + ", and its own client stays. W1 has to carry out its own request when the request comes back, as"
                            + " with socketsJoin."));
        }
        if (left != 0) {
            return Optional.of(shown.because("W1 does not carry out a request of type 4")
                    .notYet("W2 says " + call + " to all clients, and " + left + (left == 1 ? " is" : " are")
                            + " still connected. Look at request type 4."));
        }
        if (open != close) {
            return Optional.empty();
        }
        return Optional.of(shown.because("W1 does not look at \"close\" in the request")
                .notYet("W2 says " + call + ". "
                        + (close
                                ? "The client of W1 has left the namespace, but its connection is still open. true means that the"
                                        + " connection is closed, too."
                                : "The client of W1 has lost its connection, with all its other namespaces. false means that it only"
                                        + " leaves this namespace.")
                        + " What does the request say about close?"));
    }

    /** How many clients W2 counts in these rooms; -1 if it is not told at once. */
    private static int count(CountedCluster cluster, String... rooms) {
        List<CountedCluster.Told> told = cluster.counts("W2", rooms);
        return told.isEmpty() ? -1 : told.get(0).clients();
    }
}
