package io.github.fanoutlab.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench idle}: what a connection keeps that does nothing. */
@Command(
        name = "idle",
        header = "Measure the memory of connections that do nothing.",
        description = "Starts a new worker for each number of WebSocket clients, and one without clients. The figure is"
                + " the difference in memory, divided by the number of clients. Before each measurement, 200"
                + " clients come and go. Linux only.")
public final class IdleBench extends Bench {

    private static final int FIRST_ONES = 200;
    private static final double KILOBYTES_PER_MEGABYTE = 1 << 10;
    private static final long SETTLE_SECONDS = 2;
    private static final double GOAL_KILOBYTES = 12;

    @Option(
            names = "--connections",
            paramLabel = "N",
            split = ",",
            description = "How many connections. Default: 1000, 5000 and 10000.")
    private List<Integer> connections = List.of(1_000, 5_000, 10_000);

    private record Memory(double resident, double live) {}

    @Override
    void measure(List<Peer> wanted, Load load) {
        each(wanted, peer -> {
            if (peer != Peer.KERNEL) {
                Memory none = memory(peer, load, 0);
                connections.forEach(count -> {
                    Memory some = memory(peer, load, count);
                    double resident = (some.resident - none.resident) / count;
                    double live = (some.live - none.live) / count;
                    note(peer, resident(count), resident);
                    note(peer, String.format(Locale.ROOT, "%,d: of its heap, live", count), live);
                    say(String.format(
                            Locale.ROOT,
                            "%-42s %,6d connections: %.1f KB each, of its heap %.1f KB live; the worker has %.0f MB",
                            peer.title(),
                            count,
                            resident,
                            live,
                            some.resident / KILOBYTES_PER_MEGABYTE));
                });
            }
        });
        connections.stream().filter(count -> count >= 5_000).forEach(count -> {
            goal(resident(count), Peer.ADAPTER, null, GOAL_KILOBYTES);
            goal(resident(count), Peer.LEGACY, null, GOAL_KILOBYTES);
        });
    }

    private static String resident(int count) {
        return String.format(Locale.ROOT, "%,d: KB each", count);
    }

    private Memory memory(Peer peer, Load load, int count) {
        try (Cluster cluster = start(peer, 1)) {
            cluster.awaitListening();
            cluster.connect(load, FIRST_ONES, false, 0);
            cluster.disconnect();
            cluster.connect(load, count, false, 0);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
            return new Memory(cluster.workerMegabytes() * KILOBYTES_PER_MEGABYTE, cluster.liveKilobytes());
        }
    }
}
