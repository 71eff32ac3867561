package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Experiment;
import io.github.fanoutlab.tutorial.run.FaultyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The grader of chapter 18: MyAdapter on a stream. Two workers emit to everybody while the connections that read break, die silently
 * and lag, and while servers and Redis stand still. No client loses its own connection, so each has to get everything once.
 */
public final class StreamTrial {

    /** How many runs answer a save within two seconds. */
    private static final int SEEDS = 40;

    private static final String SMALL = "sixteen;adapter=mine;seed=%d;nodes=W1,W2;beats=5";
    /** Each of the two workers emits five times. */
    private static final int EMITS_FOR_OTHERS = 10;

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
        Verdict<FaultyRun> calm = played(RunString.parse(SMALL.formatted(1)));
        if (!problem(calm).isEmpty()) {
            return Grade.notYet("Not even when nothing fails: " + problem(calm)).drawn(drawn(calm));
        }
        for (int seed = 1; seed <= seeds; seed++) {
            RunString run = RunString.parse(SMALL.formatted(seed));
            List<String> faults = faults(seed);
            RunString whole = with(run, faults);
            if (!problem(played(whole)).isEmpty()) {
                Verdict<FaultyRun> smallest = smallest(run, faults, whole);
                return Grade.notYet("With one fault or two: " + problem(smallest))
                        .drawn(drawn(smallest));
            }
        }
        return Grade.right("Every client got everything, once and in order, in " + seeds
                + " runs with faults. A stream remembers, and your server knows where it stopped.");
    }

    private static RunString with(RunString run, List<String> faults) {
        RunString more = run;
        for (String fault : faults) {
            more = more.withFault(fault);
        }
        return more;
    }

    /** One of the faults alone, if that is enough. */
    private static Verdict<FaultyRun> smallest(RunString run, List<String> faults, RunString whole) {
        for (String fault : faults) {
            Verdict<FaultyRun> alone = played(run.withFault(fault));
            if (!problem(alone).isEmpty()) {
                return alone;
            }
        }
        return played(whole);
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

    /** What is wrong in a run; empty if every client got everything, once and in order. */
    private static String problem(Verdict<FaultyRun> verdict) {
        if (!verdict.run().escaped().isEmpty()) {
            return "this ended the run: " + verdict.run().escaped();
        }
        String failed = verdict.failures().stream().map(Check::name).findFirst().orElse("");
        if (failed.contains("twice")) {
            return "a client got an event twice. Is an entry read again, or is it the server's own, which its clients have had?";
        }
        if (failed.contains("in the order")) {
            return "events of one sender arrive in another order. What is delivered before the entries that are older?";
        }
        boolean calm = verdict.run().string().faults().isEmpty();
        if (calm && !verdict.misses().isEmpty()) {
            boolean all = verdict.misses().size() >= EMITS_FOR_OTHERS;
            return all
                    ? "the clients of one server get nothing of what the other emits. Does anybody read what is added?"
                    : "the clients of one server miss a part of what the other emits. What was added between two reads: who"
                            + " reads that?";
        }
        if (failed.contains("reaches everybody")) {
            return "when all is well again, a server still hears nothing. read answers with null when the connection broke: who"
                    + " asks again then?";
        }
        if (verdict.misses().isEmpty()) {
            return "";
        }
        return "a server did not read for a while, and what was added meanwhile never came to its clients. It is all in the"
                + " stream. From where does the server read on?";
    }

    private static String drawn(Verdict<FaultyRun> verdict) {
        String run = verdict.run().string().toString().replace(";sim=" + RunString.SIMULATOR, "");
        return FaultyNumbers.missedWithoutCauses(verdict) + "\n./fanout replay '" + run + "'";
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
