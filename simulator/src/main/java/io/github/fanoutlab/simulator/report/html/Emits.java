package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which emit of a server each event of a run belongs to: everything that the turn of the emit set off does, but for what
 * timers did later.
 */
final class Emits {

    private final List<TraceEvent> emits = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    Emits(Trace trace, Set<String> servers) {
        Map<Long, Integer> turns = new LinkedHashMap<>();
        for (TraceEvent event : trace.events()) {
            if (event.kind() == Kind.EMIT && servers.contains(event.lane())) {
                emits.add(event);
                turns.put(event.cause(), emits.size());
            }
            numbers.add(number(event, turns));
        }
    }

    private int number(TraceEvent event, Map<Long, Integer> turns) {
        if (event.cause() < 0 || event.kind() == Kind.TIMER) {
            return 0;
        }
        Integer ofTurn = turns.get(event.cause());
        return ofTurn != null ? ofTurn : numbers.get((int) event.cause());
    }

    /** All emits of servers, in order: emit 1, emit 2, … */
    List<TraceEvent> all() {
        return emits;
    }

    /** The number of the emit that {@code event} belongs to; 0 for none. */
    int of(TraceEvent event) {
        return numbers.get((int) event.id());
    }
}
