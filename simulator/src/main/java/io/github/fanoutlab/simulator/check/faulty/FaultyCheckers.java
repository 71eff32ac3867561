package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.fault.Durations;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What both generations promise whatever fails: each method is one promise. */
final class FaultyCheckers {

    static final String IN_ORDER = "On each connection, the events of one sender arrive in the order of emitting";
    static final String WHILE_CONNECTED = "Nothing is delivered over a connection that is closed";
    static final String GREETED_ONCE = "Each session is greeted at most once, by its own worker";
    static final String BACK = "Every client is connected again within ";
    static final String FRESH = "After that, what each node emits reaches everybody exactly once";

    private static final int FEW = 3;
    private static final String NONE = "none";

    private final FaultyRun run;
    private final History seen;
    private final Recipients recipients;
    private final KnownAnomalies anomalies;

    /** What the emits of one life of a sender make in one session. */
    private record Stream(String sender, int life, Connection connection, long session) {}

    /** What may come once: an emit in a session. */
    private record Copy(History.Due what, long session) {}

    FaultyCheckers(FaultyRun run, History seen, Recipients recipients, KnownAnomalies anomalies) {
        this.run = run;
        this.seen = seen;
        this.recipients = recipients;
        this.anomalies = anomalies;
    }

    List<Check> checks() {
        return List.of(
                atMostOnce(),
                inOrder(),
                onlyWhatWasEmitted(),
                onlyWhileConnected(),
                greetedOnce(),
                backInTime(),
                freshEmitsReachEverybody());
    }

    Check atMostOnce() {
        Map<Copy, Integer> copies = new LinkedHashMap<>();
        Map<Copy, History.Receipt> first = new LinkedHashMap<>();
        for (History.Receipt receipt : seen.receipts) {
            Copy copy = new Copy(receipt.what(), receipt.session());
            History.Receipt before = first.putIfAbsent(copy, receipt);
            if (before == null || !anomalies.isKeptTwice(before, receipt)) {
                copies.merge(copy, 1, Integer::sum);
            }
        }
        return nothing(
                "No emit is delivered twice over one connection, whatever fails",
                copies.entrySet().stream()
                        .filter(entry -> entry.getValue() > 1)
                        .map(entry -> entry.getKey().what + ", " + entry.getValue() + " times")
                        .toList());
    }

    Check inOrder() {
        Map<Stream, Integer> last = new LinkedHashMap<>();
        Set<String> broken = new LinkedHashSet<>();
        for (History.Receipt receipt : seen.receipts) {
            Stream stream = new Stream(
                    receipt.payload().sender(),
                    seen.lives.getOrDefault(receipt.payload(), 0),
                    receipt.connection(),
                    receipt.session());
            int number = receipt.payload().number();
            Integer before = last.put(stream, number);
            if (before != null && before > number) {
                broken.add(receipt + " after " + receipt.payload().sender() + '#' + before);
            }
        }
        return nothing(IN_ORDER, broken);
    }

    Check onlyWhatWasEmitted() {
        return nothing(
                "Nothing is delivered that was not emitted before, and to nobody who is not meant",
                seen.receipts.stream()
                        .filter(receipt -> !isDue(receipt))
                        .map(History.Receipt::toString)
                        .toList());
    }

    private boolean isDue(History.Receipt receipt) {
        TraceEvent emit = seen.emits.get(receipt.payload());
        return emit != null
                && emit.id() < receipt.event().id()
                && (recipients.isDue(receipt.payload(), receipt.connection(), receipt.event())
                        || recipients.isExceptedOnly(receipt.payload(), receipt.connection()));
    }

    Check onlyWhileConnected() {
        return nothing(
                WHILE_CONNECTED,
                seen.receipts.stream()
                        .filter(receipt -> !seen.isConnectedAt(receipt.connection(), receipt.event()))
                        .map(History.Receipt::toString)
                        .toList());
    }

    Check greetedOnce() {
        Map<String, Integer> greeted = new LinkedHashMap<>();
        Set<String> wrong = new LinkedHashSet<>();
        for (TraceEvent greeting : seen.greetings) {
            Connection connection = Connection.of(greeting);
            TraceEvent session = seen.lastBefore(connection, greeting);
            boolean byWorkerOfIts = connection.isBalanced()
                    || greeting.text().contains('"' + Delivery.greetingOf(connection.worker()) + '"');
            if (!seen.isConnectedAt(connection, greeting) || !byWorkerOfIts) {
                wrong.add(greeting.text() + " to " + connection);
            } else if (greeted.merge(connection + " since " + session.id(), 1, Integer::sum) > 1) {
                wrong.add(connection + " twice in one session");
            }
        }
        return nothing(GREETED_ONCE, wrong);
    }

    Check backInTime() {
        String bound = Durations.print(run.probedMicros() - run.healedMicros());
        return nothing(
                BACK + bound + " of virtual time after everything healed",
                recipients.connections().stream()
                        .filter(connection -> !seen.isConnectedAt(connection, run.probedMicros()))
                        .map(Connection::toString)
                        .toList());
    }

    Check freshEmitsReachEverybody() {
        Map<History.Due, Integer> got = new LinkedHashMap<>();
        seen.receipts.forEach(receipt -> got.merge(receipt.what(), 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        Set<String> silent = new LinkedHashSet<>(run.string().scenario().nodes());
        seen.emits.forEach((payload, emit) -> {
            if (emit.timeMicros() >= run.probedMicros()) {
                silent.remove(payload.sender());
                for (Connection connection : recipients.connections()) {
                    int times = got.getOrDefault(new History.Due(payload, connection), 0);
                    if (recipients.isDue(payload, connection) && times != 1) {
                        wrong.add(payload + " to " + connection + ": " + times + " times");
                    }
                }
            }
        });
        silent.forEach(node -> wrong.add(node + " emitted nothing"));
        return nothing(FRESH, wrong);
    }

    /** Passed when there is nothing to object to. */
    static Check nothing(String claim, Collection<String> objections) {
        return Check.same(claim, NONE, objections.isEmpty() ? NONE : firstFew(objections));
    }

    private static String firstFew(Collection<String> objections) {
        String few = objections.stream().limit(FEW).collect(Collectors.joining("; "));
        return objections.size() + ": " + few + (objections.size() > FEW ? "; …" : "");
    }
}
