package io.github.fanoutlab.bench;

import io.github.fanoutlab.simulator.cluster.process.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench start}: how long a worker takes until it listens, and until it is as fast as it will be. */
@Command(
        name = "start",
        header = "Measure how long a worker takes until it listens, and until it is warm.",
        description = "First, the time until it listens, by the clock and in CPU time. Then, with a master and more"
                + " workers, the seconds of load until a delivery costs at most a ninth more than at the end. Linux"
                + " only.")
public final class StartBench extends Bench {

    private static final String LISTENING = "listens after, ms";
    private static final String CPU = "of CPU, ms";
    private static final String WARM = "warm after, s of load";
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double WARM_SHARE = 0.9;
    private static final int LAST_SECONDS = 8;

    @Option(names = "--rate", paramLabel = "N", description = "Emits a second. Default: 200.")
    private double rate = 200;

    @Option(names = "--workers", paramLabel = "N", description = "How many workers each server has. Default: 4.")
    private int workers = 4;

    @Option(names = "--clients", paramLabel = "N", description = "How many clients each worker has. Default: 50.")
    private int clients = 50;

    @Option(names = "--seconds", paramLabel = "S", description = "How many seconds the load lasts. Default: 30.")
    private int seconds = 30;

    @Option(names = "--rounds", paramLabel = "N", description = "How often a worker is started. Default: 5.")
    private int rounds = 5;

    @Override
    void measure(List<Peer> wanted, Load load) {
        if (ChildJvm.archiveOptions().isEmpty()) {
            say("Our servers start without an archive of classes, since ./fanout is still making it in the"
                    + " background. To measure with the archive, stop this and start it again in a minute.");
        }
        for (int round = 1; round <= rounds; round++) {
            each(wanted, this::listening);
        }
        each(wanted, peer -> warm(peer, load));
        goal(CPU, Peer.ADAPTER, null, 500);
        goal(CPU, Peer.LEGACY, null, 500);
        goal(WARM, Peer.ADAPTER, null, 5);
        goal(WARM, Peer.LEGACY, null, 5);
    }

    private void listening(Peer peer) {
        try (Cluster cluster = start(peer, 1)) {
            cluster.awaitListening();
            double millis = (System.nanoTime() - cluster.startNanos()) / NANOS_PER_MILLI;
            double cpu = cluster.workersUsage().total() * MILLIS_PER_SECOND;
            note(peer, LISTENING, millis);
            note(peer, CPU, cpu);
            say(String.format(Locale.ROOT, "%-42s listens after %.0f ms, %.0f of CPU", peer.title(), millis, cpu));
        }
    }

    private void warm(Peer peer, Load load) {
        try (Cluster cluster = start(peer, workers)) {
            cluster.awaitListening();
            cluster.connect(load, clients, false, 0);
            cluster.startMaster();
            List<Double> costs = new ArrayList<>();
            for (int second = 1; second <= seconds; second++) {
                costs.add(Sample.take(cluster, load, rate, 1).cpu());
            }
            double end = Result.median(costs.subList(Math.max(0, seconds - LAST_SECONDS), seconds));
            int warm = 0;
            while (costs.get(warm) > end / WARM_SHARE) {
                warm++;
            }
            note(peer, WARM, warm + 1);
            say(String.format(
                    Locale.ROOT,
                    "%-42s warm after %d s: %.1f µs per delivery at first, %.1f at the end",
                    peer.title(),
                    warm + 1,
                    costs.get(0),
                    end));
        }
    }
}
