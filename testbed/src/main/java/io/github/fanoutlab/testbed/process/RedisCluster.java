package io.github.fanoutlab.testbed.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real Redis Cluster of masters that share the slots evenly, on this machine. From any thread. */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Pattern COUNT = Pattern.compile(", (\\d+)]$");

    private final List<RedisServerProcess> masters;

    private RedisCluster(List<RedisServerProcess> masters) {
        this.masters = List.copyOf(masters);
    }

    /** Starts a cluster of {@code size} masters; returns when each of them is connected to all others and serves. */
    public static RedisCluster start(Path binary, Path directory, int size) throws IOException {
        List<RedisServerProcess> masters = new ArrayList<>();
        RedisCluster cluster;
        try {
            for (int i = 0; i < size; i++) {
                masters.add(RedisServerProcess.server(binary, directory, "--cluster-enabled", "yes"));
            }
            cluster = new RedisCluster(masters);
            cluster.join();
        } catch (IOException | RuntimeException | AssertionError problem) {
            masters.forEach(RedisServerProcess::close);
            throw problem;
        }
        return cluster;
    }

    private void join() {
        int size = masters.size();
        for (int i = 0; i < size; i++) {
            Object[] slots = IntStream.range(SLOTS * i / size, SLOTS * (i + 1) / size)
                    .boxed()
                    .toArray();
            ok(masters.get(i), "ADDSLOTS", slots);
            for (RedisServerProcess other : masters.subList(i + 1, size)) {
                ok(masters.get(i), "MEET", "127.0.0.1", other.port());
            }
        }
        Predicate<String> reachesAll = nodes ->
                nodes.lines().filter(node -> node.contains(" connected")).count() == size
                        && !nodes.contains("handshake");
        for (RedisServerProcess master : masters) {
            master.await(
                    info -> info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS),
                    "CLUSTER",
                    "INFO");
            master.await(reachesAll, "CLUSTER", "NODES");
        }
    }

    private static void ok(RedisServerProcess master, String subcommand, Object... args) {
        List<Object> words = new ArrayList<>(List.of(subcommand));
        Collections.addAll(words, args);
        String reply = master.ask("CLUSTER", words.toArray());
        if (!reply.equals("OK")) {
            throw new AssertionError("CLUSTER " + subcommand + ": " + reply);
        }
    }

    /** Its masters, in the order of their slots. */
    public List<RedisServerProcess> masters() {
        return masters;
    }

    /** {@code redis+cluster://…} with all masters, beginning with number {@code first}: PUBLISH and SUBSCRIBE go to that one. */
    public String url(int first) {
        List<RedisServerProcess> all = new ArrayList<>(masters);
        Collections.rotate(all, -first);
        return all.stream()
                .map(RedisServerProcess::hostAndPort)
                .collect(Collectors.joining(",", "redis+cluster://", ""));
    }

    /** How many subscribers {@code channel} has at all masters together, by PUBSUB {@code subcommand}: NUMSUB or SHARDNUMSUB. */
    public int subscribers(String subcommand, String channel) {
        int sum = 0;
        for (RedisServerProcess master : masters) {
            String reply = master.ask("PUBSUB", subcommand, channel);
            Matcher count = COUNT.matcher(reply);
            if (!count.find()) {
                throw new AssertionError("PUBSUB " + subcommand + " " + channel + ": " + reply);
            }
            sum += Integer.parseInt(count.group(1));
        }
        return sum;
    }

    @Override
    public void close() {
        masters.forEach(RedisServerProcess::close);
    }
}
