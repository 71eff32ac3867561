package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.simulator.spacetime.Message.Medium;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads every message of a trace. An event whose cause is on another lane is an arrival; a message that was sent and has no
 * arrival is in flight. Nothing that was sent is left out.
 */
final class MessageReader {

    private static final Pattern ROOM = Pattern.compile("socket\\.io#/[^#]*#.+#");

    private final Trace trace;
    private final EmitNumbers emits;
    private final MomentReader moments;
    private final boolean isOurs;
    private final List<Message> messages = new ArrayList<>();

    /** When a server last sent something of an emit to a client: the id of the event, by emit and server. */
    private final Map<String, Long> lastSent = new LinkedHashMap<>();

    /**
     * @param isOurs whether it is known what the servers drop, and why; no trace tells of a {@code MyAdapter} whether it drops its own
     *     echo, or has nobody to deliver it to
     */
    MessageReader(Trace trace, EmitNumbers emits, MomentReader moments, boolean isOurs) {
        this.trace = trace;
        this.emits = emits;
        this.moments = moments;
        this.isOurs = isOurs;
    }

    /** In the order of arriving; what is in flight stands where it was sent. */
    List<Message> read() {
        trace.events(Kind.DELIVERY).forEach(delivery -> {
            TraceEvent sent = trace.nearestCause(delivery, MessageReader::isSentToClient);
            if (sent != null) {
                lastSent.put(emits.of(delivery) + " " + sent.lane(), sent.id());
            }
        });
        trace.events().forEach(this::read);
        return messages;
    }

    private void read(TraceEvent event) {
        TraceEvent cause = trace.causeOf(event);
        if (cause != null && (event.kind() == Kind.LOST || !cause.lane().equals(event.lane()))) {
            arrival(cause, event);
        }
        if (isSent(event) && trace.effectsOf(event).isEmpty()) {
            inFlight(event, medium(event, event), Place.of(event.peer(), event.connection()));
        }
        if (event.kind() == Kind.REDIS_HANDLED) {
            outputsInFlight(event);
        }
    }

    private void arrival(TraceEvent sent, TraceEvent end) {
        if (!moments.has(sent) || !moments.has(end)) {
            return;
        }
        Medium medium = medium(sent, end);
        messages.add(new Message(
                end.id(),
                medium,
                medium == Medium.COMMAND ? sent.name() : "",
                Place.of(sent.lane(), end.connection()),
                Place.of(end.lane(), end.connection()),
                moments.of(sent),
                moments.of(end),
                fate(medium, sent, end),
                end.kind() == Kind.LOST ? end.name() : "",
                medium == Medium.COMMAND ? end.number() : 0,
                emits(sent, end)));
    }

    private void inFlight(TraceEvent sent, Medium medium, Place to) {
        if (moments.has(sent)) {
            messages.add(new Message(
                    sent.id(),
                    medium,
                    medium == Medium.COMMAND ? sent.name() : "",
                    Place.of(sent.lane(), sent.connection()),
                    to,
                    moments.of(sent),
                    Message.NEVER,
                    Fate.IN_FLIGHT,
                    "",
                    0,
                    emits(sent, sent)));
        }
    }

    private List<Integer> emits(TraceEvent sent, TraceEvent end) {
        List<Integer> delivered = trace.effectsOf(end).stream()
                .filter(effect -> effect.kind() == Kind.DELIVERY && emits.of(effect) > 0)
                .map(emits::of)
                .toList();
        if (!delivered.isEmpty()) {
            return delivered;
        }
        if (!end.entryIds().isEmpty()) {
            return emits.inEntries(end);
        }
        int number = switch (medium(sent, end)) {
            case COMMAND, PUBLISHED -> emits.in(sent);
            default -> emits.of(end) > 0 ? emits.of(end) : emits.of(sent);
        };
        return number > 0 ? List.of(number) : List.of();
    }

    private static boolean isSent(TraceEvent event) {
        return switch (event.kind()) {
            case FRAME_SENT, HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT, REDIS_SENT -> true;
            default -> false;
        };
    }

    private static boolean isSentToClient(TraceEvent event) {
        return event.kind() == Kind.FRAME_SENT || event.kind() == Kind.HTTP_RESPONSE_SENT;
    }

