package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.tutorial.exercise.NodeRecording.Request;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The grader of chapter 11: {@code MyAdapter} responds to recorded requests as Node did, and lives with the real adapter. */
public final class BesideOthers {

    private static final String REQUESTS = "socket.io-request#/#";
    private static final int SERVERS = 4;

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
        List<Request> requests = NodeRecording.requests(root);
        for (Request request : requests) {
            LoneServer server = trial.alone();
            server.io().onServerSide("ping", event -> event.ack("pong", 2));
            server.io().onServerSide("silent", event -> event.ack());
            server.published();
            server.receives(REQUESTS, request.message());
            List<LoneServer.Published> yours = server.published();
            String problem = problem(request, yours);
            if (!problem.isEmpty()) {
                return Grade.notYet(problem).drawn(comparison(request, yours));
            }
        }
        String problem = together(trial);
        return problem.isEmpty()
                ? Grade.right("Byte for byte as Node in " + requests.size()
                        + " recorded requests, and in one cluster with the" + " real adapter. It is a real one.")
                : Grade.notYet(problem);
    }

    private static String problem(Request request, List<LoneServer.Published> yours) {
        List<String> bytes = yours.stream()
                .map(each -> HexFormat.of().formatHex(each.message()))
                .toList();
        if (bytes.equals(request.responses())) {
            return "";
        }
        String type = "A request of type " + request.type();
        if (yours.stream().anyMatch(each -> each.channel().equals(REQUESTS))) {
            return type
                    + " is published again by the server that has got it, and so it goes round for ever. Your method"
                    + " publishes. Whose does it here?";
        }
        if (yours.isEmpty()) {
            return type + " has no response, so whoever asks waits until its timeout.";
        }
        if (request.responses().isEmpty()) {
            return type + " like this one gets no response in Node. Nobody waits for one.";
        }
        return type + " has a response, in other bytes than Node's. Compare them: names, order, what is there at all.";
    }

    private static String comparison(Request request, List<LoneServer.Published> yours) {
        StringBuilder text = new StringBuilder(shortened(request.text())).append("\n\nNode responds\n");
        request.responses()
                .forEach(response -> text.append("  ")
                        .append(shortened(new String(HexFormat.of().parseHex(response), StandardCharsets.UTF_8)))
                        .append('\n'));
        text.append(request.responses().isEmpty() ? "  nothing\n" : "").append("yours publishes\n");
        List<String> lines = yours.stream()
                .map(each -> "  " + shortened(new String(each.message(), StandardCharsets.UTF_8)) + "\n")
                .toList();
        lines.stream().distinct().forEach(text::append);
        boolean repeated = lines.stream().distinct().count() < lines.size();
        return text.append(lines.isEmpty() ? "  nothing\n" : repeated ? "  and again, without an end\n" : "")
                .toString();
    }

    private static String shortened(String text) {
        return text.length() > 74 ? text.substring(0, 74) + "…" : text;
    }

    /** What goes wrong in a cluster in which W2 and W4 have the real adapter; empty if nothing does. */
    private static String together(AdapterTrial trial) {
        CountedCluster cluster = trial.mixed(SERVERS);
        for (String server : List.of("W1", "W2", "W3", "W4")) {
            cluster.server(server).emit("data", "from " + server);
            if (cluster.heard().stream().anyMatch(heard -> heard.size() != 1)) {
                return "An emit of " + server + " does not reach each of the four clients once.";
            }
        }
        cluster.server("W2").socketsJoin("blue");
        int joined = count(cluster, "blue");
        if (joined != SERVERS) {
            return "W2, which has the real adapter, says socketsJoin(\"blue\"), to all clients. " + joined
                    + " of 4 are in that" + " room then: those of W1 and W3 are yours. Request type 2.";
        }
        cluster.server("W1").socketsJoin("green");
        int own = count(cluster, "green");
        if (own != SERVERS) {
            return "W1, which is yours, says socketsJoin(\"green\"), and " + own
                    + " of 4 clients are in that room then. Its own"
                    + " client is left out: W1 only publishes the request, and has to carry it out when it comes back.";
        }
        cluster.server("W4").in("blue").socketsLeave("green");
        if (count(cluster, "green") != 0) {
            return "W4 says socketsLeave(\"green\"), to all clients, and " + count(cluster, "green")
                    + " are still there. Request" + " type 3.";
        }
        String problem = serverSide(cluster);
        if (!problem.isEmpty()) {
            return problem;
        }
        cluster.server("W3").disconnectSockets(true);
        cluster.heard();
        return count(cluster) == 0
                ? ""
                : "W3 says disconnectSockets(true), to all clients, and " + count(cluster)
                        + " are still connected. Request type 4.";
    }

    private static String serverSide(CountedCluster cluster) {
        Set<String> told = new TreeSet<>();
        List<String> often = new ArrayList<>();
        for (String server : List.of("W1", "W2", "W3", "W4")) {
            cluster.server(server).onServerSide("hello", event -> {
                told.add(server);
                often.add(server);
            });
        }
        cluster.server("W1").serverSideEmit("hello");
        cluster.heard();
        if (told.contains("W1")) {
            return "W1 says serverSideEmit(\"hello\"), to the other servers, and hears it itself: its own request has come back.";
        }
        return told.size() == SERVERS - 1 && often.size() == told.size()
                ? ""
                : "W1 says serverSideEmit(\"hello\"), to the three other servers, and these hear it: " + often
                        + ". Request type 6.";
    }

    /** How many clients W2 counts in these rooms; -1 if it is not told at once. */
    private static int count(CountedCluster cluster, String... rooms) {
        List<CountedCluster.Told> told = cluster.counts("W2", rooms);
        return told.isEmpty() ? -1 : told.get(0).clients();
    }
}
