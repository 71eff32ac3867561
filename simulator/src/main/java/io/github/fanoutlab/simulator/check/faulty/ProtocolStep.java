package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import java.util.Locale;

/** What a message on a wire is for, in the terms of both generations: what a fault can meet. */
public enum ProtocolStep {
    /** 0.9's HTTP request for a session id. */
    HANDSHAKE,
    /** The request for a WebSocket, the packets that open a session in its namespace, the worker's greeting. */
    CONNECT,
    /** A client asks to be put into a room, and the answer. */
    JOIN,
    /** A node asks Redis for a channel or a pattern, and the confirmation. */
    SUBSCRIBE,
    /** An emit on its way to Redis, and Redis's answer. */
    PUBLISH,
    /** An emit on its way from Redis to a node. */
    MIRROR,
    /** An emit on its way to a client. */
    DELIVER,
    /** Ping, pong, and 0.9's heartbeats. */
    HEARTBEAT,
    /** 0.9 copies a session's state to its peers. */
    STATE,
    /** Somebody leaves politely. */
    GOODBYE,
    /** Anything else. */
    OTHER;

    /** As in tables: {@code handshake}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of which step {@code sent} is a message, as seen at {@code arrival}, the event that it led to. */
    static ProtocolStep of(TraceEvent sent, TraceEvent arrival) {
        return switch (sent.kind()) {
            case HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT -> sent.name().endsWith("/1/") ? HANDSHAKE : CONNECT;
            case FRAME_SENT -> sent.name().equals("close") ? GOODBYE : ofFrame(sent);
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

    private static ProtocolStep ofFrame(TraceEvent sent) {
        String text = sent.text();
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
        boolean answer = text.startsWith("6::") || text.startsWith("43");
        return answer || text.contains("\"join\"") ? JOIN : OTHER;
    }
}
