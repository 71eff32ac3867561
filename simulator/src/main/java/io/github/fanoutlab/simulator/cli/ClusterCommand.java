package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.cluster.ClusterFailure;
import io.github.fanoutlab.simulator.cluster.ClusterOptions;
import io.github.fanoutlab.simulator.cluster.ClusterRun;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import io.github.fanoutlab.simulator.report.CalmRunReport;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster}: one documented scenario with real processes over a real Redis. */
@Command(
        name = "cluster",
        header = "Play documented scenarios for real: Redis, processes, sockets.",
        description = {
            "Starts a master that never listens, the workers that it forks, and clients. The simulator's checks"
                    + " judge what happens. Starts its own Redis unless you name one, which nobody else may be using."
                    + " Without a SCENARIO: heartbeat.",
            "DEBUG=* prints what every process does. Each line begins with the process: W2 | ... socket.io-parser"
                    + " encoded ... The cluster scales if the parser prints the same in every process."
        })
final class ClusterCommand implements Callable<Integer> {

    @Mixin
    private ScenarioParameters scenarios;

    @Mixin
    private GenerationOptions generations;

    @Mixin
    private RedisOption redis;

    @Option(names = "--shared-port", description = "All workers listen on one port (SO_REUSEPORT).")
    private boolean sharedPort;

    @Mixin
    private AsciiOption ascii;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Scenario> chosen = scenarios.orElse(List.of(Scenarios.HEARTBEAT));
        chosen.forEach(this::requireDocumented);
        List<RedisDialect> dialects = generations.dialects();
        generations.requireSome(chosen.stream()
                .filter(scenario -> dialects.stream().anyMatch(dialect -> dialect.plays(scenario)))
                .toList());
        PrintWriter out = spec.commandLine().getOut();
        ClusterOptions options = ClusterOptions.DEFAULT
                .withRedis(redis.url())
                .withSharedPort(sharedPort)
                .withProgress(line -> out.println("  " + line));
        out.println("Fanout Lab: real processes, real sockets; a beat every " + Step.Beat.PERIOD_MILLIS + " ms");
        List<Verdict<Observation>> all = new ArrayList<>();
        try {
            for (Scenario scenario : chosen) {
                all.addAll(play(scenario, dialects, options));
            }
        } catch (CannotStart problem) {
            spec.commandLine().getErr().println(problem.getMessage());
            return Fanout.USAGE;
        } catch (ClusterFailure failure) {
            if (!isEnding()) {
                spec.commandLine().getErr().println(failure.getMessage());
            }
            return Fanout.FAILED;
        }
        out.println();
        out.println(Comparison.of(all.stream().map(Verdict::run).toList()).stripTrailing());
        out.println();
        out.println(CalmRunReport.lastLine(all));
        return all.stream().allMatch(Verdict::passed) ? 0 : Fanout.FAILED;
    }

    private void requireDocumented(Scenario scenario) {
        if (!scenario.isDocumented()) {
            throw new ParameterException(
                    spec.commandLine(),
                    scenario.name()
                            + " has no documented diagram to compare real processes with; play it with: ./fanout check "
                            + scenario.name());
        }
    }

    /** Plays {@code scenario} with each server that can play it, and prints the verdicts. */
    private List<Verdict<Observation>> play(Scenario scenario, List<RedisDialect> dialects, ClusterOptions options) {
        PrintWriter out = spec.commandLine().getOut();
        List<Verdict<Observation>> runs = new ArrayList<>();
        for (RedisDialect dialect :
                dialects.stream().filter(each -> each.plays(scenario)).toList()) {
            out.println();
            out.println(scenario.name() + ", " + dialect.title() + ":");
            runs.add(CalmClaims.judge(ClusterRun.run(scenario, dialect, options)));
        }
        out.println();
        out.println(CalmRunReport.of(runs, ascii.glyphs()).stripTrailing());
        return runs;
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
