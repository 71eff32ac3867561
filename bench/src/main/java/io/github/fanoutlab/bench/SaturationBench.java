package io.github.fanoutlab.bench;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench saturation}: how much a cluster can take. */
@Command(
        name = "saturation",
        header = "Find the highest rate with nothing lost and a p99 under 50 ms.",
        description =
                "Starts at 100 emits a second and raises the rate by half until it is too high twice in a row, then"
                        + " tries rates in between. Everything, including the load client, runs on one machine. Linux"
                        + " only.")
public final class SaturationBench extends Bench {

    private static final double FIRST_RATE = 100;
    private static final double WARM_UP_RATE = 200;
    private static final double HIGHEST_RATE = 20_000;
    private static final double FASTER = 1.5;
    private static final double PRECISE = 1.06;
    private static final double TOO_LATE_MILLIS = 50;
    private static final double GOAL = 1 / 1.5;
    private static final String HIGHEST = "deliveries a second";

    @Option(names = "--workers", paramLabel = "N", description = "How many workers each server has. Default: 4.")
    private int workers = 4;

    @Option(names = "--clients", paramLabel = "N", description = "How many clients each worker has. Default: 50.")
    private int clients = 50;

    @Option(names = "--warm-up", paramLabel = "S", description = "How many seconds each is warmed up. Default: 20.")
    private double warmUp = 20;

    @Option(names = "--seconds", paramLabel = "S", description = "How many seconds each rate lasts. Default: 3.")
    private double seconds = 3;

    @Override
    void measure(List<Peer> wanted, Load load) {
        each(wanted, peer -> {
            try (Cluster cluster = start(peer, workers)) {
                cluster.awaitListening();
                cluster.connect(load, clients, false, 0);
                cluster.startMaster();
                Sample.take(cluster, load, WARM_UP_RATE, warmUp);
                note(peer, HIGHEST, highest(cluster, load) * cluster.clients().size());
            }
        });
        goal(HIGHEST, Peer.NODE4, Peer.ADAPTER, GOAL);
        goal(HIGHEST, Peer.NODE09, Peer.LEGACY, GOAL);
    }

    /** The highest rate that {@code cluster} can take; 0 if none. */
    private double highest(Cluster cluster, Load load) {
        double good = 0;
        double bad = FIRST_RATE;
        while (bad < HIGHEST_RATE && (takes(cluster, load, bad) || takes(cluster, load, bad))) {
            good = bad;
            bad *= FASTER;
        }
        while (good > 0 && bad / good > PRECISE) {
            double between = Math.sqrt(good * bad);
            if (takes(cluster, load, between)) {
                good = between;
            } else {
                bad = between;
            }
        }
        return good;
    }

    private boolean takes(Cluster cluster, Load load, double rate) {
        Sample sample = Sample.take(cluster, load, rate, seconds);
        boolean takes = sample.lost() == 0 && sample.p99() < TOO_LATE_MILLIS;
        say(String.format(
                Locale.ROOT,
                "%-42s %,9.0f deliveries a second: %d lost, p99 %.1f ms; load client %2.0f%% busy, idle %2.0f%%%s",
                cluster.peer().title(),
                rate * cluster.clients().size(),
                sample.lost(),
                sample.p99(),
                100 * sample.loadBusy(),
                100 * sample.idle(),
                takes ? "" : "; too much"));
        remarkBottleneck(cluster.peer(), sample);
        return takes;
    }
}
