package io.github.fanoutlab.simulator.check.campaign;

import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Locale;

/** What a message on a connection is for, in the terms of both generations. A fault can meet it. */
public enum ProtocolStep {
    /** 0.9's HTTP request for a session id. */
    HANDSHAKE,
    /** The request for a WebSocket, an HTTP request that fails, the packets that open a session, and the worker's greeting. */
    CONNECT,
    /** A poll without packets, and the response to a poll or a POST that carries none. */
    POLL,
    /** A client asks to join a room, and the ack. */
    JOIN,
    /** A node subscribes to a channel or a pattern, and the confirmation. */
    SUBSCRIBE,
    /** An emit on its way to Redis, and the reply. */
    PUBLISH,
    /** An emit on its way from Redis to a node. */
    MIRROR,
    /** An emit on its way to a client. */
    DELIVER,
    /** Ping, pong, and 0.9's heartbeats. */
    HEARTBEAT,
    /** 0.9 copies the state of a session to all nodes. */
    STATE,
    /** A client or a worker ends a session or a connection in order. */
    GOODBYE,
    /** Anything else. */
    OTHER;

    /** The bodies without packets: a noop, and the response to a POST, in both generations. */
    private static final List<String> NO_NEWS = List.of("6", "ok", "8::", "1");

    /** The step as tables say it: {@code handshake}. */
    public String words() {
        return switch (this) {
            case MIRROR -> "from Redis";
            case STATE -> "0.9 state";
            case GOODBYE -> "leaving";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /** The step of the message that {@code sent} sends; {@code arrival} is the event to which it led. */
    static ProtocolStep of(TraceEvent sent, TraceEvent arrival) {
        return switch (sent.kind()) {
            case HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT -> ofHttp(sent);
            case FRAME_SENT -> sent.name().equals("close") ? GOODBYE : ofFrame(sent, sent.text());
            default -> ofRedis(sent, arrival);
        };
    }

    private static ProtocolStep ofRedis(TraceEvent sent, TraceEvent arrival) {
        if (sent.name().endsWith("SUBSCRIBE")) {
            return SUBSCRIBE;
        }
        if (!sent.name().equals("PUBLISH")) {
            return OTHER;
        }
        boolean fromRedis = sent.kind() == Kind.REDIS_HANDLED && arrival.kind() != Kind.REDIS_REPLY;
        if (Payload.in(sent).isEmpty()) {
            return STATE;
        }
        return fromRedis ? MIRROR : PUBLISH;
    }

    private static ProtocolStep ofHttp(TraceEvent sent) {
        if (sent.name().endsWith("/1/")) {
            return HANDSHAKE;
        }
        boolean polls =
                sent.kind() == Kind.HTTP_REQUEST_SENT ? !sent.text().contains("websocket") : sent.number() == 200;
        return polls ? ofPolling(sent) : CONNECT;
    }

    private static ProtocolStep ofPolling(TraceEvent sent) {
        String[] words = sent.text().split(" ", sent.kind() == Kind.HTTP_REQUEST_SENT ? 3 : 2);
        String body = words[words.length - 1];
        boolean none = words.length < (sent.kind() == Kind.HTTP_REQUEST_SENT ? 3 : 2);
        return none || NO_NEWS.contains(body) ? POLL : ofFrame(sent, body);
    }

    private static ProtocolStep ofFrame(TraceEvent sent, String text) {
        if (Payload.in(sent).isPresent()) {
            return DELIVER;
        }
        if (text.equals("2::") || text.startsWith("2") && text.length() == 1 || text.startsWith("3")) {
            return HEARTBEAT;
        }
        if (text.contains(Delivery.GREETING)
                || text.startsWith("1::")
                || text.startsWith("0{")
                || text.startsWith("40")) {
            return CONNECT;
        }
        if (text.startsWith("0::") || text.startsWith("41")) {
            return GOODBYE;
        }
        boolean ack = text.startsWith("6::") || text.startsWith("43");
        return ack || text.contains("\"join\"") ? JOIN : OTHER;
    }
}
