package io.github.fanoutlab.testbed.trace;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One thing that happened in a run. {@link Kind} says what the fields mean for each kind.
 *
 * <p>The payload is kept as it was handed over and turned into text only when somebody asks, so that recording is cheap.
 *
 * @param id the place in the run, from 0: of two events the earlier one has the lower id
 * @param cause the id of the event whose handling produced this one (for an arrival: the sending); -1 for a root
 * @param timeMicros virtual microseconds since the run began
 * @param lane where it happened: a node's name, or {@code redis}
 * @param peer the lane at the other side; empty when there is none
 * @param connection the TCP connection it happened on ({@code W1.pub}, {@code C1>W1:80#1}); empty when there is none
 * @param name a word that says more, see {@link Kind}; empty when there is none
 * @param payload a String, a byte array not to be changed, a {@link RedisCommand}, a {@link RedisReply}, an {@link
 *     HttpRequest}, an {@link HttpResponse}; or null
 * @param number a number that says more, see {@link Kind}; 0 when there is none
 */
public record TraceEvent(
        long id,
        long cause,
        long timeMicros,
        String lane,
        Kind kind,
        String peer,
        String connection,
        String name,
        Object payload,
        long number) {

    /** The cause of an event that no other event produced. */
    public static final long NO_CAUSE = -1;

    /** Whether this is of {@code kind} and called {@code name}. */
    public boolean is(Kind kind, String name) {
        return this.kind == kind && this.name.equals(name);
    }

    /** The payload for people, on one line: bytes that are no printable ASCII as {@code \x00}. */
    public String text() {
        if (payload instanceof byte[] bytes) {
            return RedisReply.readable(bytes);
        }
        if (payload instanceof HttpRequest request) {
            return request.method() + ' ' + request.target() + body(request.body());
        }
        if (payload instanceof HttpResponse response) {
            return response.status() + body(response.body());
        }
        return payload == null ? "" : payload.toString();
    }

    /** How many bytes the payload is: of a frame, an HTTP body, or a published message. 0 for anything else. */
    public int bytes() {
        if (payload instanceof RedisCommand || payload instanceof RedisReply) {
            byte[] published = published();
            return published == null ? 0 : published.length;
        }
        if (payload instanceof HttpRequest request) {
            return request.body().length;
        }
        if (payload instanceof HttpResponse response) {
            return response.body().length;
        }
        if (payload instanceof byte[] bytes) {
            return bytes.length;
        }
        return payload instanceof String text ? text.getBytes(StandardCharsets.UTF_8).length : 0;
    }

    /** The pub/sub channel of a PUBLISH, a message or a pmessage, or what was subscribed to; empty for anything else. */
    public String channel() {
        if (payload instanceof RedisCommand command) {
            return isPubSub(command.name()) && !command.args().isEmpty() ? command.arg(0) : "";
        }
        if (kind == Kind.REDIS_PUSH && !name.equals("entries") && payload instanceof RedisReply.Multi push) {
            return push.items().get(name.equals("pmessage") ? 2 : 1) instanceof RedisReply.Bulk channel
                    ? channel.text()
                    : "";
        }
        return "";
    }

    /** Whether it is a command, being sent or carried out, by which a message reaches other nodes: PUBLISH, SPUBLISH or XADD. */
    public boolean publishes() {
        return payload instanceof RedisCommand && (name.endsWith("PUBLISH") || name.equals("XADD"));
    }

    /** Whether such a message arrives: by pub/sub, or as entries that were read from a stream. */
    public boolean isMessage() {
        return kind == Kind.REDIS_PUSH && (name.endsWith("message") || name.equals("entries"));
    }

    /** The ids of the entries that a server has read from a stream; empty for anything else. */
    public List<String> entryIds() {
        if (!name.equals("entries") || !(payload instanceof RedisReply.Multi streams)) {
            return List.of();
        }
        return streams.items().stream()
                .flatMap(stream -> items(items(stream).get(1)).stream())
                .map(entry -> ((RedisReply.Bulk) items(entry).get(0)).text())
                .toList();
    }

    private static List<RedisReply> items(RedisReply reply) {
        return ((RedisReply.Multi) reply).items();
    }

    /** The message of a PUBLISH, a message or a pmessage, or the last field of an XADD, not to be changed; null for anything else. */
    public byte[] published() {
        if (payload instanceof RedisCommand command) {
            return publishes() && command.args().size() >= 2
                    ? command.args().get(command.args().size() - 1)
                    : null;
        }
        if (kind == Kind.REDIS_PUSH && name.endsWith("message") && payload instanceof RedisReply.Multi push) {
            return push.items().get(push.items().size() - 1) instanceof RedisReply.Bulk message
                    ? message.bytes()
                    : null;
        }
        return null;
    }

    /** The event on one line, every field of it: what {@link Trace#hash()} is taken of. */
    public String line() {
        StringBuilder line = new StringBuilder(96);
        appendTo(line);
        return line.toString();
    }

    void appendTo(StringBuilder line) {
        line.append(id).append(" <-").append(cause).append(" @").append(timeMicros);
        line.append(' ').append(lane).append(' ').append(kind.name());
        line.append(" peer=").append(peer);
        line.append(" on=").append(connection);
        line.append(" name=").append(name);
        line.append(" number=").append(number);
        line.append(" : ");
        String text = text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else {
                line.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return line();
    }

    private static String body(byte[] body) {
        return body.length == 0 ? "" : ' ' + new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isPubSub(String command) {
        return command.endsWith("PUBLISH") || command.endsWith("SUBSCRIBE");
    }
}
