package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The moments of a run, in the order of time, and which event is in which. */
final class Moments {

    private final Map<String, Moment> byPlace = new LinkedHashMap<>();
    private final List<Moment> byEvent = new ArrayList<>();

    /** Of the events on {@code lanes}; others are left out. */
    Moments(Trace trace, Set<String> lanes, Emits emits) {
        for (TraceEvent event : trace.events()) {
            Moment moment = null;
            if (lanes.contains(event.lane())) {
                String place = event.lane() + ' ' + event.timeMicros() + (event.kind() == Kind.LOST ? " lost" : "");
                moment = byPlace.computeIfAbsent(place, absent -> new Moment(byPlace.size(), event));
                moment.add(event, emits.of(event));
            }
            byEvent.add(moment);
        }
    }

    List<Moment> all() {
        return List.copyOf(byPlace.values());
    }

    /** The moment that {@code event} is in; null when it is on no lane of the diagram. */
    Moment of(TraceEvent event) {
        return byEvent.get((int) event.id());
    }
}
