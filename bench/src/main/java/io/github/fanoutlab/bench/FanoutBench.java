package io.github.fanoutlab.bench;

import io.github.fanoutlab.simulator.cli.AddedBench;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench fanout}: what a delivery costs, beside the servers of others. */
@Command(
        name = "fanout",
        header = "Measure what a delivery costs, beside Node's servers and netty-socketio.",
        description =
                "Each has a Redis, a silent master that emits, and workers with WebSocket clients. All are warmed up, then loaded one"
                        + " after the other, in rounds; figures are medians. Linux only.")
public final class FanoutBench implements AddedBench {

    @Option(
            names = "--peers",
            paramLabel = "PEER",
            split = ",",
            description = "Beside ours and the kernel: node4, node09, netty, none. Default: all three.")
    private List<String> peers = List.of("node4", "node09", "netty");

    @Option(names = "--generation", paramLabel = "legacy|adapter|both", description = "Which of ours. Default: both.")
    private String generation = "both";

    @Option(names = "--rate", paramLabel = "N", description = "Emits a second. Default: 200.")
    private double rate = 200;

    @Option(names = "--workers", paramLabel = "N", description = "Workers. Default: 4.")
    private int workers = 4;

    @Option(names = "--clients", paramLabel = "N", description = "Clients of each worker. Default: 50.")
    private int clients = 50;

    @Option(names = "--warm-up", paramLabel = "S", description = "How long each is warmed up. Default: 20 seconds.")
    private double warmUp = 20;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long each is loaded in a round. Default: 4 seconds.")
    private double seconds = 4;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds. Default: 5.")
    private int rounds = 5;

    @Option(names = "--java-options", paramLabel = "OPTIONS", description = "Other options for our JVMs.")
    private String javaOptions = String.join(" ", Peer.JAVA_OPTIONS);

    @Spec
    private CommandSpec spec;

    private final Map<Peer, Cluster> clusters = new LinkedHashMap<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Load load = new Load();
        try {
            for (Peer peer : wanted()) {
                Optional<String> missing = Packages.missing(peer);
                if (missing.isPresent()) {
                    out.println("Skipped: " + peer.title() + ": " + missing.get());
                } else {
                    warmUp(peer, load, out);
                }
            }
            Map<Peer, List<Sample>> samples = new LinkedHashMap<>();
            for (int round = 1; round <= rounds; round++) {
                for (Cluster cluster : clusters.values()) {
                    Sample sample = Sample.take(cluster, load, rate, seconds);
                    samples.computeIfAbsent(cluster.peer(), peer -> new ArrayList<>())
                            .add(sample);
                    out.println("round " + round + ": " + line(cluster.peer(), List.of(sample)));
                }
            }
            out.println();
            samples.forEach((peer, all) -> out.println(line(peer, all)));
        } finally {
            clusters.values().forEach(Cluster::close);
            load.close();
        }
        return 0;
    }

    private List<Peer> wanted() {
        List<Peer> wanted = new ArrayList<>(List.of(Peer.KERNEL));
        for (Peer peer : Peer.values()) {
            boolean ours = peer.isOurs() && (generation.equals("both") || generation.equals(peer.option()));
            if (ours || peers.contains(peer.option())) {
                wanted.add(peer);
            }
        }
        return wanted;
    }

    private void warmUp(Peer peer, Load load, PrintWriter out) {
        List<String> options = peer.isOurs() ? List.of(javaOptions.split(" ")) : Peer.JAVA_OPTIONS;
        Cluster cluster = Cluster.start(peer, workers, options);
        clusters.put(peer, cluster);
        cluster.connect(load, clients, 0);
        out.println("warm-up: " + line(peer, List.of(Sample.take(cluster, load, rate, warmUp))));
    }

    private static String line(Peer peer, List<Sample> samples) {
        return String.format(
                Locale.ROOT,
                "%-42s %5.1f us = %4.1f user + %4.1f kernel; compiler %4.2f collector %4.2f helpers %4.2f; master %5.0f; lost %4.1f%%;"
                        + " p50 %.1f p99 %.1f max %.1f ms; %3.0f MB, master %3.0f MB; load %2.0f%%, others %2.0f%%, idle %2.0f%%",
                peer.title(),
                Sample.median(samples, Sample::cpu),
                Sample.median(samples, Sample::user),
                Sample.median(samples, Sample::kernel),
                Sample.median(samples, Sample::compiler),
                Sample.median(samples, Sample::collector),
                Sample.median(samples, Sample::helpers),
                Sample.median(samples, Sample::masterPerEmit),
                100 * Sample.median(samples, Sample::lostShare),
                Sample.median(samples, Sample::p50),
                Sample.median(samples, Sample::p99),
                Sample.median(samples, Sample::max),
                Sample.median(samples, Sample::workerMegabytes),
                Sample.median(samples, Sample::masterMegabytes),
                100 * Sample.median(samples, Sample::loadBusy),
                100 * Sample.median(samples, Sample::othersBusy),
                100 * Sample.median(samples, Sample::idle));
    }
}
