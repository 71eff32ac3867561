package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.cluster.ClusterFailure;
import io.github.fanoutlab.simulator.cluster.ClusterOptions;
import io.github.fanoutlab.simulator.cluster.ClusterRun;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.Verdicts;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cluster}: one documented scenario with real processes over a real Redis. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = {
            "Plays one documented scenario for real: a Redis, a master process that never listens, the workers that it"
                    + " forks, and real clients. The same checks judge it as in the simulator.",
            "Without --redis it starts a Redis of its own. Everything stops by itself."
        })
final class ClusterCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            defaultValue = "heartbeat",
            converter = ScenarioNames.class,
            completionCandidates = ScenarioNames.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Scenario scenario;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private LegacyOption legacy;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            converter = RedisAddress.class,
            description = {
                "The Redis to use, one that nobody else uses:",
                RedisAddress.ONE,
                RedisAddress.CLUSTER,
                RedisAddress.SENTINELS
            })
    private String redisUrl;

    @Option(
            names = "--shared-port",
            description = "All workers listen on one port, as in the source document (SO_REUSEPORT).")
    private boolean sharedPort;

    @Mixin
    private DrawingOption drawing;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ClusterOptions options = ClusterOptions.DEFAULT
                .withLegacy(legacy.of(generation.generations()))
                .withRedis(redisUrl)
                .withSharedPort(sharedPort)
                .withProgress(line -> out.println("  " + line));
        out.println("Fanout Lab: real processes, real sockets; a beat every " + Step.Beat.PERIOD_MILLIS + " ms");
        List<Verdict<Observation>> runs = new ArrayList<>();
        try {
            for (Generation each : generation.generations()) {
                out.println();
                out.println(scenario.name() + ", " + each.title() + ":");
                runs.add(CalmClaims.judge(ClusterRun.run(scenario, each, options)));
            }
        } catch (CannotStart problem) {
            spec.commandLine().getErr().println(problem.getMessage());
            return Fanout.USAGE;
        } catch (ClusterFailure failure) {
            if (isEnding()) {
                return Fanout.FAILED;
            }
            spec.commandLine().getErr().println(failure.getMessage());
            return Fanout.FAILED;
        }
        out.println();
        out.println(Verdicts.of(runs, drawing.glyphs()).stripTrailing());
        out.println();
        out.println(Comparison.of(runs.stream().map(Verdict::run).toList()).stripTrailing());
        out.println();
        out.println(Verdicts.lastLine(runs));
        return runs.stream().allMatch(Verdict::passed) ? 0 : Fanout.FAILED;
    }

    /** Whether the JVM is on its way out, as after Ctrl-C: then it is no news that the processes have ended. */
    private static boolean isEnding() {
        Thread never = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(never);
            Runtime.getRuntime().removeShutdownHook(never);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }
}
