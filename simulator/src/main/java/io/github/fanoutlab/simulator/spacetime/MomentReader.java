package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups the events of a trace into moments. */
final class MomentReader {

    /** More lines than these only say how many there are. */
    private static final int MAX_LINES = 8;

    private static final int NONE = -1;

    private final EmitNumbers emits;
    private final List<List<TraceEvent>> moments = new ArrayList<>();
    private final List<Integer> byEvent = new ArrayList<>();

    /** Of the events on {@code lanes}; others are left out. */
    MomentReader(Trace trace, Set<String> lanes, EmitNumbers emits) {
        this.emits = emits;
        Map<String, Integer> byPlace = new LinkedHashMap<>();
        for (TraceEvent event : trace.events()) {
            int moment = NONE;
            if (lanes.contains(event.lane())) {
                String place = event.lane() + ' ' + event.timeMicros() + (event.kind() == Kind.LOST ? " lost" : "");
                moment = byPlace.computeIfAbsent(place, absent -> moments.size());
                if (moment == moments.size()) {
                    moments.add(new ArrayList<>());
                }
                moments.get(moment).add(event);
            }
            byEvent.add(moment);
        }
    }

    /** Whether {@code event} is on a lane of the diagram. */
    boolean has(TraceEvent event) {
        return of(event) != NONE;
    }

    /** The number of the moment that {@code event} is in. */
    int of(TraceEvent event) {
        return byEvent.get((int) event.id());
    }

    List<Moment> read() {
        List<Moment> read = new ArrayList<>();
        for (List<TraceEvent> events : moments) {
            TraceEvent chief =
                    events.stream().min(Comparator.comparing(Moment.Look::of)).orElseThrow();
            List<Integer> numbers = events.stream()
                    .map(emits::of)
                    .filter(number -> number > 0)
                    .distinct()
                    .sorted()
                    .toList();
            read.add(new Moment(
                    read.size(),
                    chief.lane(),
                    chief.timeMicros(),
                    Moment.Look.of(chief),
                    label(chief, events),
                    lines(events),
                    numbers));
        }
        return read;
    }

    private static String label(TraceEvent chief, List<TraceEvent> events) {
        return switch (chief.kind()) {
            case EMIT -> chief.text();
            case DELIVERY -> delivered(events);
            case FAULT -> (chief.name() + ' ' + chief.text()).strip();
            case NODE_DIED -> "dies";
            case NODE_STARTED -> chief.number() > 1 ? "starts again" : "";
            case CONNECTED -> "connected";
            case DISCONNECTED -> "disconnected";
            case LOST -> "lost: " + chief.name();
            default -> "";
        };
    }

    /** What a client got first, and how much more. */
    private static String delivered(List<TraceEvent> events) {
        List<TraceEvent> deliveries =
                events.stream().filter(event -> event.kind() == Kind.DELIVERY).toList();
        String first = deliveries.get(0).text().replaceAll("^\\[\"(.*)\"]$", "$1");
        return deliveries.size() == 1 ? first : first + " +" + (deliveries.size() - 1);
    }

    private static List<String> lines(List<TraceEvent> events) {
        List<String> lines = new ArrayList<>();
        events.stream().limit(MAX_LINES).map(EventWords::of).forEach(lines::add);
        if (events.size() > MAX_LINES) {
            lines.add("… and " + (events.size() - MAX_LINES) + " more");
        }
        return lines;
    }
}
