package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.platform.Ids;

/** Short random names of servers and requests, six characters without a {@code #}, as npm's {@code uid2(6)} makes them. */
public final class Uid {

    private static final int LENGTH = 6;
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Uid() {}

    /** The next one. */
    public static String next(Ids ids) {
        StringBuilder uid = new StringBuilder(LENGTH);
        for (byte random : ids.nextBytes(LENGTH)) {
            uid.append(CHARACTERS.charAt(random & 63));
        }
        return uid.toString();
    }
}
