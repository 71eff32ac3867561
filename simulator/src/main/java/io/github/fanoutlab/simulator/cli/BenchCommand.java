package io.github.fanoutlab.simulator.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.fanoutlab.simulator.check.faulty.Campaign;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the simulator is, here and now. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how fast runs with faults are played and judged: the same seeds again and again. The first round is"
                    + " cold: the JVM compiles while it runs.",
            "Events are the events of the traces. A core's second is a second of CPU time of this process, the garbage"
                    + " collector's and the compiler's included."
        })
final class BenchCommand implements Callable<Integer> {

    private static final double NANOS_PER_SECOND = 1e9;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            defaultValue = "four-emitters",
            converter = CheckCommand.Choice.class,
            completionCandidates = CheckCommand.Choice.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private CheckCommand.Chosen chosen;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many in each round (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "6",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--profile", description = "Also tell where the time of all rounds but the first two goes.")
    private boolean profile;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (seeds < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds " + seeds + " --rounds " + rounds + ": at least 1 is needed");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(
                Locale.ROOT,
                "Fanout Lab: bench, %d seeds with faults, %d threads, Java %s",
                seeds,
                threads.count(),
                Runtime.version()));
        out.println();
        out.println("  round   runs   seconds  runs a second  events a second  events a second and core");
        HotSpots spots = null;
        for (int round = 1; round <= rounds; round++) {
            if (profile && round == Math.min(3, rounds)) {
                spots = HotSpots.look();
            }
            out.println(measure(round));
        }
        if (spots != null) {
            out.println();
            out.print(spots.table());
            spots.close();
        }
        return 0;
    }

    private String measure(int round) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Campaign all = new Campaign();
        long cpu = system.getProcessCpuTime();
        long started = System.nanoTime();
        try (Crew crew = new Crew(threads.count())) {
            crew.inOrder(1, seeds, this::play, seed -> {
                all.add(seed);
                return true;
            });
        }
        double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
        double coreSeconds = (system.getProcessCpuTime() - cpu) / NANOS_PER_SECOND;
        return String.format(
                Locale.ROOT,
                "  %5d %6d  %8.2f  %,13.0f  %,15.0f  %,24.0f",
                round,
                all.runs(),
                seconds,
                all.runs() / seconds,
                all.events() / seconds,
                all.events() / coreSeconds);
    }

    private Campaign play(long seed) {
        Campaign campaign = new Campaign();
        for (Scenario scenario : chosen.scenarios()) {
            for (Generation each : generation.generations()) {
                campaign.play(scenario, each, seed);
            }
        }
        return campaign;
    }
}
