package io.github.fanoutlab.platform.redis.cluster;

import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which master has which slots of a Redis Cluster. A master is named by its {@code host:port}. */
final class ClusterSlots {

    /** By the first slot of each range, which ends where the next begins; null where no master has the slots. */
    private final TreeMap<Integer, String> masters = new TreeMap<>();

    /**
     * Reads the reply of the node {@code teller} to CLUSTER SLOTS; empty if that tells no slots. A master without a host is on the
     * teller's host.
     */
    static Optional<ClusterSlots> read(RedisReply reply, String teller) {
        if (!(reply instanceof Multi ranges) || ranges.items().isEmpty()) {
            return Optional.empty();
        }
        ClusterSlots slots = new ClusterSlots();
        try {
            ranges.items().forEach(range -> slots.assign((Multi) range, teller));
        } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException otherShape) {
            return Optional.empty();
        }
        return Optional.of(slots);
    }

    private void assign(Multi range, String teller) {
        Multi master = (Multi) range.items().get(2);
        String host = ((Bulk) master.items().get(0)).text();
        String known = host == null || host.isEmpty() ? host(teller) : host;
        assign(
                (int) ((Number) range.items().get(0)).value(),
                (int) ((Number) range.items().get(1)).value(),
                known + ":" + ((Number) master.items().get(1)).value());
    }

    /** {@code host:port} without its port. */
    static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    /** From now on {@code master} has the slots from {@code first} to {@code last}. */
    void assign(int first, int last, String master) {
        String after = masterOf(last + 1);
        masters.subMap(first, true, last, true).clear();
        masters.put(first, master);
        masters.put(last + 1, after);
    }

    /** The master of {@code slot}; null when none has it. */
    String masterOf(int slot) {
        Map.Entry<Integer, String> range = masters.floorEntry(slot);
        return range == null ? null : range.getValue();
    }

    /** All masters, in the order of their slots. */
    Set<String> masters() {
        Set<String> all = new LinkedHashSet<>(masters.values());
        all.remove(null);
        return all;
    }
}
