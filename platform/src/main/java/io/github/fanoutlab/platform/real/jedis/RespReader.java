package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Reads replies in RESP 2, as far as they have arrived. Memory is taken as bytes arrive, not as they are announced. */
public final class RespReader {

    /** How deep lists may be nested; the replies of Redis itself are nested less than ten deep. */
    public static final int MAX_DEPTH = 100;

    private static final int FIRST_BYTES = 8 << 10;
    private static final int MAX_BYTES_AT_ONCE = 64 << 10;
    private static final int DECIMAL = 10;
    private static final int LINE_END = 2;

    /** What has arrived and is not read yet is between {@link #next} and {@link #end}. */
    private byte[] bytes = new byte[FIRST_BYTES];

    private int next;
    private int end;

    /** The lists whose items have not all arrived, innermost first. */
    private final Deque<Items> incomplete = new ArrayDeque<>();

    private record Items(List<RedisReply> items, long count) {}

    /**
     * Takes from {@code in} what is there, at most 64 KB.
     *
     * @return how many bytes that were; -1 if {@code in} has ended
     */
    public int take(ReadableByteChannel in) throws IOException {
        makeRoom();
        int count = in.read(ByteBuffer.wrap(bytes, end, Math.min(bytes.length - end, MAX_BYTES_AT_ONCE)));
        end += Math.max(0, count);
        return count;
    }

    private void makeRoom() {
        if (next == end) {
            next = 0;
            end = 0;
            if (bytes.length > MAX_BYTES_AT_ONCE) {
                bytes = new byte[FIRST_BYTES];
            }
        } else if (end == bytes.length) {
            byte[] room = next > bytes.length / 2 ? bytes : new byte[Math.multiplyExact(bytes.length, 2)];
            System.arraycopy(bytes, next, room, 0, end - next);
            bytes = room;
            end -= next;
            next = 0;
        }
    }

    /**
     * The next reply or pub/sub message; null as long as it has not arrived whole.
     *
     * @throws JedisConnectionException if what arrived is no RESP 2; the message says why. Nothing can be read after that
     */
    public RedisReply next() {
        while (next < end) {
            byte kind = bytes[next];
            if ("+-:$*".indexOf(kind) < 0) {
                throw new JedisConnectionException("a reply in RESP 2 was expected; it began with byte " + kind);
            }
            int lineEnd = lineEnd();
            long length = lineEnd < 0 || kind == '+' || kind == '-' ? 0 : number(lineEnd);
            if (lineEnd < 0 || kind == '$' && length >= 0 && end - lineEnd - 2 * LINE_END < length) {
                return null;
            }
            RedisReply reply = switch (kind) {
                case '+' -> new RedisReply.Status(line(lineEnd));
                case '-' -> new RedisReply.Failure(line(lineEnd));
                case ':' -> new RedisReply.Number(length);
                case '$' -> new RedisReply.Bulk(length < 0 ? null : string(lineEnd, (int) length));
                default -> list(length);
            };
            next = lineEnd + LINE_END + (kind == '$' && length >= 0 ? (int) length + LINE_END : 0);
            RedisReply whole = whole(reply);
            if (whole != null) {
                return whole;
            }
        }
        return null;
    }

    /** Where the line ends that begins at {@link #next}; -1 if that has not arrived. */
    private int lineEnd() {
        for (int i = next; i < end - 1; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private String line(int lineEnd) {
        return new String(bytes, next + 1, lineEnd - next - 1, StandardCharsets.UTF_8);
    }

    private long number(int lineEnd) {
        boolean negative = bytes[next + 1] == '-';
        long number = 0;
        for (int i = next + (negative ? 2 : 1); i < lineEnd; i++) {
            number = number * DECIMAL + bytes[i] - '0';
        }
        return negative ? -number : number;
    }

    private byte[] string(int lineEnd, int length) {
        int from = lineEnd + LINE_END;
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** A list without items; null if it has some, which are still to come. */
    private RedisReply list(long count) {
        if (count < 0) {
            return new RedisReply.Bulk(null);
        }
        if (incomplete.size() == MAX_DEPTH) {
            throw new JedisConnectionException("a reply is nested deeper than " + MAX_DEPTH + " lists");
        }
        if (count == 0) {
            return new RedisReply.Multi(List.of());
        }
        incomplete.push(new Items(new ArrayList<>(), count));
        return null;
    }

    /** Puts {@code reply} into the list that it belongs to; returns what has arrived whole with it, or null. */
    private RedisReply whole(RedisReply reply) {
        RedisReply whole = reply;
        while (whole != null && !incomplete.isEmpty()) {
            Items list = incomplete.peek();
            list.items.add(whole);
            whole = list.items.size() == list.count ? new RedisReply.Multi(incomplete.pop().items) : null;
        }
        return whole;
    }
}
