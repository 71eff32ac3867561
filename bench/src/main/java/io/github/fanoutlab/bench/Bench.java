package io.github.fanoutlab.bench;

import io.github.fanoutlab.bench.Result.Figure;
import io.github.fanoutlab.bench.Result.Goal;
import io.github.fanoutlab.simulator.cli.AddedBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benches have in common: which peers are measured, and where the result goes. */
abstract class Bench implements AddedBench {

    private static final double PRECISION = 1e3;

    @Option(
            names = "--peers",
            paramLabel = "PEER",
            split = ",",
            description =
                    "Other servers to measure beside ours: node4, node09, netty; or none. Default: ${DEFAULT-VALUE}.")
    List<String> peers = List.of("node4", "node09", "netty");

    @Option(names = "--generation", paramLabel = "WHICH", description = "Which of our servers: legacy, adapter, both.")
    private String generation = "both";

    @Option(
            names = "--java-options",
            paramLabel = "OPTIONS",
            description = "Start our JVMs with these options instead.")
    private String javaOptions = String.join(" ", Peer.JAVA_OPTIONS) + " " + String.join(" ", Peer.OUR_JAVA_OPTIONS);

    @Option(names = "--write", description = "Write it to bench/results and bench/README.md.")
    private boolean write;

    @Spec
    private CommandSpec spec;

    private final Map<List<Object>, Figure> figures = new LinkedHashMap<>();
    private final List<Goal> goals = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** Measures {@code wanted}, and notes what it finds. */
    abstract void measure(List<Peer> wanted, Load load);

    /** The name of the result. */
    String name() {
        return spec.name();
    }

    @Override
    public final Integer call() throws IOException {
        List<Peer> wanted = wanted();
        double othersBefore = MachineUse.ofASecond();
        try (Load load = new Load()) {
            measure(wanted, load);
        }
        double othersAfter = MachineUse.ofASecond();
        Result result =
                Result.of(spec, Math.max(othersBefore, othersAfter), remarks, List.copyOf(figures.values()), goals);
        say("\n" + result.markdown());
        if (write) {
            result.keep(name());
        }
        return 0;
    }

    private List<Peer> wanted() {
        require("--generation", List.of(generation), List.of("legacy", "adapter", "both"));
        require("--peers", peers, List.of("node4", "node09", "netty", "none"));
        List<Peer> wanted = new ArrayList<>();
        for (Peer peer : Peer.values()) {
            boolean ours = peer.isOurs() && (generation.equals("both") || generation.equals(peer.option()));
            if (peer == Peer.KERNEL || ours || peers.contains(peer.option())) {
                Optional<String> missing = Packages.missing(peer);
                missing.ifPresentOrElse(reason -> skip(peer, reason), () -> wanted.add(peer));
            }
        }
        return wanted;
    }

    private void require(String option, List<String> actual, List<String> possible) {
        if (!possible.containsAll(actual)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " " + String.join(",", actual) + ": expected " + String.join(", ", possible));
        }
    }

    /** Starts a cluster of {@code peer}; ours with the options that were asked for. */
    final Cluster start(Peer peer, int workers) {
        return Cluster.start(peer, workers, peer.isOurs() ? List.of(javaOptions.split(" ")) : Peer.JAVA_OPTIONS);
    }

    /** Adds one round's value to a figure of {@code peer}. */
    final void note(Peer peer, String figure, double value) {
        figures.computeIfAbsent(List.of(peer, figure), key -> new Figure(peer.title(), figure, new ArrayList<>()))
                .rounds()
                .add(Math.rint(value * PRECISION) / PRECISION);
    }

    /** Holds a figure of {@code of} to at most {@code atMost} times that of {@code other}, or to that many if there is no other. */
    final void goal(String figure, Peer of, Peer other, double atMost) {
        goals.add(new Goal(figure, of.title(), other == null ? null : other.title(), atMost));
    }

    /** Measures each of {@code peers}; a server of others that fails is skipped. */
    final void each(List<Peer> peers, Consumer<Peer> measurement) {
        for (Peer peer : peers) {
            try {
                measurement.accept(peer);
            } catch (IllegalStateException failed) {
                if (peer.isOurs()) {
                    throw failed;
                }
                skip(peer, failed.getMessage().lines().findFirst().orElse("it failed"));
            }
        }
    }

    private void skip(Peer peer, String reason) {
        String line = "Skipped: " + (reason.startsWith(peer.title()) ? "" : peer.title() + ": ") + reason;
        remarks.add(line);
        say(line);
    }

    /** Remarks, once, that {@code sample} of {@code peer} tells of the load client rather than of the servers, if so. */
    final void remarkBottleneck(Peer peer, Sample sample) {
        String line = "The load client was the bottleneck: " + peer.title();
        if (sample.isLoadTheBottleneck() && !remarks.contains(line)) {
            remarks.add(line);
            say(line);
        }
    }

    final void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
