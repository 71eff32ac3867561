package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.client.LegacyClient;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What carries packets between a client and its worker: frames of a WebSocket, or HTTP requests and responses. */
final class ClientWire {

    private static final String WEBSOCKET = "websocket";

    /** A request of 0.9 without the id of a session. */
    private static final String HANDSHAKE = "/1/";

    /** With this packet, a client of 1.0+ has moved to its WebSocket, and polls no more. */
    private static final String UPGRADED = "5";

    /** The packet that tells a client that its session has begun: {@code 1::}, {@code 40{"sid":…}} or {@code 40/chat,{"sid":…}}. */
    private static final Pattern CONNECT = Pattern.compile("(?<!\\d)1::|40(?:/\\w+,)?\\{\"sid\":\"([^\"]*)\"");

    private static final Pattern DISCONNECT = Pattern.compile("(?:^|\\x1e|200 )41(?:/\\w+,)?(?:$|\\x1e)");

    private static final Pattern SECRET = Pattern.compile("\"pid\":\"([^\"]+)\"");

    private static final Pattern ENGINE_SESSION = Pattern.compile("sid=[^& ]+");

    /** The packet with which a client of 1.0+ ends its engine session. */
    private static final String CLOSE = "1";

    private ClientWire() {}

    /** Whether clients of 0.9 poll through a balancer: then any worker may answer a poll, and may keep packets for the next. */
    static boolean anyWorkerMayAnswer(RunString run) {
        Access access = run.access();
        return run.generation() == Generation.LEGACY
                && access.isBalanced()
                && access.transport().polls();
    }

    /** Whether a worker sends a client something. */
    static boolean isSentToClient(TraceEvent event) {
        return event.kind() == Kind.FRAME_SENT || event.kind() == Kind.HTTP_RESPONSE_SENT;
    }

    /** Whether a worker tells {@code client} that its session has begun. */
    static boolean isConnectTo(String client, TraceEvent event) {
        return event.peer().equals(client) && isConnect(event);
    }

    /** 1.0+: whether a worker tells {@code client} that the server ends its session. */
    static boolean isDisconnectTo(String client, TraceEvent event) {
        return event.peer().equals(client)
                && isSentToClient(event)
                && DISCONNECT.matcher(event.text()).find();
    }

    static boolean isConnect(TraceEvent event) {
        return isSentToClient(event) && CONNECT.matcher(event.text()).find();
    }

    /** 1.0+: the id of the session that {@code event} tells the client has begun; empty if it tells none. */
    static String sessionBegunBy(TraceEvent event) {
        Matcher matcher = CONNECT.matcher(event.text());
        return matcher.find() && matcher.group(1) != null ? matcher.group(1) : "";
    }

