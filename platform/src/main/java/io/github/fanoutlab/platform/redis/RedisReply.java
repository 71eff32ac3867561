package io.github.fanoutlab.platform.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A reply to a command, or a pub/sub message, in RESP 2. */
public sealed interface RedisReply {

    /** {@code +OK}. */
    record Status(String text) implements RedisReply {
        @Override
        public String toString() {
            return "+" + text;
        }
    }

    /**
     * {@code -ERR …}: the command failed.
     *
     * @param message what Redis said, or what happened to the connection
     * @param inDoubt whether the connection broke before the reply, so that the command may have had its effect; if Redis sent the
     *     failure, nothing was changed
     */
    record Failure(String message, boolean inDoubt) implements RedisReply {

        /** A failure of a command that has changed nothing. */
        public Failure(String message) {
            this(message, false);
        }

        @Override
        public String toString() {
            return "-" + message;
        }
    }

    /** {@code :1}. */
    record Number(long value) implements RedisReply {
        @Override
        public String toString() {
            return ":" + value;
        }
    }

    /** A string of bytes, not to be changed; null bytes stand for Redis's nil. */
    record Bulk(byte[] bytes) implements RedisReply {

        public static Bulk of(String text) {
            return new Bulk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** As UTF-8 text; null for nil. */
        public String text() {
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bulk bulk && Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return bytes == null ? "nil" : readable(bytes);
        }
    }

    /** An array of replies. */
    record Multi(List<RedisReply> items) implements RedisReply {

        private static final Bulk MESSAGE = Bulk.of("message");
        private static final Bulk PATTERN_MESSAGE = Bulk.of("pmessage");
        private static final Bulk SHARD_MESSAGE = Bulk.of("smessage");

        public Multi {
            items = List.copyOf(items);
        }

        /**
         * Whether this is a pub/sub message, if it came over a subscribed connection. There the only other arrays that Redis sends
         * are confirmations and the reply to PING.
         */
        public boolean isMessage() {
            return items.size() == 3
                            && (items.get(0).equals(MESSAGE) || items.get(0).equals(SHARD_MESSAGE))
                    || items.size() == 4 && items.get(0).equals(PATTERN_MESSAGE);
        }

        @Override
        public String toString() {
            return items.stream().map(RedisReply::toString).collect(Collectors.joining(" ", "[", "]"));
        }
    }

    /** Bytes for people: printable ASCII as it is, the rest as {@code \x00}. */
    static String readable(byte[] bytes) {
        HexFormat hex = HexFormat.of();
        StringBuilder text = new StringBuilder(bytes.length + 2);
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x").append(hex.toHexDigits(b));
            }
        }
        return text.toString();
    }
}
