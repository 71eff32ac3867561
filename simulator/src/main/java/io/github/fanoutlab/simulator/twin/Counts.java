package io.github.fanoutlab.simulator.twin;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The cost and the deliveries of a run, from its first step, or an earlier fault, until every node emits once more. */
public final class Counts {

    private Counts() {}

    /** Each thing that is counted in the trace of a run that was judged, by what people call it. */
    public static Map<String, Long> of(Verdict<FaultyRun> verdict) {
        List<String> nodes = verdict.run().string().scenario().nodes();
        long since = verdict.run().sinceMicros();
        long until = verdict.run().probedMicros();
        List<TraceEvent> events =
                verdict.run().trace().events(event -> isAfter(event, since) && event.timeMicros() < until);
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("emits", count(events, event -> event.kind() == Kind.EMIT && nodes.contains(event.lane())));
        rows.put(
                "deliveries",
                count(
                        events,
                        event -> event.kind() == Kind.DELIVERY
                                && Payload.in(event).isPresent()));
        rows.put("sessions begun meanwhile", count(events, event -> event.kind() == Kind.CONNECTED));
        rows.put("commands carried out by Redis", count(events, event -> event.kind() == Kind.REDIS_HANDLED));
        rows.put(
                "of these PUBLISH",
                count(events, event -> isPublished(event) && event.name().endsWith("PUBLISH")));
        if (verdict.run().string().dialect() == RedisDialect.STREAMS) {
            rows.put("of these XADD", count(events, event -> event.is(Kind.REDIS_HANDLED, "XADD")));
        }
        rows.put(
                "bytes published",
                events.stream()
                        .filter(Counts::isPublished)
                        .mapToLong(TraceEvent::bytes)
                        .sum());
        rows.put("messages from Redis to nodes", count(events, TraceEvent::isMessage));
        rows.put("messages and commands lost", count(events, event -> event.kind() == Kind.LOST));
        Collection<Cause> missed = new Outcomes(verdict).missed().values();
        rows.put("missed", (long) missed.size());
        missed.stream().sorted().forEach(cause -> rows.merge("missed: " + cause.words(), 1L, Long::sum));
        return rows;
    }

    /** Of the events in the moment in which the last client was connected, only emits belong to the steps. */
    private static boolean isAfter(TraceEvent event, long since) {
        return event.timeMicros() > since || event.timeMicros() == since && event.kind() == Kind.EMIT;
    }

    private static boolean isPublished(TraceEvent event) {
        return event.kind() == Kind.REDIS_HANDLED && event.publishes();
    }

    private static long count(List<TraceEvent> events, Predicate<TraceEvent> wanted) {
        return events.stream().filter(wanted).count();
    }
}
