package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.client.LegacyClient;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of {@link FaultyClaims}. Each lists what breaks its claim. */
final class FaultyRules {

    private static final EnumSet<Cause> LOST_STATE = EnumSet.of(Cause.STATE_MISSED, Cause.HANDLED_BY_STRANGER);

    /** What one process of a sender emitted, in one session of a client: it must come in the order of emitting. */
    private record SenderInSession(String sender, int life, ClientConnection connection, long session) {}

    /** An emit in one session of a client: it may come once. */
    private record EmitInSession(History.Due due, long session) {}

    /** A client that knows that its session is lost is back in this time, and as long again as things were broken. */
    private static final long RETURN_MICROS = 10_000_000;

    private FaultyRules() {}

    static Finding atMostOnce(Facts facts) {
        Map<EmitInSession, Integer> times = new LinkedHashMap<>();
        Map<EmitInSession, History.Receipt> first = new LinkedHashMap<>();
        for (History.Receipt receipt : facts.history().receipts) {
            EmitInSession emit = new EmitInSession(receipt.due(), receipt.session());
            History.Receipt before = first.putIfAbsent(emit, receipt);
            if (before == null || !facts.anomalies().mayComeAgain(before, receipt)) {
                times.merge(emit, 1, Integer::sum);
            }
        }
        return Finding.none(times.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey().due + ", " + entry.getValue() + " times")
                .toList());
    }

    /** Of what was kept twice, the first copy counts. */
    static Finding inOrder(Facts facts) {
        Map<SenderInSession, Integer> last = new LinkedHashMap<>();
        Map<History.Due, History.Receipt> first = new LinkedHashMap<>();
        Set<String> broken = new LinkedHashSet<>();
        for (History.Receipt receipt : facts.history().receipts) {
            History.Receipt copied = first.putIfAbsent(receipt.due(), receipt);
            boolean counts = copied == null || !facts.anomalies().mayComeAgain(copied, receipt);
            if (counts && !facts.recipients().isOutsideStream(receipt.payload())) {
                SenderInSession sender = new SenderInSession(
                        receipt.payload().sender(),
                        facts.history().lives.getOrDefault(receipt.payload(), 0),
                        receipt.connection(),
                        receipt.session());
                int number = receipt.payload().number();
                Integer before = last.put(sender, number);
                if (before != null && before > number) {
                    broken.add(receipt + " after " + receipt.payload().sender() + '#' + before);
                }
            }
        }
        return Finding.none(broken);
    }

    static Finding onlyWhatWasEmitted(Facts facts) {
        return Finding.none(facts.history().receipts.stream()
                .filter(receipt -> !isDue(facts, receipt))
                .map(History.Receipt::toString)
                .toList());
    }

    private static boolean isDue(Facts facts, History.Receipt receipt) {
        TraceEvent emit = facts.history().emits.get(receipt.payload());
        return emit != null
                && emit.id() < receipt.event().id()
                && (facts.recipients().isDue(receipt.payload(), receipt.connection(), receipt.event())
                        || facts.recipients().isExceptedOnly(receipt.payload(), receipt.connection()));
    }

    static Finding onlyWhileConnected(Facts facts) {
        return Finding.none(facts.history().receipts.stream()
                .filter(receipt -> !facts.history().isConnectedAt(receipt.connection(), receipt.event()))
                .map(History.Receipt::toString)
                .toList());
    }

    static Finding greetedOnce(Facts facts) {
        Map<String, List<TraceEvent>> greeted = new LinkedHashMap<>();
        Set<String> wrong = new LinkedHashSet<>();
        for (TraceEvent greeting : facts.history().greetings) {
            ClientConnection connection = ClientConnection.of(greeting);
            TraceEvent session = facts.history().lastBefore(connection, greeting);
            boolean byWorkerOfIts = connection.isBalanced()
                    || greeting.text().contains('"' + Delivery.greetingOf(connection.worker()) + '"');
            if (!facts.history().isConnectedAt(connection, greeting) || !byWorkerOfIts) {
                wrong.add(greeting.text() + " to " + connection);
                continue;
            }
            List<TraceEvent> earlier =
                    greeted.computeIfAbsent(connection + " since " + session.id(), none -> new ArrayList<>());
            if (!earlier.stream()
                    .allMatch(before -> isKeptByAnother(facts, before, greeting)
                            || isBegunByBoth(facts, before, greeting, session))) {
                wrong.add(connection + " is greeted twice in one session");
            }
            earlier.add(greeting);
        }
        return Finding.none(wrong);
    }

    /** 0.9: a worker sent the greeting, and another one had kept it for the client's next poll, as it may keep any event. */
    private static boolean isKeptByAnother(Facts facts, TraceEvent before, TraceEvent greeting) {
        Trace trace = facts.run().trace();
        TraceEvent first = trace.nearestCause(before, ClientWire::isSentToClient);
        TraceEvent second = trace.nearestCause(greeting, ClientWire::isSentToClient);
        return ClientWire.anyWorkerMayAnswer(facts.run().string())
                && before.text().equals(greeting.text())
                && first != null
                && second != null
                && !first.lane().equals(second.lane());
    }

    /** 0.9: a worker began the session and died, and the next one did not know of that yet, and began it, too. */
    private static boolean isBegunByBoth(Facts facts, TraceEvent before, TraceEvent greeting, TraceEvent session) {
        if (!ClientWire.anyWorkerMayAnswer(facts.run().string())) {
            return false;
        }
        WorkerSessions sessions = facts.recipients().sessions();
        String first = sessions.greeter(before);
        String second = sessions.greeter(greeting);
        return !first.equals(second)
                && Stream.of(first, second)
                        .allMatch(worker -> facts.run().trace().events().stream()
                                .anyMatch(event -> ServerHoldings.isPublished("connect", event)
                                        && event.lane().equals(worker)
                                        && ServerHoldings.firstArgument(event).equals(session.text())));
    }

    static Finding sessionsEndForAReason(Facts facts) {
        List<String> wrong = new ArrayList<>();
        facts.history().sessions.forEach((connection, changes) -> {
            for (int i = 1; i < changes.size(); i++) {
                TraceEvent end = changes.get(i);
                boolean ends = end.kind() == Kind.DISCONNECTED
                        && changes.get(i - 1).kind() == Kind.CONNECTED
                        && !isToldToEnd(facts, end);
                if (ends && !mayHaveBroken(facts, connection, end)) {
                    wrong.add(connection + ": " + end.name());
                }
            }
        });
        return Finding.none(wrong);
    }

    /**
     * The client left, or the server disconnected it, which another claim is about. If no poll waits, 0.9 tells the client at its
     * next poll that it does not know the session.
     */
    private static boolean isToldToEnd(Facts facts, TraceEvent end) {
        boolean goodbyes = facts.run().string().scenario().emits(Manner.GOODBYE);
        return end.name().equals("client disconnect")
                || goodbyes
                        && (Goodbyes.BY_SERVER.contains(end.name())
                                || end.name().equals(LegacyClient.SESSION_UNKNOWN));
    }

    /**
     * Whether a fault hit the client's worker or connection before. A cut that hit none keeps the client from dialing. Behind a balancer,
     * any worker may be the client's.
     */
    private static boolean mayHaveBroken(Facts facts, ClientConnection connection, TraceEvent end) {
        List<String> workers = facts.run().string().scenario().workers().stream()
                .filter(connection::reaches)
                .toList();
        boolean hit = facts.run().injections().stream()
                .filter(injection -> injection.hits() > 0 || injection.kind() == FaultKind.CUT)
                .filter(injection -> injection.atMicros() <= end.timeMicros())
                .map(FaultyRun.Injection::fault)
                .filter(fault -> workers.contains(fault.node()))
                .anyMatch(fault ->
                        fault.connection().isEmpty() || fault.connection().equals(connection.client()));
        return hit
                || facts.run().trace().events(Kind.NODE_DIED).stream()
                        .anyMatch(death -> death.id() < end.id() && workers.contains(death.lane()));
    }

    static Finding backInTime(Facts facts) {
        List<String> late = new ArrayList<>();
        for (ClientConnection connection : facts.recipients().connections()) {
            if (!facts.history().isConnectedAt(connection, facts.run().probedMicros())) {
                late.add(connection.toString());
            } else {
                late.addAll(lateReturns(facts, connection));
            }
        }
        return Finding.none(late);
    }

    /** A client that has noticed the loss of its session comes back soon, however long others take to notice theirs. */
    private static List<String> lateReturns(Facts facts, ClientConnection connection) {
        FaultyRun run = facts.run();
        long limit = RETURN_MICROS + run.string().fallbackMicros() + run.healedMicros() - run.sinceMicros();
        List<String> late = new ArrayList<>();
        TraceEvent lost = null;
        for (TraceEvent change : facts.history().sessions.getOrDefault(connection, List.of())) {
            if (change.kind() == Kind.CONNECTED) {
                long since = lost == null ? 0 : Math.max(lost.timeMicros(), run.healedMicros());
                if (lost != null && change.timeMicros() - since > limit) {
                    late.add(connection + " came back " + (change.timeMicros() - since) / 1_000_000 + " s later");
                }
                lost = null;
            } else {
                lost = change;
            }
        }
        return late;
    }

    static Finding freshEmitsReachEverybody(Facts facts) {
        Map<History.Due, Integer> got = new LinkedHashMap<>();
        facts.history().receipts.forEach(receipt -> got.merge(receipt.due(), 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        Set<String> silent = new LinkedHashSet<>(facts.run().string().scenario().nodes());
        facts.history().emits.forEach((payload, emit) -> {
            if (emit.timeMicros() >= facts.run().probedMicros()) {
                silent.remove(payload.sender());
                for (ClientConnection connection : facts.recipients().connections()) {
                    int times = got.getOrDefault(new History.Due(payload, connection), 0);
                    boolean isOnce = times == 1 || times == 0 && isOfLostState(facts, payload, connection);
                    if (facts.recipients().isDue(payload, connection) && !isOnce) {
                        wrong.add(payload + " to " + connection + ": " + times + " times");
                    }
                }
            }
        });
        silent.forEach(node -> wrong.add(node + " emitted nothing"));
        return Finding.none(wrong);
    }

    /**
     * 0.9: a session goes on when its worker has died. What the next worker had missed of it by then, it misses forever, and what
     * the client asks of it later, it passes on to a program that is gone.
     */
    private static boolean isOfLostState(Facts facts, Payload payload, ClientConnection connection) {
        WorkerSessions sessions = facts.recipients().sessions();
        TraceEvent emit = facts.history().emits.get(payload);
        TraceEvent session = facts.history().lastBefore(connection, emit);
        String greeter = sessions.workerAt(emit, connection);
        boolean died = greeter != null
                ? sessions.diedSince(session, greeter, emit)
                : facts.run().string().scenario().workers().stream()
                        .anyMatch(worker -> sessions.wasBegunBy(worker, emit, connection)
                                && sessions.diedSince(session, worker, emit));
        return died
                && facts.misses().stream()
                        .filter(miss -> miss.payload().equals(payload.toString())
                                && miss.client().equals(connection.client())
                                && miss.worker().equals(connection.worker()))
                        .anyMatch(miss -> LOST_STATE.contains(miss.cause()));
    }

    /** What is volatile leaves in the turn in which its worker got it. Later would mean that it was kept. */
    static Finding volatileIsNeverKept(Facts facts) {
        List<String> kept = new ArrayList<>();
        Trace trace = facts.run().trace();
        for (History.Receipt receipt : facts.history().receipts) {
            TraceEvent sent = trace.nearestCause(receipt.event(), ClientWire::isSentToClient);
            if (facts.recipients().broadcast(receipt.payload()).manner() == Manner.VOLATILE
                    && !isSentAtOnce(
                            receipt.payload(), sent, facts.history().emits.get(receipt.payload()), trace)) {
                kept.add(receipt.toString());
            }
        }
        return Finding.none(kept);
    }

    private static boolean isSentAtOnce(Payload payload, TraceEvent sent, TraceEvent emit, Trace trace) {
        if (sent == null || emit == null) {
            return false;
        }
        TraceEvent turn = trace.causeOf(sent);
        boolean brought = turn.kind() == Kind.REDIS_PUSH && Payload.allIn(turn).contains(payload);
        return brought || emit.lane().equals(sent.lane()) && emit.cause() == sent.cause();
    }

    static Finding acksAreHeard(Facts facts) {
        return Finding.none(Acks.deviations(facts));
    }

    static Finding goodbyesEndSessions(Facts facts) {
        return Finding.none(Goodbyes.deviations(facts));
    }

    static Finding bannedStayOut(Facts facts) {
        List<String> wrong = new ArrayList<>();
        for (ClientConnection connection :
                ClientConnection.of(facts.run().string().played())) {
            if (facts.recipients().role(connection).isBanned()) {
                List<TraceEvent> changes = facts.history().sessions.getOrDefault(connection, List.of());
                if (changes.stream().anyMatch(change -> change.kind() == Kind.CONNECTED)) {
                    wrong.add(connection + " gets in");
                } else if (StickySessions.letClientsStayConnected(facts) && !endsRefused(changes)) {
                    wrong.add(connection + " is not told that it is banned");
                }
            }
        }
        return Finding.none(wrong);
    }

    private static boolean endsRefused(List<TraceEvent> changes) {
        return !changes.isEmpty() && changes.get(changes.size() - 1).name().startsWith("refused: ");
    }

    static Finding sessionsAreWhole(Facts facts) {
        return Finding.none(new Comebacks(facts.run(), facts.history(), facts.recipients()).broken());
    }

    static Finding nothingIsLeftBehind(Facts facts) {
        return Finding.none(ServerHoldings.deviations(facts));
    }

    static Finding extrasAreExplained(Facts facts) {
        return Finding.none(unexplained(facts.extras()));
    }

    static Finding missesAreExplained(Facts facts) {
        return Finding.none(unexplained(facts.misses()));
    }

    private static List<String> unexplained(List<Deviation> deviations) {
        return deviations.stream()
                .filter(deviation -> deviation.cause() == Cause.UNKNOWN)
                .map(Deviation::toString)
                .toList();
    }
}
