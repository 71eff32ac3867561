package io.github.fanoutlab.simulator.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
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
                    + " cold: it counts from the start of the JVM, which compiles while it runs. With --rounds 1 the JVM is"
                    + " started as for a check of so few seeds.",
            "Events are the events of the traces. A core's second is a second of CPU time of this process, the garbage"
                    + " collector's and the compiler's included."
        })
final class BenchCommand implements Callable<Integer> {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            defaultValue = "four-emitters",
            converter = ScenarioSets.class,
            completionCandidates = ScenarioSets.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private ScenarioSets.Chosen chosen;

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
        out.println(
                "  round     runs     events  seconds  core's seconds  runs a second  events a second  events a second and core");
        Round best = null;
        HotSpots spots = null;
        for (int round = 1; round <= rounds; round++) {
            if (profile && round == Math.min(3, rounds)) {
                spots = HotSpots.look();
            }
            Round measured = measure(round == 1);
            out.println(measured.row(round == 1 ? "1, cold" : Integer.toString(round)));
            best = best == null || measured.coreSeconds < best.coreSeconds ? measured : best;
        }
        if (rounds > 1) {
            out.println(best.row("best"));
        }
        if (spots != null) {
            out.println();
            out.print(spots.table());
            spots.close();
        }
        return 0;
    }

    private record Round(long runs, long events, double seconds, double coreSeconds) {

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "  %-7s %6d  %,9d  %7.2f  %14.2f  %,13.0f  %,15.0f  %,24.0f",
                    name,
                    runs,
                    events,
                    seconds,
                    coreSeconds,
                    runs / seconds,
                    events / seconds,
                    events / coreSeconds);
        }
    }

    /** Plays all seeds; {@code cold} counts what the JVM has done before, too. */
    private Round measure(boolean cold) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Campaign all = new Campaign();
        long before = cold ? ManagementFactory.getRuntimeMXBean().getUptime() * NANOS_PER_MILLI : 0;
        long cpu = cold ? 0 : system.getProcessCpuTime();
        long started = System.nanoTime();
        try (Crew crew = new Crew(threads.count())) {
            crew.inOrder(1, seeds, this::play, seed -> {
                all.add(seed);
                return true;
            });
        }
        return new Round(
                all.runs(),
                all.events(),
                (before + System.nanoTime() - started) / NANOS_PER_SECOND,
                (system.getProcessCpuTime() - cpu) / NANOS_PER_SECOND);
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