    /** Streams: the secret with which a client may come back to the session that {@code event} begins; empty if it tells none. */
    static String secretIn(TraceEvent event) {
        Matcher matcher = SECRET.matcher(event.text());
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * 1.0+: the id, with its name, of the engine session in which a worker sent {@code event}; empty if it began with a WebSocket. What
     * had to wait for Redis answers the last poll that had come.
     */
    static String engineSessionOf(Trace trace, TraceEvent event) {
        TraceEvent cause = trace.nearestCause(event, before -> before.kind() == Kind.HTTP_REQUEST_RECEIVED);
        TraceEvent request = cause != null || event.kind() != Kind.HTTP_RESPONSE_SENT
                ? cause
                : trace.events().subList(0, (int) event.id()).stream()
                        .filter(poll ->
                                isPoll(poll, event.peer()) && poll.lane().equals(event.lane()))
                        .reduce((first, second) -> second)
                        .orElse(null);
        Matcher matcher = ENGINE_SESSION.matcher(request == null ? "" : request.text());
        return matcher.find() ? matcher.group() : "";
    }

    /** 1.0+: whether {@code event} is something from a client in that engine session, or on a WebSocket. */
    static boolean isReceivedIn(String engineSession, TraceEvent event) {
        return event.kind() == Kind.FRAME_RECEIVED
                || event.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && !engineSession.isEmpty()
                        && event.text().contains(engineSession);
    }

    /** 1.0+: whether a client has moved to its WebSocket. */
    static boolean isUpgraded(TraceEvent event) {
        return event.kind() == Kind.FRAME_RECEIVED && event.text().equals(UPGRADED);
    }

    /** 1.0+: whether a client ends its engine session. */
    static boolean isGoodbye(TraceEvent event) {
        return event.text().equals(CLOSE) || event.text().endsWith(' ' + CLOSE);
    }

    /** Whether it arrives. */
    static boolean isReceivedByClient(TraceEvent event) {
        return event.kind() == Kind.FRAME_RECEIVED || event.kind() == Kind.HTTP_RESPONSE_RECEIVED;
    }

    /** Whether something from a client arrives at a worker. */
    static boolean isReceivedByWorker(TraceEvent event) {
        return event.kind() == Kind.FRAME_RECEIVED || event.kind() == Kind.HTTP_REQUEST_RECEIVED;
    }

    /** The first poll of {@code client} that reached a worker after {@code moment}; null if none did. */
    static TraceEvent nextPoll(Trace trace, TraceEvent moment, String client) {
        return trace.events().subList((int) moment.id(), trace.size()).stream()
                .filter(event -> isPoll(event, client))
                .findFirst()
                .orElse(null);
    }

    /** The last poll of {@code client} that reached a worker before {@code moment}; null if none did. */
    static TraceEvent lastPoll(Trace trace, TraceEvent moment, String client) {
        List<TraceEvent> earlier = trace.events().subList(0, (int) moment.id());
        return earlier.stream()
                .filter(event -> isPoll(event, client))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /** Whether a client lost its session because it was told that the server does not know it. */
    static boolean isRefused(TraceEvent disconnected) {
        return disconnected.kind() == Kind.DISCONNECTED
                && (disconnected.name().contains(Generation.ADAPTER.sessionUnknown())
                        || disconnected.name().contains(LegacyClient.SESSION_UNKNOWN));
    }

    /**
     * Whether no poll of {@code client} waited at the worker of {@code moment}: it had answered the last one, or had got none in its life.
     */
    static boolean hadNoPoll(Trace trace, TraceEvent moment, String client) {
        TraceEvent last = lastAt(moment.lane(), trace.events().subList(0, (int) moment.id()), client);
        return last == null || last.kind() == Kind.HTTP_RESPONSE_SENT;
    }

    /**
     * 0.9: that another worker told the worker of {@code moment}, after that and on {@code channel}, that it has a poll of {@code session},
     * {@code open}, or that this poll is over, {@code close}. Null if none did.
     */
    static TraceEvent nextToldByAnother(String channel, Trace trace, TraceEvent moment, String session) {
        return trace.events().subList((int) moment.id(), trace.size()).stream()
                .filter(event -> isToldByAnother(channel, trace, event, moment.lane(), session))
                .findFirst()
                .orElse(null);
    }

    /** 0.9: whether another worker tells {@code worker}, on {@code channel}, what became of {@code session}. */
    static boolean isToldByAnother(String channel, Trace trace, TraceEvent event, String worker, String session) {
        return event.kind() == Kind.REDIS_PUSH
                && event.lane().equals(worker)
                && event.channel().equals(channel)
                && event.text().contains(session)
                && !trace.causeOf(event).peer().equals(worker);
    }

    /** 0.9: whether a poll of {@code client} in {@code session} waited at the worker of {@code moment}, which had not let go of it. */
    static boolean isPollWaiting(Trace trace, TraceEvent moment, String client, String session) {
        TraceEvent last = lastAt(moment.lane(), trace.events().subList(0, (int) moment.id()), client);
        return last != null
                && last.kind() == Kind.HTTP_REQUEST_RECEIVED
                && last.name().endsWith(session)
                && letGoOfLastPoll(trace, moment, client) == null
                && tookLastPollForClosed(trace, moment, client) == null;
    }

    /** Whether the worker of {@code moment} could send {@code client} nothing then, nor before {@code end}. */
    static boolean hadNoWayOut(Trace trace, TraceEvent moment, TraceEvent end, String client) {
        TraceEvent last = lastAt(moment.lane(), trace.events().subList(0, (int) moment.id()), client);
        TraceEvent next = lastAt(moment.lane(), trace.events().subList((int) moment.id(), (int) end.id()), client);
        return (last == null || last.kind() == Kind.HTTP_RESPONSE_SENT) && next == null;
    }

    /**
     * The last poll of {@code client} at {@code worker}, or its answer, or that the client moved to its WebSocket; null if there was
     * none, or if the worker died or lost the connection since.
     */
    private static TraceEvent lastAt(String worker, List<TraceEvent> events, String client) {
        TraceEvent last = null;
        for (TraceEvent event : events) {
            boolean ofClient = event.lane().equals(worker) && event.peer().equals(client);
            boolean poll = event.name().startsWith("GET ")
                    && !isHandshake(event)
                    && !event.text().contains(WEBSOCKET);
            boolean moved = event.kind() == Kind.FRAME_RECEIVED && event.text().equals(UPGRADED);
            boolean lost = event.kind() == Kind.NODE_DIED && event.lane().equals(worker)
                    || ofClient && event.kind() == Kind.CONNECTION_CLOSED;
            if (ofClient && (poll || moved) || lost) {
                last = lost ? null : event;
            }
        }
        return last;
    }

    /**
     * 0.9: that another worker had told the worker of {@code moment} that the session is open there, so that it let go of the last poll of
     * {@code client}. It answers that poll no more. Null if it had not let go.
     */
    static TraceEvent letGoOfLastPoll(Trace trace, TraceEvent moment, String client) {
        return letGoOfLastPoll(trace, moment.lane(), moment, client);
    }

    /** The same of {@code worker}, at {@code moment}. */
    static TraceEvent letGoOfLastPoll(Trace trace, String worker, TraceEvent moment, String client) {
        return lastPollFollowedBy("open", trace, worker, moment, client);
    }

    /**
     * 0.9: that another worker told, too late, that the session is closed there, so that the worker of {@code moment} keeps everything for
     * the next poll. Null if none did.
     */
    private static TraceEvent tookLastPollForClosed(Trace trace, TraceEvent moment, String client) {
        return lastPollFollowedBy("close", trace, moment.lane(), moment, client);
    }

    private static TraceEvent lastPollFollowedBy(
            String channel, Trace trace, String worker, TraceEvent moment, String client) {
        TraceEvent told = null;
        String session = "";
        for (TraceEvent event : trace.events().subList(0, (int) moment.id())) {
            if (event.lane().equals(worker) && isPoll(event, client)) {
                told = null;
                session = sessionOf(event);
            } else if (!session.isEmpty() && isToldByAnother(channel, trace, event, worker, session)) {
                told = event;
            }
        }
        return told;
    }

    /** 0.9: whether a request, or its answer, has no id of a session in it. */
    static boolean isHandshake(TraceEvent event) {
        return event.name().endsWith(HANDSHAKE);
    }

    /** 0.9: the session that {@code request} is of; not of a handshake. */
    static String sessionOf(TraceEvent request) {
        return request.name().substring(request.name().lastIndexOf('/') + 1);
    }

    private static boolean isPoll(TraceEvent event, String client) {
        return event.kind() == Kind.HTTP_REQUEST_RECEIVED
                && event.peer().equals(client)
                && event.name().startsWith("GET ");
    }
}
