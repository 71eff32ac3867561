package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Emits as entries of a stream. There, causes alone do not tell which emit an event belongs to: each read sets off the next one, which
 * brings the entries of other emits.
 */
final class Entries {

    private Entries() {}

    /** Whether the server that has read these entries has added each of them. */
    static boolean areOwn(Trace trace, TraceEvent read) {
        return ids(trace, added -> added.peer().equals(read.lane())).containsAll(read.entryIds());
    }

    /**
     * What became of an emit that was added to a stream, whoever read it and when; empty if it was not added to one. Its deliveries are
     * known by its text, which no other emit of the run may have.
     *
     * @param effects everything that the turn of the emit set off
     */
    static Optional<List<TraceEvent>> ofEmit(Trace trace, TraceEvent emit, List<TraceEvent> effects) {
        Optional<TraceEvent> added = effects.stream()
                .filter(event -> event.is(Kind.REDIS_HANDLED, "XADD"))
                .findFirst();
        if (added.isEmpty()) {
            return Optional.empty();
        }
        Set<String> ids = ids(trace, added.get()::equals);
        List<TraceEvent> path = new ArrayList<>(List.of(added.get()));
        path.addAll(trace.events(event -> !Collections.disjoint(event.entryIds(), ids)));
        path.addAll(trace.events(
                event -> event.kind() == Kind.DELIVERY && event.text().contains('"' + emit.text() + '"')));
        effects.stream().filter(event -> event.kind() == Kind.LOST).forEach(path::add);
        return Optional.of(path);
    }

    /** The ids of the entries that the wanted XADDs have added, by Redis' reply to each. */
    private static Set<String> ids(Trace trace, Predicate<TraceEvent> wanted) {
        Set<String> ids = new HashSet<>();
        for (TraceEvent reply : trace.events(Kind.REDIS_REPLY)) {
            TraceEvent handled = trace.causeOf(reply);
            if (handled != null && handled.is(Kind.REDIS_HANDLED, "XADD") && wanted.test(handled)) {
                ids.add(reply.text());
            }
        }
        return ids;
    }
}
