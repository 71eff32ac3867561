package io.github.fanoutlab.bench;

import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Redis, a silent master and workers of one peer, each in a process of its own, with their clients. Used by one thread. */
final class Cluster implements AutoCloseable {

    private static final int PAYLOAD_BYTES = 50;
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration EMIT_PATIENCE = Duration.ofSeconds(120);
    private static final int MAX_PROBES = 20;
    private static final int PROBES_A_SECOND = 10;
    private static final long BYTES_PER_KILOBYTE = 1 << 10;

    private final Peer peer;
    private final List<String> javaOptions;
    private final EmbeddedRedis redis;
    private final List<Child> workers = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Child> emitters = new ArrayList<>();
    private Clients clients;
    private int rooms;
    private long expected;

    private Cluster(Peer peer, List<String> javaOptions) {
        this.peer = peer;
        this.javaOptions = javaOptions;
        this.redis = peer.isAlone() ? null : EmbeddedRedis.startInstalled().orElseGet(EmbeddedRedis::start);
    }

    /** Starts a Redis and workers, without clients and master yet. */
    static Cluster start(Peer peer, int workers, List<String> javaOptions) {
        Cluster cluster = new Cluster(peer, javaOptions);
        for (int i = 0; i < workers; i++) {
            cluster.workers.add(cluster.process("worker"));
        }
        return cluster;
    }

    private Child process(String role) {
        return peer.start(role, redis == null ? 0 : redis.port(), javaOptions);
    }

    /** Waits until all workers listen. */
    void awaitListening() {
        workers.forEach(worker -> ports.add(Integer.parseInt(worker.await("listening", START_PATIENCE))));
    }

    /**
     * Connects {@code each} clients to each worker, all of which listen.
     *
     * @param polling whether they poll; otherwise they have WebSockets
     * @param inRooms in how many rooms they are; 0 for none
     */
    void connect(Load load, int each, boolean polling, int inRooms) {
        clients = Clients.connect(load, peer.dialect(), polling, ports, each, inRooms);
        rooms = inRooms;
    }

    /** Starts the master, and lets it emit now and then until all clients hear it. */
    void startMaster() {
        if (peer.isAlone()) {
            emitters.addAll(workers);
        } else {
            emitters.add(process("master"));
            emitters.get(0).await("ready", START_PATIENCE);
        }
        for (int probes = 1; lost(1, PROBES_A_SECOND) > 0; probes++) {
            if (probes == MAX_PROBES) {
                throw new IllegalStateException(peer.title() + ": not all clients hear what the master emits");
            }
        }
        clients.takeLatencies();
    }

    private long lost(int count, double rate) {
        emit(rate, count / rate);
        return awaitDelivered();
    }

    Peer peer() {
        return peer;
    }

    Clients clients() {
        return clients;
    }

    /** Emits at {@code rate} for {@code seconds}; returns when the last is emitted, how many there were. */
    long emit(double rate, double seconds) {
        long before = clients.delivered();
        emitters.forEach(emitter -> emitter.tell("emit " + rate + " " + seconds + " " + PAYLOAD_BYTES + " " + rooms));
        long emits = 0;
        for (Child emitter : emitters) {
            emits = Long.parseLong(emitter.await("emitted", EMIT_PATIENCE.plusMillis((long) (seconds * 1e3))));
        }
        expected = before + emits * (rooms == 0 ? clients.size() : Math.max(1, clients.size() / rooms));
        return emits;
    }

    /** Waits until everybody has got what was emitted, or nothing comes any more; returns how many deliveries are missing. */
    long awaitDelivered() {
        return expected - clients.awaitDelivered(expected);
    }

    /** When the first worker was started, by {@link System#nanoTime}. */
    long startNanos() {
        return workers.get(0).startNanos();
    }

    /** What the workers have used so far. */
    Usage workersUsage() {
        return usage(workers);
    }

    /** What the master has used so far; nothing if there is none. */
    Usage masterUsage() {
        return peer.isAlone() ? Usage.NONE : usage(emitters);
    }

    private static Usage usage(List<Child> processes) {
        return processes.stream().map(child -> Usage.of(child.pid())).reduce(Usage.NONE, Usage::plus);
    }

    /** The memory of a worker, on average, that is resident; in MB. */
    double workerMegabytes() {
        return workers.stream()
                        .mapToLong(worker -> residentKilobytes(worker.pid()))
                        .average()
                        .orElse(0)
                / BYTES_PER_KILOBYTE;
    }

    /** The same of the master; 0 if there is none. */
    double masterMegabytes() {
        return peer.isAlone() ? 0 : (double) residentKilobytes(emitters.get(0).pid()) / BYTES_PER_KILOBYTE;
    }

    /** The bytes of its heap that the first worker cannot do without, in KB: it collects its garbage first. */
    double liveKilobytes() {
        workers.get(0).tell("heap");
        return Double.parseDouble(workers.get(0).await("heap", EMIT_PATIENCE)) / BYTES_PER_KILOBYTE;
    }

    /** Closes all client connections. */
    void disconnect() {
        clients.close();
    }

    private static long residentKilobytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (clients != null) {
            clients.close();
        }
        emitters.forEach(Child::close);
        workers.forEach(Child::close);
        if (redis != null) {
            redis.close();
        }
    }
}
