package io.github.fanoutlab.platform.redis.cluster;

import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import java.util.regex.Pattern;

/**
 * Where a node sends a command instead of executing it.
 *
 * <pre>
 * MOVED 3999 127.0.0.1:6381     the slot is there now, and all its commands go there
 * ASK 3999 127.0.0.1:6381       the slot is moving there; this one command goes there, after an ASKING
 * </pre>
 *
 * @param moved whether it is MOVED
 * @param address the other node as {@code host:port}
 */
record Redirection(boolean moved, int slot, String address) {

    private static final Pattern SHAPE = Pattern.compile("(MOVED|ASK) \\d{1,5} \\S*:\\d{1,5}");

    static boolean is(Failure failure) {
        return SHAPE.matcher(failure.message()).matches();
    }

    /** Reads {@code failure}, the answer of the node {@code teller}; an address without a host is on the teller's host. */
    static Redirection parse(Failure failure, String teller) {
        String[] words = failure.message().split(" ");
        String address = words[2].startsWith(":") ? ClusterSlots.host(teller) + words[2] : words[2];
        return new Redirection(words[0].equals("MOVED"), Integer.parseInt(words[1]), address);
    }
}
