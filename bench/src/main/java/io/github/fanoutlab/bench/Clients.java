package io.github.fanoutlab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The clients of one cluster. Methods may be called from any thread but the load's, unless they say otherwise. */
final class Clients {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(120);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final long POLL_NANOS = 5_000_000;

    private final Load load;
    private final List<Connection> connections = new ArrayList<>();
    private Latencies latencies = new Latencies();
    private int connected;
    private int broken;
    private long delivered;

    private Clients(Load load) {
        this.load = load;
    }

    /**
     * Connects {@code each} clients to each of {@code ports}.
     *
     * @param polling whether they poll; otherwise they have WebSockets
     * @param rooms how many rooms there are: each client joins its share of them, or shares one with others; 0 for none
     * @throws IllegalStateException if not all of them are connected in time
     */
    static Clients connect(Load load, Peer.Dialect dialect, boolean polling, List<Integer> ports, int each, int rooms) {
        Clients clients = new Clients(load);
        int all = each * ports.size();
        for (int i = 0; i < all; i++) {
            int port = ports.get(i % ports.size());
            List<String> own = rooms == 0 ? List.of() : rooms(i, all, rooms);
            clients.connections.add(
                    polling
                            ? new PollingConnection(load, clients, dialect, port, own)
                            : new WebSocketConnection(load, clients, dialect, port, own));
        }
        load.call(() -> {
            clients.connections.forEach(load::open);
            return null;
        });
        long deadline = System.nanoTime() + CONNECT_PATIENCE.toNanos();
        while (load.call(() -> clients.connected) < clients.connections.size()) {
            if (System.nanoTime() > deadline || load.call(() -> clients.broken) > 0) {
                throw new IllegalStateException("only " + load.call(() -> clients.connected) + " of "
                        + clients.connections.size() + " clients could connect; " + load.call(() -> clients.broken)
                        + " were refused");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return clients;
    }

    private static List<String> rooms(int client, int clients, int rooms) {
        return IntStream.iterate(client % rooms, room -> room < rooms, room -> room + clients)
                .mapToObj(room -> "room" + room)
                .toList();
    }

    int size() {
        return connections.size();
    }

    /** How many events all of them have received. */
    long delivered() {
        return load.call(() -> delivered);
    }

    /** How long the deliveries took since this was last asked. */
    Latencies takeLatencies() {
        return load.call(() -> {
            Latencies taken = latencies;
            latencies = new Latencies();
            return taken;
        });
    }

    /** Waits until {@code expected} events have been received in all, or nothing has come for three seconds. */
    long awaitDelivered(long expected) {
        long seen = delivered();
        long sinceNanos = System.nanoTime();
        while (seen < expected && System.nanoTime() - sinceNanos < SILENCE.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
            long now = delivered();
            if (now > seen) {
                seen = now;
                sinceNanos = System.nanoTime();
            }
        }
        return seen;
    }

    /** Closes all of them. */
    void close() {
        load.call(() -> {
            connections.forEach(Connection::close);
            return null;
        });
    }

    /** On the load's thread. */
    void onConnected() {
        connected++;
    }

    /** On the load's thread. */
    void onBroken() {
        broken++;
    }

    /** On the load's thread. */
    void onEvent(long micros) {
        delivered++;
        latencies.add(micros);
    }
}
