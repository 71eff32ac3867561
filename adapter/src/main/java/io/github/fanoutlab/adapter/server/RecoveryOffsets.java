package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.EventLoop;

/**
 * Ids of events that a client may have missed, never the same twice: the time in base 64, and a count within one millisecond, as npm's
 * {@code yeast} makes them.
 */
final class RecoveryOffsets {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private final EventLoop loop;
    private String previous = "";
    private long seed;

    RecoveryOffsets(EventLoop loop) {
        this.loop = loop;
    }

    String next() {
        String now = encode(loop.wallClockMillis());
        if (now.equals(previous)) {
            return now + "." + encode(seed++);
        }
        seed = 0;
        previous = now;
        return now;
    }

    private static String encode(long number) {
        StringBuilder digits = new StringBuilder();
        long rest = number;
        do {
            digits.append(DIGITS.charAt((int) (rest % 64)));
            rest /= 64;
        } while (rest > 0);
        return digits.reverse().toString();
    }
}