    /** A command has replies for its sender, and a PUBLISH as many messages as it has receivers. An XREAD may wait for entries. */
    private void outputsInFlight(TraceEvent handled) {
        List<TraceEvent> outputs = trace.effectsOf(handled).stream()
                .filter(effect -> effect.kind() != Kind.CONNECTION_CLOSED)
                .toList();
        long replies =
                outputs.stream().filter(output -> isReply(handled, output)).count();
        for (long missing = repliesTo(handled) - replies; missing > 0; missing--) {
            inFlight(handled, Medium.REPLY, Place.of(handled.peer(), handled.connection()));
        }
        for (long missing = handled.number() - (outputs.size() - replies); missing > 0; missing--) {
            inFlight(handled, Medium.PUBLISHED, Place.of(""));
        }
    }

    private static long repliesTo(TraceEvent handled) {
        if (handled.name().equals("XREAD")) {
            return 0;
        }
        boolean oneForEach = handled.name().endsWith("SUBSCRIBE") && handled.payload() instanceof RedisCommand;
        return oneForEach
                ? Math.max(1, ((RedisCommand) handled.payload()).args().size())
                : 1;
    }

    private static boolean isReply(TraceEvent handled, TraceEvent output) {
        return output.connection().equals(handled.connection());
    }

    private static Medium medium(TraceEvent sent, TraceEvent end) {
        return switch (sent.kind()) {
            case FRAME_SENT -> Medium.FRAME;
            case HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT -> Medium.HTTP;
            case REDIS_SENT -> Medium.COMMAND;
            case REDIS_HANDLED -> {
                boolean isReply = isReply(sent, end) && end.entryIds().isEmpty();
                Medium output = isReply ? Medium.REPLY : Medium.PUBLISHED;
                yield end.kind() == Kind.CONNECTION_CLOSED ? Medium.SIGNAL : output;
            }
            default -> Medium.SIGNAL;
        };
    }

    private Fate fate(Medium medium, TraceEvent sent, TraceEvent end) {
        if (end.kind() == Kind.LOST) {
            return Fate.LOST;
        }
        List<TraceEvent> effects = trace.effectsOf(end);
        if (!end.entryIds().isEmpty()) {
            return fateOfEntries(end, effects);
        }
        if (medium == Medium.PUBLISHED) {
            return fateOfPublished(sent, end, effects);
        }
        boolean delivers = effects.stream().anyMatch(effect -> effect.kind() == Kind.DELIVERY);
        return delivers ? Fate.DELIVERED : Fate.RECEIVED;
    }

    private Fate fateOfPublished(TraceEvent published, TraceEvent end, List<TraceEvent> effects) {
        boolean ownEcho = published.peer().equals(end.lane());
        boolean goesToClients = effects.stream().anyMatch(MessageReader::isSentToClient);
        boolean goesOn = goesToClients || effects.stream().anyMatch(effect -> effect.kind() == Kind.REDIS_SENT);
        int emit = emits.in(published);
        boolean hasClients = lastSent.containsKey(emit + " " + end.lane());
        if (isOurs && emit > 0 && !goesOn && !hasClients && isForRoomAlone(end)) {
            return Fate.UNKNOWN_ROOM;
        }
        if (ownEcho && !goesOn && (isOurs || hasClients)) {
            return Fate.ECHO_DROPPED;
        }
        if (ownEcho && goesToClients && emit > 0) {
            return Fate.ECHO_DELIVERED;
        }
        if (goesOn || emit == 0) {
            return Fate.RECEIVED;
        }
        return isSentLater(emit, end) ? Fate.KEPT : Fate.NO_CLIENTS;
    }

    /**
     * Whether it goes to all members of one room, by the room's own channel: {@code socket.io#/chat#red#}. A server that sends it to
     * none has none.
     */
    private static boolean isForRoomAlone(TraceEvent received) {
        if (!ROOM.matcher(received.channel()).matches()) {
            return false;
        }
        BroadcastOptions options = MessageCodec.readOptions(
                MessagePackDecoder.decode(received.published()).path(2));
        return options.except().isEmpty() && !options.isVolatile();
    }

    /** Its own entries, too, are news to a server. */
    private Fate fateOfEntries(TraceEvent read, List<TraceEvent> effects) {
        List<Integer> carried = emits.inEntries(read);
        if (carried.isEmpty() || effects.stream().anyMatch(MessageReader::isSentToClient)) {
            return Fate.RECEIVED;
        }
        return carried.stream().anyMatch(emit -> isSentLater(emit, read)) ? Fate.KEPT : Fate.NO_CLIENTS;
    }

    private boolean isSentLater(int emit, TraceEvent received) {
        return lastSent.getOrDefault(emit + " " + received.lane(), 0L) > received.id();
    }
}
