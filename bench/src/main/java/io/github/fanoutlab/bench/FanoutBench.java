package io.github.fanoutlab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench fanout}: what a delivery costs, beside the servers of others. */
@Command(
        name = "fanout",
        header = "Measure what a delivery costs, beside Node's servers and netty-socketio.",
        description = "Each server has a Redis, a master that emits, and workers with WebSocket clients. All are warmed"
                + " up, then loaded one after the other, in rounds. The figures are medians. Linux only.")
public class FanoutBench extends Bench {

    private static final String CPU = "CPU, µs per delivery";
    private static final String KERNEL = "of it in the kernel";
    private static final String COMPILER = "of it compiling";
    private static final String COLLECTOR = "of it collecting";
    private static final String MASTER = "master's CPU, µs per emit";
    private static final String LOST = "lost, %";
    private static final String P50 = "p50, ms";
    private static final String P99 = "p99, ms";
    private static final String MAX = "longest, ms";
    private static final String COLD = "p99 cold, ms";
    private static final String WORKER_MEMORY = "worker, MB";
    private static final String MASTER_MEMORY = "master, MB";
    private static final double FAST = 500;
    private static final double PERCENT = 100;

    @Option(names = "--rate", paramLabel = "N", description = "Emits a second. Default: ${DEFAULT-VALUE}.")
    double rate = 200;

    @Option(names = "--workers", paramLabel = "N", description = "How many workers each server has. Default: 4.")
    private int workers = 4;

    @Option(names = "--clients", paramLabel = "N", description = "How many clients each worker has. Default: 50.")
    private int clients = 50;

    @Option(names = "--warm-up", paramLabel = "S", description = "How many seconds each is warmed up. Default: 20.")
    private double warmUp = 20;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How many seconds each is loaded in a round. Default: 4.")
    private double seconds = 4;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds. Default: 5.")
    private int rounds = 5;

    /** There are two tables: one for 500 emits a second, and one for the usual rate. */
    @Override
    String name() {
        return rate == FAST && !isPolling() ? super.name() + "-500" : super.name();
    }

    /** Whether clients poll; otherwise they have WebSockets. */
    boolean isPolling() {
        return false;
    }

    @Override
    void measure(List<Peer> wanted, Load load) {
        List<Cluster> all = new ArrayList<>();
        List<Cluster> warm = new ArrayList<>();
        Map<Peer, Double> coldP99 = new LinkedHashMap<>();
        try {
            each(wanted, peer -> {
                if (peer == Peer.KERNEL && isPolling()) {
                    return;
                }
                Cluster cluster = start(peer, workers);
                all.add(cluster);
                cluster.awaitListening();
                cluster.connect(load, clients, isPolling(), 0);
                cluster.startMaster();
                Sample cold = Sample.take(cluster, load, rate, warmUp);
                say("warm-up: " + line(peer, cold));
                coldP99.put(peer, cold.p99());
                warm.add(cluster);
            });
            for (int round = 1; round <= rounds; round++) {
                for (Cluster cluster : warm) {
                    Sample sample = Sample.take(cluster, load, rate, seconds);
                    say("round " + round + ": " + line(cluster.peer(), sample));
                    remarkBottleneck(cluster.peer(), sample);
                    note(cluster.peer(), sample);
                }
            }
            coldP99.remove(Peer.KERNEL);
            coldP99.forEach((peer, millis) -> note(peer, COLD, millis));
            if (!isPolling()) {
                hold();
            }
        } finally {
            all.forEach(Cluster::close);
        }
    }

    private void note(Peer peer, Sample sample) {
        if (peer == Peer.KERNEL) {
            note(peer, CPU, sample.kernel());
            return;
        }
        note(peer, CPU, sample.cpu());
        note(peer, KERNEL, sample.kernel());
        note(peer, COMPILER, sample.compiler() + sample.helpers());
        note(peer, COLLECTOR, sample.collector());
        note(peer, MASTER, sample.masterPerEmit());
        note(peer, LOST, PERCENT * sample.lost() / Math.max(1, sample.delivered() + sample.lost()));
        note(peer, P50, sample.p50());
        note(peer, P99, sample.p99());
        note(peer, MAX, sample.max());
        note(peer, WORKER_MEMORY, sample.workerMegabytes());
        note(peer, MASTER_MEMORY, sample.masterMegabytes());
    }

    private void hold() {
        goal(CPU, Peer.ADAPTER, Peer.NODE4, rate < FAST ? 0.75 : 0.6);
        goal(CPU, Peer.ADAPTER, Peer.KERNEL, 1.8);
        goal(CPU, Peer.ADAPTER, Peer.NETTY, 0.4);
        goal(LOST, Peer.ADAPTER, null, 0);
        goal(P99, Peer.ADAPTER, Peer.NODE4, 1);
        goal(COLD, Peer.ADAPTER, Peer.NODE4, 1);
        goal(MASTER, Peer.ADAPTER, Peer.NODE4, 0.7);
        goal(WORKER_MEMORY, Peer.ADAPTER, null, 110);
        goal(CPU, Peer.LEGACY, Peer.NODE09, 0.75);
        goal(LOST, Peer.LEGACY, null, 0);
        goal(MASTER, Peer.LEGACY, Peer.NODE09, 0.7);
        goal(WORKER_MEMORY, Peer.LEGACY, null, 110);
    }

    private static String line(Peer peer, Sample sample) {
        return String.format(
                Locale.ROOT,
                "%-42s %5.1f µs = %4.1f user + %4.1f kernel, of it %4.2f compiling %4.2f collecting %4.2f helping; master %5.0f µs;"
                        + " %d lost; p50 %.1f p99 %.1f max %.1f ms; %3.0f and %3.0f MB; load client %2.0f%% busy, other processes %2.0f%%,"
                        + " idle %2.0f%%",
                peer.title(),
                sample.cpu(),
                sample.user(),
                sample.kernel(),
                sample.compiler(),
                sample.collector(),
                sample.helpers(),
                sample.masterPerEmit(),
                sample.lost(),
                sample.p50(),
                sample.p99(),
                sample.max(),
                sample.workerMegabytes(),
                sample.masterMegabytes(),
                PERCENT * sample.loadBusy(),
                PERCENT * sample.othersBusy(),
                PERCENT * sample.idle());
    }
}
