package io.github.fanoutlab.simulator.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the simulator is, here and now. */
@Command(
        name = BenchCommand.NAME,
        header = "Measure how fast the simulator is, here and now.",
        description = "Plays and judges runs with faults, the same seeds in each round. Default: 1000 seeds of"
                + " four-emitters, 6 rounds. The first round is cold: it begins with the start of the JVM,"
                + " which is still compiling. A core's second is a second of this process's CPU time,"
                + " including the garbage collector and the compiler.")
final class BenchCommand implements Callable<Integer> {

    static final String NAME = "bench";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int DEFAULT_SEEDS = 1_000;

    @Mixin
    private ScenarioParameters scenarios;

    @Mixin
    private RunOptions options;

    @Mixin
    private SeedsOptions seeds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "6", description = "How many rounds.")
    private int rounds;

    @Option(names = "--profile", description = "Also print where the time goes, from round 3 on.")
    private boolean profile;

    @Spec
    private CommandSpec spec;

    private List<RunString> templates;

    @Override
    public Integer call() {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds " + rounds + ": at least 1 is needed");
        }
        templates = options.runs(scenarios.orElse(List.of(Scenarios.FOUR_EMITTERS))).stream()
                .flatMap(List::stream)
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(
                Locale.ROOT,
                "Fanout Lab: bench, %d seeds with faults, %d threads, Java %s",
                seeds.count(DEFAULT_SEEDS),
                seeds.threads(),
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
        try (SeedThreads threads = new SeedThreads(seeds.threads())) {
            threads.inOrder(options.seed(1), seeds.count(DEFAULT_SEEDS), this::play, seed -> {
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
        templates.forEach(run -> campaign.play(run.withSeed(seed)));
        return campaign;
    }
}
