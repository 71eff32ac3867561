package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.tutorial.exercise.CountedCluster.Told;
import io.github.fanoutlab.tutorial.exercise.CountedCluster.Trouble;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;
import java.util.Optional;

/** The grader of chapter 10: all clients are counted, and no server can keep the caller waiting forever. */
public final class Headcount {

    private static final long AT_ONCE_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final int SERVERS = 4;

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, Headcount::grade);
    }

    /** What is wrong with a cluster of so many servers; empty if nothing is. */
    private interface Check {
        Optional<Grade> in(int servers);
    }

    private static Grade grade(AdapterTrial trial) {
        return smallest(2, servers -> whenAllIsWell(trial, servers))
                .or(() -> smallest(2, servers -> inRoom(trial, servers)))
                .or(() -> alone(trial))
                .or(() -> smallest(3, servers -> severalAtOnce(trial, servers)))
                .or(() -> smallest(2, servers -> afterDeath(trial, servers)))
                .or(() -> withoutRedis(trial))
                .or(() -> whileSuspended(trial, 2)) // where nobody responds
                .or(() -> whileSuspended(trial, SERVERS))
                .orElseGet(() -> Grade.right(
                        "All clients are counted once, also in a room. Nobody waits for a server that was killed. A server"
                                + " that is suspended costs " + TIMEOUT_MILLIS / 1_000
                                + " seconds and an error, and no more."));
    }

    /** The verdict on the smallest cluster in which the same check fails. */
    private static Optional<Grade> smallest(int least, Check check) {
        Optional<Grade> whole = check.in(SERVERS);
        for (int servers = least; servers < SERVERS && whole.isPresent(); servers++) {
            Optional<Grade> smaller = check.in(servers);
            if (smaller.isPresent()) {
                return smaller;
            }
        }
        return whole;
    }

    private static Optional<Grade> whenAllIsWell(AdapterTrial trial, int servers) {
        CountedCluster cluster = trial.counted(servers);
        long begun = cluster.nowMicros();
        List<Told> told = cluster.asks("W1");
        cluster.later();
        if (is(told, servers)) {
            return Optional.empty();
        }
        String begin = servers + " servers with a client each, and nothing fails. ";
        if (told.isEmpty()) {
            return Optional.of(cluster.shown(begun, "nothing ends the request")
                    .notYet(begin + "W1 asks, and the caller is never told anything. When is a request complete?"));
        }
        if (told.size() > 1) {
            return Optional.of(cluster.shown(begun, "the request ends " + told.size() + " times")
                    .notYet(begin + "The caller is told " + told.size()
                            + " times. Call back once, when all servers have responded."));
        }
        Told only = told.get(0);
        if (!only.error().isEmpty()) {
            return Optional.of(cluster.shown(begun, "the last response does not end the request")
                    .notYet(begin
                            + "All of them respond within milliseconds, and yet the request ends with an error. How many"
                            + " responses do you wait for? A server does not respond to its own request."));
        }
        if (only.afterMillis() >= AT_ONCE_MILLIS) {
            return Optional.of(cluster.shown(begun, "only the timeout ends the request")
                    .notYet(begin + "All of them respond within milliseconds, and yet the caller is told after "
                            + only.afterMillis() + " ms. Is the timeout the only thing that ends a request?"));
        }
        String counts = begin + "W1 counts " + only.clients() + ". ";
        if (only.clients() == 1 && cluster.publishes() == 0) {
            return Optional.of(cluster.shown(begun, "W1 asks nobody")
                    .notYet(counts + "That is its own client. Has it asked the other servers?"));
        }
        return Optional.of(
                only.clients() < servers
                        ? cluster.shown(begun, "W1 does not count everybody")
                                .notYet(counts + "Does it wait for all responses, and does it add its own client?")
                        : cluster.shown(begun, "somebody is counted twice")
                                .notYet(counts + "Is a client counted twice?"));
    }

    /** Only the client of W2 is in the room. */
    private static Optional<Grade> inRoom(AdapterTrial trial, int servers) {
        CountedCluster cluster = trial.counted(servers);
        long begun = cluster.nowMicros();
        List<Told> told = cluster.asks("W1", "red");
        cluster.later();
        if (is(told, 1)) {
            return Optional.empty();
        }
        String asks = "W1 asks for the clients in the room red, and is told";
        int clients = told.isEmpty() ? 0 : told.get(0).clients();
        if (clients <= 1) {
            return Optional.of(cluster.shown(begun, "W1 is not told of the one client in the room")
                    .notYet(asks + ": " + words(told) + ". One client is in that room, at W2."));
        }
        String others = asks + " of " + clients + " clients: " + (clients == 2 ? "one is" : clients - 1 + " are")
                + " not in red. ";
        return Optional.of(
                cluster.requestNames("red")
                        ? cluster.shown(begun, "W1 counts a client of its own that is not in the room")
                                .notYet(
                                        others
                                                + "The request that you publish says which room it is for. Which of its own clients does W1 count?")
                        : cluster.shown(begun, "W1 asks for other clients than the caller does")
                                .notYet(others + "Does the request that you publish say which room it is for?"));
    }

    private static Optional<Grade> alone(AdapterTrial trial) {
        CountedCluster cluster = trial.counted(1);
        long begun = cluster.nowMicros();
        List<Told> told = cluster.asks("W1");
        cluster.later();
        return is(told, 1)
                ? Optional.empty()
                : Optional.of(cluster.shown(begun, "W1 waits for a response, and there is nobody to send one")
                        .notYet("A server that is alone has nobody to wait for. The caller is told: " + words(told)
                                + ". How many responses does W1 wait for?"));
    }

    private static Optional<Grade> severalAtOnce(AdapterTrial trial, int servers) {
        CountedCluster cluster = trial.counted(servers);
        long begun = cluster.nowMicros();
        List<Told> first = cluster.asks("W1");
        List<Told> inRoom = cluster.asks("W1", "red");
        List<Told> other = cluster.asks("W3", "red");
        cluster.later();
        return is(first, servers) && is(inRoom, 1) && is(other, 1)
                ? Optional.empty()
                : Optional.of(
                        cluster.shownInShort(begun, "a response is counted for the wrong request")
                                .notYet(
                                        "W1 asks for all clients. Before the responses come, W1 and W3 each ask for those in the room red."
                                                + " The callers should be told of " + servers
                                                + ", 1 and 1 clients. They are told: "
                                                + words(first) + "; " + words(inRoom) + "; " + words(other)
                                                + ". Every server gets every response. How does a response say which request it is for?"));
    }

    private static Optional<Grade> afterDeath(AdapterTrial trial, int servers) {
        CountedCluster cluster = trial.counted(servers);
        String last = "W" + servers;
        cluster.counts("W1"); // whoever remembers the number of servers does so now
        long begun = cluster.nowMicros();
        cluster.trouble(Trouble.KILLED);
        List<Told> told = cluster.asks("W1");
        cluster.later();
        return is(told, servers - 1)
                ? Optional.empty()
                : Optional.of(cluster.shown(begun, "W1 waits for a number of servers that is out of date")
                        .notYet(last + " was killed, and Redis knows that it is gone. The caller should be told of "
                                + (servers == 2 ? "1 client" : servers - 1 + " clients") + ", and is told: "
                                + words(told) + ". Who knows how many servers there are at this moment?"));
    }

    private static Optional<Grade> withoutRedis(AdapterTrial trial) {
        CountedCluster cluster = trial.counted(2);
        long begun = cluster.nowMicros();
        List<Told> told = cluster.asks("W1");
        String end;
        try {
            cluster.redisRestarts();
            cluster.later();
            end = "The caller should be told of an error, and is told: " + words(told) + ".";
        } catch (RuntimeException thrown) {
            told.clear();
            end = Thrown.told(OwnAdapter.NAME + ".java", thrown);
        }
        return told.size() == 1 && !told.get(0).error().isEmpty()
                ? Optional.empty()
                : Optional.of(cluster.shown(begun, "W1 does not tell the caller that Redis has given no number")
                        .notYet(
                                "Redis goes away before it has told W1 how many servers there are. Then countSubscribers calls back"
                                        + " with an error, and without a number. " + end));
    }

    private static Optional<Grade> whileSuspended(AdapterTrial trial, int servers) {
        CountedCluster cluster = trial.counted(servers);
        long begun = cluster.nowMicros();
        cluster.trouble(Trouble.SUSPENDED);
        List<Told> told = cluster.asks("W1");
        cluster.later();
        Optional<Grade> problem = whileSuspended(cluster, begun, "W" + servers, told);
        if (problem.isPresent()) {
            return problem;
        }
        cluster.later();
        cluster.later(); // by now it has woken up
        return whileSuspended(cluster, begun, "W" + servers, told);
    }

    private static Optional<Grade> whileSuspended(CountedCluster cluster, long begun, String last, List<Told> told) {
        String why = last + " is suspended: its connections are open, so Redis counts it, and it does not respond. ";
        if (told.isEmpty()) {
            return Optional.of(cluster.shown(begun, last + " never responds, and nothing else ends the request")
                    .notYet(why + "The caller waits forever. What ends a request whose last response does not come?"));
        }
        if (told.size() > 1) {
            return Optional.of(
                    cluster.shown(begun, "a late response ends the request again")
                            .notYet(
                                    why + "The caller is told " + told.size() + " times: " + last
                                            + " has woken up, and its response came late. A request that has ended must not end again."));
        }
        Told only = told.get(0);
        if (only.error().isEmpty() && only.afterMillis() < TIMEOUT_MILLIS) {
            return Optional.of(cluster.shown(begun, "W1 does not wait for the response of " + last)
                    .notYet(why + "Yet the caller is told of " + only.words() + " after " + only.afterMillis()
                            + " ms. Whose response was counted in its place?"));
        }
        if (only.afterMillis() > TIMEOUT_MILLIS + AT_ONCE_MILLIS || only.afterMillis() < TIMEOUT_MILLIS) {
            return Optional.of(cluster.shown(begun, "the request ends at another time than its timeout")
                    .notYet(why + "The caller is told after " + only.afterMillis() + " ms. It should be after "
                            + TIMEOUT_MILLIS + " ms."));
        }
        return only.error().isEmpty()
                ? Optional.of(cluster.shown(begun, "an incomplete count is given as a complete one")
                        .notYet(why + "The caller is told of " + CountedCluster.clients(only.clients())
                                + ", and of no error. The caller cannot know that this number is too small. End the request with an"
                                + " error."))
                : Optional.empty();
    }

    private static boolean is(List<Told> told, int clients) {
        return told.size() == 1
                && told.get(0).error().isEmpty()
                && told.get(0).clients() == clients
                && told.get(0).afterMillis() < AT_ONCE_MILLIS;
    }

    private static String words(List<Told> told) {
        if (told.size() != 1) {
            return told.isEmpty() ? "nothing" : told.size() + " results";
        }
        return told.get(0).words() + " after " + told.get(0).afterMillis() + " ms";
    }
}
