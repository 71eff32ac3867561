package io.github.fanoutlab.bench;

import io.github.fanoutlab.bench.Result.Figure;
import io.github.fanoutlab.bench.micro.Steps;
import io.github.fanoutlab.simulator.cli.AddedBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench micro}: what each step of a delivery takes. */
@Command(
        name = "micro",
        header = "Measure the steps of a delivery one at a time, with JMH.",
        description =
                "Nanoseconds and allocated bytes of each step. Runs in separate JVMs and takes about three minutes. Linux only.")
public final class MicroBench implements AddedBench {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(names = "--only", paramLabel = "REGEX", description = "Only steps whose names contain this.")
    private String only = "";

    @Option(names = "--seconds", paramLabel = "S", description = "How many seconds a round lasts. Default: 1.")
    private long seconds = 1;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds. Default: 5.")
    private int rounds = 5;

    @Option(names = "--write", description = "Write it to bench/results and bench/README.md.")
    private boolean write;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, RunnerException {
        double othersBusy = MachineUse.ofASecond();
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(Steps.class.getName() + ".*" + only)
                        .forks(1)
                        .warmupIterations(rounds)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementIterations(rounds)
                        .measurementTime(TimeValue.seconds(seconds))
                        .addProfiler(GCProfiler.class)
                        .jvmArgs(Peer.JAVA_OPTIONS.toArray(String[]::new))
                        .build())
                .run()) {
            String name = words(result.getPrimaryResult().getLabel());
            figures.add(new Figure(name, "ns", List.of(result.getPrimaryResult().getScore())));
            figures.add(new Figure(
                    name,
                    "bytes allocated",
                    List.of(result.getSecondaryResults().get(ALLOCATED).getScore())));
        }
        Result result = Result.of(spec, Math.max(othersBusy, MachineUse.ofASecond()), List.of(), figures, List.of());
        spec.commandLine().getOut().println("\n" + result.markdown());
        if (write) {
            result.keep(spec.name());
        }
        return 0;
    }

    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
