package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.tutorial.exercise.CountedCluster.Told;
import io.github.fanoutlab.tutorial.exercise.CountedCluster.Trouble;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;

/** The grader of chapter 10: all clients are counted, and no server can keep the caller waiting for ever. */
public final class Headcount {

    private static final long AT_ONCE_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final int SERVERS = 4;

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, Headcount::grade);
    }

    private static Grade grade(AdapterTrial trial) {
        CountedCluster calm = trial.counted(SERVERS);
        List<Told> told = calm.asks("W1");
        calm.later();
        String problem = whenAllIsWell(told, SERVERS);
        if (!problem.isEmpty()) {
            return Grade.notYet(problem).drawn(calm.timeLine(told));
        }
        CountedCluster alone = trial.counted(1);
        List<Told> ofOne = alone.asks("W1");
        alone.later();
        if (!is(ofOne, 1)) {
            return Grade.notYet("A server that is alone has nobody to wait for: " + words(ofOne)
                            + ". How many responses does it expect?")
                    .drawn(alone.timeLine(ofOne));
        }
        return inRoom(trial);
    }

    private static String whenAllIsWell(List<Told> told, int clients) {
        if (told.isEmpty()) {
            return "Four servers, none of which is in trouble, and the caller is never told anything. When is a request"
                    + " complete?";
        }
        if (told.size() > 1) {
            return "The caller is told " + told.size() + " times. A callback is called once, when all have responded.";
        }
        Told only = told.get(0);
        if (!only.error().isEmpty() && only.afterMillis() >= TIMEOUT_MILLIS) {
            return "All servers respond within milliseconds, and yet it ends with the timeout. How many responses do you wait"
                    + " for? A server does not respond to its own request.";
        }
        if (only.afterMillis() >= TIMEOUT_MILLIS) {
            return "The number is there after milliseconds, and the caller is told after " + only.afterMillis()
                    + ". Is the" + " timeout the only end?";
        }
        if (only.clients() == 1) {
            return "Each of four servers has a client, and W1 counts one: its own. Has it asked the others?";
        }
        if (only.clients() < clients) {
            return "There are " + clients + " clients, and W1 counts " + only.clients()
                    + ". Does it wait for all who respond, and does it add its own?";
        }
        return only.clients() == clients
                ? ""
                : "There are " + clients + " clients, and W1 counts " + only.clients() + ". Does somebody count twice?";
    }

    private static Grade inRoom(AdapterTrial trial) {
        CountedCluster cluster = trial.counted(SERVERS);
        List<Told> first = cluster.asks("W1");
        List<Told> inRoom = cluster.asks("W1", "red");
        List<Told> other = cluster.asks("W3");
        cluster.later();
        if (!is(first, SERVERS) || !is(inRoom, 1) || !is(other, SERVERS)) {
            return Grade.notYet(
                            "W1 asks for all clients and, before that is answered, for those in the room red; W3 asks, too."
                                    + " They should be told 4, 1 and 4 clients, and are told: " + words(first) + "; "
                                    + words(inRoom)
                                    + "; " + words(other) + ". How does a response say to which request it belongs?")
                    .drawn(cluster.timeLine(other));
        }
        return withTrouble(trial);
    }

    private static Grade withTrouble(AdapterTrial trial) {
        CountedCluster killed = trial.counted(SERVERS);
        killed.trouble(Trouble.KILLED);
        List<Told> ofKilled = killed.asks("W1");
        killed.later();
        if (!is(ofKilled, SERVERS - 1)) {
            return Grade.notYet(
                            "W4 was killed, and Redis knows that it is gone. The others have 3 clients, and the caller is"
                                    + " told: " + words(ofKilled)
                                    + ". Who knows how many servers there are at this moment?")
                    .drawn(killed.timeLine(ofKilled));
        }
        CountedCluster suspended = trial.counted(SERVERS);
        suspended.trouble(Trouble.SUSPENDED);
        List<Told> told = suspended.asks("W1");
        suspended.later();
        String problem = whenSuspended(told);
        if (problem.isEmpty()) {
            suspended.later();
            suspended.later(); // by now it has woken up
            problem = whenSuspended(told);
        }
        if (!problem.isEmpty()) {
            return Grade.notYet(problem).drawn(suspended.timeLine(told));
        }
        return Grade.right(
                "All are counted, once, in a room, too. A server that was killed is not waited for, and one that is"
                        + " suspended costs " + TIMEOUT_MILLIS / 1_000 + " seconds and an error, and no more.");
    }

    private static String whenSuspended(List<Told> told) {
        String w4 = "W4 is suspended: its connections are open, so Redis counts it, and it does not respond. ";
        if (told.isEmpty()) {
            return w4 + "The caller waits for ever. What ends a request whose last response does not come?";
        }
        if (told.size() > 1) {
            return w4 + "The caller is told " + told.size()
                    + " times: W4 has woken up, and its response came late. A request"
                    + " that has ended is none any more.";
        }
        Told only = told.get(0);
        if (only.afterMillis() > TIMEOUT_MILLIS + AT_ONCE_MILLIS) {
            return w4 + "The caller is told after " + only.afterMillis() / 1_000 + " seconds. It should be after 5.";
        }
        return only.error().isEmpty()
                ? w4 + "The caller is told of " + only.clients()
                        + " clients, and of no error. Nobody can see that this number is"
                        + " too small. Answer with an error."
                : "";
    }

    private static boolean is(List<Told> told, int clients) {
        return told.size() == 1
                && told.get(0).error().isEmpty()
                && told.get(0).clients() == clients
                && told.get(0).afterMillis() < AT_ONCE_MILLIS;
    }

    private static String words(List<Told> told) {
        if (told.size() != 1) {
            return told.isEmpty() ? "nothing" : "it " + told.size() + " times";
        }
        Told only = told.get(0);
        return (only.error().isEmpty() ? only.clients() + (only.clients() == 1 ? " client" : " clients") : "an error")
                + " after " + only.afterMillis() + " ms";
    }
}
