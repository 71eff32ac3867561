package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reader's {@code MyAdapter} on trial: it is played in clusters, and when a claim does not hold, the smallest run in which it
 * does not hold tells so.
 */
public final class AdapterTrial {

    private static final String FILE = OwnAdapter.NAME + ".java";

    /**
     * A claim that does not hold in the smallest run.
     *
     * @param actual what was seen instead
     * @param picture what happened, as a table, and how to play it again
     */
    record Failure(String claim, String actual, String picture, RunString run) {

        Grade notYet(String diagnosis) {
            return Grade.notYet(diagnosis).drawn(picture);
        }
    }

    /** What is claimed of every calm run. */
    static final String EXACTLY_ONCE = "Every client gets each event meant for it exactly once, and nothing else";

    private final Function<String, AdapterFactory> adapters;

    private AdapterTrial(Function<String, AdapterFactory> adapters) {
        this.adapters = adapters;
    }

    /** Compiles {@code source} and lets {@code judge} try it; tells what the reader's code throws meanwhile. */
    static Grade of(String source, Function<AdapterTrial, Grade> judge) {
        try {
            AdapterTrial trial = new AdapterTrial(OwnAdapter.compiled(source));
            return OwnAdapter.playing(trial.adapters, () -> judge.apply(trial));
        } catch (Compilation.Refused | OwnAdapter.Unusable problem) {
            return Grade.notYet(problem.getMessage());
        } catch (RuntimeException thrown) {
            return Grade.notYet(told(thrown));
        }
    }

    private static String told(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (StackTraceElement element : cause.getStackTrace()) {
                if (FILE.equals(element.getFileName())) {
                    return "Your code threw " + cause + " in " + FILE + ", line " + element.getLineNumber() + ".";
                }
            }
        }
        throw thrown;
    }

    /** A server with the adapter, alone in a world. */
    LoneServer alone() {
        return new LoneServer(adapters);
    }

    /** So many servers with the adapter, which can be asked for their clients. */
    CountedCluster counted(int servers) {
        return new CountedCluster(servers, adapters);
    }

    /** So many servers, of which every other one has the real adapter. */
    CountedCluster mixed(int servers) {
        return CountedCluster.mixed(servers, adapters);
    }

    /** A run of {@code scenario} with the reader's adapter in every server. */
    static RunString run(Scenario scenario) {
        return RunString.of(scenario, RedisDialect.MINE.generation(), Runs.SEED).in(RedisDialect.MINE);
    }

    /** The first of {@code runs} in which something does not hold that is claimed of runs with faults, made small. */
    static Optional<Failure> failing(List<RunString> runs) {
        for (RunString run : runs) {
            Optional<Failure> failure = Shrinker.shrink(run, Oracle.ofFaultyRuns())
                    .map(shrunk -> {
                        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(shrunk.smallest()));
                        return failure(
                                shrunk.claim(),
                                verdict,
                                table(ShrunkReport.failure(verdict, shrunk.claim(), Glyphs.ASCII)),
                                shrunk.smallest());
                    });
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** The first of {@code runs}, none of which has faults, in which {@code claim} about calm runs does not hold, made small. */
    static Optional<Failure> failing(List<RunString> runs, String claim) {
        Oracle oracle = run -> judged(run).failures().stream()
                .map(Check::name)
                .filter(claim::equals)
                .toList();
        for (RunString run : runs) {
            Optional<Failure> failure = Shrinker.shrink(run, oracle).map(shrunk -> {
                CalmRun smallest = CalmRun.of(shrunk.smallest());
                SpaceTime inTime = SpaceTime.of(smallest);
                return failure(
                        claim,
                        judged(shrunk.smallest()),
                        inTime.emits().isEmpty() ? "" : SpaceTimeTable.ofEmit(inTime, 1, Glyphs.ASCII),
                        shrunk.smallest());
            });
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** The table alone: what was seen instead of the claim stands above it, in words for people who know the simulator. */
    private static String table(String failure) {
        int end = failure.indexOf("\n\n");
        return end < 0 ? failure : failure.substring(end + 2);
    }

    private static Verdict<Observation> judged(RunString run) {
        return CalmClaims.judge(CalmRun.of(run).observation());
    }

    private static Failure failure(String claim, Verdict<?> verdict, String table, RunString run) {
        String actual = verdict.failures().stream()
                .filter(check -> check.name().equals(claim))
                .map(Check::actual)
                .findFirst()
                .orElseThrow();
        return new Failure(claim, actual, table.stripTrailing() + "\n\n" + command(run), run);
    }

    /** The command that plays it again. The usual seed and this simulator go without saying, which leaves room for the rest. */
    private static String command(RunString run) {
        return run.command().replace(";sim=" + RunString.SIMULATOR, "").replace(";seed=42", "");
    }
}
