package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/** Reads replies in RESP 2. Memory is taken as bytes arrive, not as they are announced. */
public final class RespReader {

    /** How deep lists may be nested; the replies of Redis itself are nested less than ten deep. */
    public static final int MAX_DEPTH = 100;

    private final RedisInputStream in;

    /** Reads from {@code in}, which may block. */
    public RespReader(InputStream in) {
        this.in = new RedisInputStream(in);
    }

    /**
     * Waits for the next reply or pub/sub message.
     *
     * @throws JedisConnectionException if the stream ends, breaks or is no RESP 2; the message says which
     */
    public RedisReply read() {
        return read(0);
    }

    private RedisReply read(int depth) {
        byte kind = in.readByte();
        return switch (kind) {
            case '+' -> new RedisReply.Status(line());
            case '-' -> new RedisReply.Failure(line());
            case ':' -> new RedisReply.Number(in.readLongCrLf());
            case '$' -> new RedisReply.Bulk(bytes(in.readIntCrLf()));
            case '*' -> items(in.readIntCrLf(), depth);
            default -> throw new JedisConnectionException("a reply in RESP 2 was expected; it began with byte " + kind);
        };
    }

    private String line() {
        return new String(in.readLineBytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int length) {
        if (length < 0) {
            return null;
        }
        try {
            byte[] bytes = in.readNBytes(length);
            in.readByte();
            in.readByte();
            return bytes;
        } catch (IOException problem) {
            throw new JedisConnectionException(problem);
        }
    }

    private RedisReply items(int count, int depth) {
        if (count < 0) {
            return new RedisReply.Bulk(null);
        }
        if (depth == MAX_DEPTH) {
            throw new JedisConnectionException("a reply is nested deeper than " + MAX_DEPTH + " lists");
        }
        List<RedisReply> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(depth + 1));
        }
        return new RedisReply.Multi(items);
    }
}
