package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.platform.Ids;

/** Short random names, as npm's {@code uid2} makes them; no {@code #} among their characters. */
final class Uid {

    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Uid() {}

    static String next(Ids ids, int length) {
        StringBuilder uid = new StringBuilder(length);
        for (byte random : ids.nextBytes(length)) {
            uid.append(CHARACTERS.charAt(random & 63));
        }
        return uid.toString();
    }
}
