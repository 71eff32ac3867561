package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Experiment;
import io.github.fanoutlab.tutorial.run.FaultyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The grader of chapter 18: MyAdapter on a stream. Two workers emit to everybody while the connections that read break, die silently
 * and lag, and while servers and Redis stand still. No client loses its own connection, so each has to get everything once.
 */
public final class StreamTrial {

    /** How many runs answer a save within two seconds. */
    private static final int SEEDS = 40;

    private static final String SMALL = "sixteen;adapter=mine;seed=%d;nodes=W1,W2;beats=5";

    /** Worker 3 dies, and starts again while there are old entries in the stream. */
    private static final RunString DEATH = RunString.parse("worker-death;adapter=mine;nodes=master,W3");

    /** The same; and the connection breaks over which it has just asked for the end of the stream. */
    private static final RunString CUT_AT_START =
            RunString.parse("worker-death;adapter=mine;nodes=master,W3;steps=1,2,3,4;cut:W3.sub@7.5005s");

    /** So far before and after an emit it is shown what was read. */
    private static final long AROUND_MICROS = 1_600_000;

    private static final String ON_ITS_PATH = "Every emit takes its path exactly once";

    private static final List<String> FAULTS = List.of(
            "cut:%s.sub@%dms",
            "silence:%s.sub@%dms+%dms", "stall:%s.sub@%dms+%dms", "pause:%s@%dms+%dms", "pause:redis@%2$dms+%3$dms");

    private final int seeds;

    /** Tries an adapter on as many runs as fit into a save. */
    public StreamTrial() {
        this(SEEDS);
    }

