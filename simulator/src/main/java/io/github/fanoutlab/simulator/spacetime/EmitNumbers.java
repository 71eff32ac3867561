package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which emit of a server each event of a run belongs to: everything that the turn of the emit set off, except what timers
 * and later requests of clients did. A delivery that came with a later poll is known by what it says, if only one emit says so;
 * over streams, by the id of its entry.
 */
final class EmitNumbers {

    private static final int NONE = 0;

    /** The id of an entry, which the streams adapter adds to the arguments of an event. */
    private static final Pattern OFFSET = Pattern.compile("\"(\\d+-\\d+)\"]$");

    private final List<TraceEvent> emits = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final Map<Long, Integer> byTurn = new LinkedHashMap<>();
    private final Map<String, Integer> byWords = new LinkedHashMap<>();

    /** The number of the emit that an entry of a stream carries, by the id of the entry. */
    private final Map<String, Integer> byEntry = new LinkedHashMap<>();

    EmitNumbers(Trace trace, Set<String> servers) {
        Map<Long, String> ids = idsOfEntries(trace);
        for (TraceEvent event : trace.events()) {
            if (event.kind() == Kind.EMIT && servers.contains(event.lane())) {
                emits.add(event);
                byTurn.put(event.cause(), emits.size());
                byWords.merge(event.name() + " [\"" + event.text() + "\"]", emits.size(), (earlier, later) -> NONE);
            }
            numbers.add(number(event));
            if (ids.containsKey(event.id())) {
                byEntry.put(ids.get(event.id()), in(event));
            }
        }
    }

    /** The ids with which Redis replied to each XADD. */
    private static Map<Long, String> idsOfEntries(Trace trace) {
        Map<Long, String> ids = new LinkedHashMap<>();
        for (TraceEvent reply : trace.events(Kind.REDIS_REPLY)) {
            TraceEvent handled = trace.causeOf(reply);
            if (handled != null && handled.is(Kind.REDIS_HANDLED, "XADD")) {
                ids.put(handled.id(), reply.text());
            }
        }
        return ids;
    }

    private int number(TraceEvent event) {
        if (event.kind() == Kind.DELIVERY) {
            Matcher offset = OFFSET.matcher(event.text());
            int said = offset.find()
                    ? byEntry.getOrDefault(offset.group(1), NONE)
                    : byWords.getOrDefault(event.name() + ' ' + event.text(), NONE);
            if (said != NONE) {
                return said;
            }
        }
        if (event.cause() < 0 || event.kind() == Kind.TIMER || event.kind() == Kind.HTTP_REQUEST_SENT) {
            return NONE;
        }
        Integer ofTurn = byTurn.get(event.cause());
        return ofTurn != null ? ofTurn : numbers.get((int) event.cause());
    }

    /** The numbers of the emits in the entries that a server has read, in their order. */
    List<Integer> inEntries(TraceEvent read) {
        return read.entryIds().stream()
                .map(id -> byEntry.getOrDefault(id, NONE))
                .filter(number -> number != NONE)
                .toList();
    }

    /** All emits of servers, in order: emit 1, emit 2, … */
    List<TraceEvent> emits() {
        return emits;
    }

    /** The number of the emit that {@code event} belongs to; 0 for none. */
    int of(TraceEvent event) {
        return numbers.get((int) event.id());
    }

    /**
     * The number of the emit that is in {@code message}, a PUBLISH or what Redis pushes; 0 when it carries something else, such
     * as what a 0.9 server tells its peers of a client.
     */
    int in(TraceEvent message) {
        int number = of(message);
        byte[] published = message.published();
        if (number == NONE || published == null) {
            return NONE;
        }
        String text = emits.get(number - 1).text();
        boolean written = text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
        return !written || new String(published, StandardCharsets.ISO_8859_1).contains(text) ? number : NONE;
    }
}
