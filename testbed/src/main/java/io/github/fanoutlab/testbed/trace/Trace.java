package io.github.fanoutlab.testbed.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A recorded run: its events in the order in which they happened, and what caused what.
 *
 * <p>Two relations order the events. An event's <em>cause</em> is the one event whose handling produced it: the causes
 * form trees, and their roots are the script and the starts of nodes. An event also comes <em>after</em> all earlier
 * events of its own lane, because a node handles one input at a time. Together the two are Lamport's happened-before;
 * {@link #everythingBefore} follows both, {@link #causesOf} only the first.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Trace {

    private static final int HASH_CHUNK_CHARS = 1 << 14;
    private static final int USUAL_SIZE = 1 << 10;

    private final List<TraceEvent> events = new ArrayList<>(USUAL_SIZE);
    private final List<TraceEvent> view = Collections.unmodifiableList(events);
    private final Links links = new Links();

    /** Appends an event and returns its id. The fields are those of {@link TraceEvent}. */
    public long add(
            long cause,
            long timeMicros,
            String lane,
            Kind kind,
            String peer,
            String connection,
            String name,
            Object payload,
            long number) {
        long id = events.size();
        events.add(new TraceEvent(id, cause, timeMicros, lane, kind, peer, connection, name, payload, number));
        return id;
    }

    /** All events, in order; grows while the run goes on. */
    public List<TraceEvent> events() {
        return view;
    }

    /** How many events there are. */
    public int size() {
        return events.size();
    }

    /** The event whose id is {@code id}. */
    public TraceEvent event(long id) {
        return events.get(Math.toIntExact(id));
    }

    /** The events of one kind, in order: a copy. */
    public List<TraceEvent> events(Kind kind) {
        return events(event -> event.kind() == kind);
    }

    /** The events that {@code wanted} accepts, in order: a copy. */
    public List<TraceEvent> events(Predicate<TraceEvent> wanted) {
        return events.stream().filter(wanted).toList();
    }

    /** How many events {@code wanted} accepts. */
    public long count(Predicate<TraceEvent> wanted) {
        return events.stream().filter(wanted).count();
    }

    /** The lanes, in the order in which they first appear. */
    public List<String> lanes() {
        Map<String, Boolean> lanes = new LinkedHashMap<>();
        events.forEach(event -> lanes.put(event.lane(), true));
        return List.copyOf(lanes.keySet());
    }

    /** The event's direct cause, or null for a root. */
    public TraceEvent causeOf(TraceEvent event) {
        return event.cause() < 0 ? null : event(event.cause());
    }

    /** The chain of causes, from the direct one back to the root; empty for a root. */
    public List<TraceEvent> causesOf(TraceEvent event) {
        List<TraceEvent> chain = new ArrayList<>();
        for (TraceEvent cause = causeOf(event); cause != null; cause = causeOf(cause)) {
            chain.add(cause);
        }
        return chain;
    }

    /** The nearest cause that {@code wanted} accepts, the event itself included; null when there is none. */
    public TraceEvent nearestCause(TraceEvent event, Predicate<TraceEvent> wanted) {
        TraceEvent nearest = event;
        while (nearest != null && !wanted.test(nearest)) {
            nearest = causeOf(nearest);
        }
        return nearest;
    }

    /** What the event directly caused, in order. */
    public List<TraceEvent> effectsOf(TraceEvent event) {
        links.extendTo(events);
        List<TraceEvent> effects = new ArrayList<>();
        for (int id = links.firstEffect((int) event.id()); id >= 0; id = links.nextEffect(id)) {
            effects.add(events.get(id));
        }
        return effects;
    }

    /** What the event caused, directly or through others, in order. */
    public List<TraceEvent> allEffectsOf(TraceEvent event) {
        BitSet caused = new BitSet(events.size());
        caused.set((int) event.id());
        List<TraceEvent> effects = new ArrayList<>();
        for (TraceEvent later : events.subList((int) event.id() + 1, events.size())) {
            if (later.cause() >= 0 && caused.get((int) later.cause())) {
                caused.set((int) later.id());
                effects.add(later);
            }
        }
        return effects;
    }

    /** Everything that happened before the event (its causal past by cause and by lane), in order. */
    public List<TraceEvent> everythingBefore(TraceEvent event) {
        return past(event).stream().mapToObj(events::get).toList();
    }

    /** Whether {@code earlier} happened before {@code later}: it could have had an influence on it. */
    public boolean happenedBefore(TraceEvent earlier, TraceEvent later) {
        return earlier.id() < later.id() && past(later).get((int) earlier.id());
    }

    private BitSet past(TraceEvent event) {
        links.extendTo(events);
        BitSet past = new BitSet((int) event.id() + 1);
        past.set((int) event.id());
        for (int id = (int) event.id(); id >= 0; id = past.previousSetBit(id - 1)) {
            int cause = (int) events.get(id).cause();
            if (cause >= 0) {
                past.set(cause);
            }
            int before = links.beforeOnLane(id);
            if (before >= 0) {
                past.set(before);
            }
        }
        past.clear((int) event.id());
        return past;
    }

    /** SHA-256 in hexadecimal over the {@linkplain TraceEvent#line() lines} of all events, each ended by a line feed. */
    public String hash() {
        MessageDigest digest = sha256();
        StringBuilder chunk = new StringBuilder(HASH_CHUNK_CHARS + 1024);
        for (TraceEvent event : events) {
            event.appendTo(chunk);
            chunk.append('\n');
            if (chunk.length() >= HASH_CHUNK_CHARS) {
                digest.update(chunk.toString().getBytes(StandardCharsets.UTF_8));
                chunk.setLength(0);
            }
        }
        digest.update(chunk.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