    /** Tries an adapter on {@code seeds} runs. */
    StreamTrial(int seeds) {
        this.seeds = seeds;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, trial -> grade());
    }

    private Grade grade() {
        RunString calm = RunString.parse(SMALL.formatted(1));
        if (problem(played(calm)) != null) {
            return told("Even when nothing fails: ", calm);
        }
        for (int seed = 1; seed <= seeds; seed++) {
            RunString run = RunString.parse(SMALL.formatted(seed));
            for (String fault : faults(seed)) {
                run = run.withFault(fault);
            }
            if (problem(played(run)) != null) {
                return told("With a fault: ", run);
            }
        }
        return AdapterTrial.failing(List.of(DEATH), ON_ITS_PATH)
                .map(
                        failure -> failure.shown()
                                .because("a worker that has just started delivers what is older than itself")
                                .notYet(
                                        "A worker dies and starts again, and then it delivers entries that were added before its start:"
                                                + " old news, for clients that came later. From where does a server read when it starts?"))
                .or(
                        () -> AdapterTrial.failing(CUT_AT_START)
                                .map(
                                        failure -> failure.shown()
                                                .because("stream.last gave null, and nobody asked again")
                                                .notYet(
                                                        "A worker starts, and its connection breaks while it asks for the end of the stream. Then"
                                                                + " stream.last gives null, and from then on the worker hears nothing. Who asks again?")))
                .orElseGet(() -> Grade.right("Every client got everything, once and in order, in " + seeds
                        + " runs with faults, and a worker that starts again begins at the end of the stream. A stream"
                        + " remembers, and your server knows where it stopped."));
    }

    /** The smallest run with the same problem. */
    private static Grade told(String begin, RunString found) {
        Oracle oracle = run -> {
            Problem problem = problem(played(run));
            return problem == null ? List.of() : List.of(problem.cause());
        };
        RunString run = Shrinker.shrink(found, oracle).orElseThrow().smallest();
        Verdict<FaultyRun> verdict = played(run);
        Problem problem = problem(verdict);
        return shown(verdict, problem.cause()).notYet(begin + problem.words());
    }

    /** What became of the first emit that somebody missed, and when that client's worker read. */
    static OneRun shown(Verdict<FaultyRun> verdict, String cause) {
        FaultyRun run = verdict.run();
        Trace trace = run.trace();
        Deviation miss = verdict.misses().stream().findFirst().orElse(null);
        Set<Long> path = OneRun.pathOf(
                trace,
                event -> event.timeMicros() >= run.begunMicros()
                        && (miss == null
                                || event.text().replaceFirst("#0+", "#").equals(miss.payload())));
        long emittedMicros = path.stream().mapToLong(Long::longValue).min().stream()
                .map(first -> trace.event(first).timeMicros())
                .findFirst()
                .orElse(0);
        OneRun shown = OneRun.of(
                trace,
                run.string().scenario(),
                run.begunMicros(),
                event -> path.contains(event.id()) || event.kind() == Kind.FAULT
                        ? OneRun.words(trace, event)
                        : miss != null
                                        && event.timeMicros() >= run.begunMicros()
                                        && Math.abs(event.timeMicros() - emittedMicros) < AROUND_MICROS
                                ? reading(event, miss.worker())
                                : "",
                cause);
        return new OneRun(shown.table(), cause, OneRun.command(run.string()));
    }

    private static String reading(TraceEvent event, String worker) {
        if (event.kind() != Kind.REDIS_HANDLED || !event.peer().equals(worker)) {
            return "";
        }
        return switch (event.name()) {
            case "XREVRANGE" -> worker + " asks for the end";
            case "XREAD" -> worker + " reads after " + event.text().replaceFirst(".* ", "");
            default -> "";
        };
    }

    private static List<String> faults(int seed) {
        RandomSource random = new RandomSource(seed);
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String kind = FAULTS.get(random.nextInt(FAULTS.size()));
            String worker = "W" + (1 + random.nextInt(2));
            faults.add(kind.formatted(worker, random.nextBetween(600, 4_500), random.nextBetween(200, 2_500)));
        }
        return faults;
    }

    private static Verdict<FaultyRun> played(RunString run) {
        return FaultyClaims.judge(FaultyRun.of(run));
    }

    /** What is wrong in a run; null if every client got everything, once and in order. */
    private static Problem problem(Verdict<FaultyRun> verdict) {
        if (!verdict.run().escaped().isEmpty()) {
            return new Problem(
                    "an exception ended the run: "
                            + Compilation.withoutPackages(verdict.run().escaped()),
                    verdict.run().escaped().contains("again and again")
                            ? "the same entries are read again and again"
                            : "an exception that nobody has caught");
        }
        String failed = verdict.failures().stream().map(Check::name).findFirst().orElse("");
        if (failed.contains("twice")) {
            return new Problem(
                    "a client got an event twice. Does your adapter read an entry again, or deliver the server's own"
                            + " entry, which its clients already have?",
                    "an entry is delivered again");
        }
        if (failed.contains("in the order")) {
            return new Problem(
                    "events of one sender arrive in the wrong order. What does your adapter deliver before older"
                            + " entries?",
                    "a newer entry is delivered first");
        }
        String neverRead = "the entry is in the stream, and a server has not read it";
        boolean calm = verdict.run().string().faults().isEmpty();
        if (calm && !verdict.misses().isEmpty()) {
            boolean reads = verdict.run()
                            .trace()
                            .count(event -> event.isMessage() && event.name().equals("entries"))
                    > 0;
            return reads
                    ? new Problem(
                            "the clients of one server miss a part of what the other emits. Who reads what was added between"
                                    + " two reads?",
                            neverRead)
                    : new Problem(
                            "the clients of one server get nothing of what the other emits. Does anybody read what is added?",
                            "nobody reads the stream");
        }
        if (failed.contains("reaches everybody")) {
            return new Problem(
                    "after the fault, a server still hears nothing. stream.read gives null when the connection breaks."
                            + " Who reads again then?",
                    "a server does not read any more");
        }
        return verdict.misses().isEmpty()
                ? null
                : new Problem(
                        "a server did not read for a while, and what was added meanwhile never reached its clients. All of"
                                + " it is in the stream. From where does the server read on?",
                        neverRead);
    }

    /** Who misses how much of ten heartbeats with the adapter on a stream, or with the usual one, while {@code fault} happens. */
    public static Experiment heartbeats(boolean onStream, String fault) {
        Function<String, AdapterFactory> adapter = onStream ? RedisStreamsAdapter::at : RedisAdapter::at;
        Verdict<FaultyRun> verdict =
                OwnAdapter.playing(adapter, () -> played(RunString.parse("heartbeat;adapter=mine;" + fault)));
        return new Experiment(
                Map.of("missed", (long) verdict.misses().size()), FaultyNumbers.missedWithoutCauses(verdict));
    }
}
