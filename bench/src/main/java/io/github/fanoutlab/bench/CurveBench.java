package io.github.fanoutlab.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench curve}: what more workers and more rooms cost. */
@Command(
        name = "curve",
        header = "Measure what more workers and more rooms cost.",
        description =
                "First, 200 clients on 1, 2, 4 and 8 workers: CPU of all workers per delivery. Then 200 clients on 4"
                        + " workers, in 1 to 10,000 rooms to which the master emits in turn: CPU of all workers per"
                        + " emit. Linux only.")
public final class CurveBench extends Bench {

    private static final List<Integer> WORKERS = List.of(1, 2, 4, 8);
    private static final List<Integer> ROOMS = List.of(1, 10, 100, 1_000, 10_000);
    private static final int CLIENTS = 200;
    private static final int DEFAULT_WORKERS = 4;
    private static final long SETTLE_SECONDS = 1;

    @Option(names = "--rate", paramLabel = "N", description = "Emits a second. Default: 200.")
    private double rate = 200;

    @Option(names = "--warm-up", paramLabel = "S", description = "How many seconds each is warmed up. Default: 10.")
    private double warmUp = 10;

    @Option(names = "--seconds", paramLabel = "S", description = "How many seconds each is loaded. Default: 4.")
    private double seconds = 4;

    @Override
    void measure(List<Peer> wanted, Load load) {
        each(wanted, peer -> {
            WORKERS.forEach(count -> workers(peer, load, count));
            if (peer != Peer.KERNEL) {
                rooms(peer, load);
            }
        });
    }

    private void workers(Peer peer, Load load, int workers) {
        try (Cluster cluster = start(peer, workers)) {
            cluster.awaitListening();
            cluster.connect(load, CLIENTS / workers, false, 0);
            cluster.startMaster();
            Sample.take(cluster, load, rate, warmUp);
            Sample sample = Sample.take(cluster, load, rate, seconds);
            String figure = workers == 1 ? "µs per delivery, 1 worker" : workers + " workers";
            figure(peer, figure, peer == Peer.KERNEL ? sample.kernel() : sample.cpu(), sample);
        }
    }

    private void rooms(Peer peer, Load load) {
        try (Cluster cluster = start(peer, DEFAULT_WORKERS)) {
            cluster.awaitListening();
            cluster.connect(load, CLIENTS / DEFAULT_WORKERS, false, 0);
            cluster.startMaster();
            Sample.take(cluster, load, rate, warmUp);
            for (int rooms : ROOMS) {
                cluster.disconnect();
                cluster.connect(load, CLIENTS / DEFAULT_WORKERS, false, rooms);
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
                Sample.take(cluster, load, rate, 1);
                Sample sample = Sample.take(cluster, load, rate, seconds);
                String figure = String.format(Locale.ROOT, rooms == 1 ? "µs per emit, 1 room" : "%,d rooms", rooms);
                figure(peer, figure, sample.cpu() * sample.delivered() / Math.round(rate * seconds), sample);
            }
        }
    }

    private void figure(Peer peer, String figure, double value, Sample sample) {
        note(peer, figure, value);
        say(String.format(Locale.ROOT, "%-42s %s: %.1f µs; %d lost", peer.title(), figure, value, sample.lost()));
    }
}
