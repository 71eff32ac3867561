package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What led to a failure, as one table of space and time: the faults, who came and went, and the way of the first emit that
 * the failed claim names. Times are counted from the first step, as in run strings.
 */
final class FailureStory {

    private static final int MOST_ROWS = 40;

    private final Verdict<FaultyRun> verdict;
    private final Trace trace;
    private final Check failure;

    private FailureStory(Verdict<FaultyRun> verdict, Check failure) {
        this.verdict = verdict;
        this.trace = verdict.run().trace();
        this.failure = failure;
    }

    static String of(Verdict<FaultyRun> verdict, Check failure, Glyphs glyphs) {
        return new FailureStory(verdict, failure).tell(glyphs);
    }

    private String tell(Glyphs glyphs) {
        Optional<TraceEvent> emit = named();
        List<Happening> rows = new ArrayList<>(comingsAndGoings());
        emit.ifPresent(event -> rows.addAll(new EmitFuture(trace, event).happenings()));
        rows.sort(Comparator.comparingLong(Happening::event));
        List<Happening> shown = rows.subList(0, Math.min(rows.size(), MOST_ROWS));
        if (shown.isEmpty()) {
            return "";
        }
        String table = SpaceTime.draw(
                trace,
                shown,
                emit.map(TraceEvent::lane).orElse(""),
                verdict.run().begunMicros(),
                glyphs);
        return rows.size() == shown.size() ? table : table + (rows.size() - shown.size()) + " more\n";
    }

    /** The first emit that the failed claim names: {@code W1#3}, or by who emits {@code to} whom in the end. */
    private Optional<TraceEvent> named() {
        return trace.events(Kind.EMIT).stream().filter(this::isNamed).findFirst();
    }

    private boolean isNamed(TraceEvent emit) {
        String name = emit.text().replaceFirst("#0+", "#");
        boolean isProbe = emit.timeMicros() >= verdict.run().probedMicros();
        String words = ' ' + failure.actual();
        return !name.isEmpty() && words.contains(' ' + name + ' ')
                || isProbe && words.contains(' ' + emit.lane() + " to ");
    }

    private List<Happening> comingsAndGoings() {
        List<Happening> happenings = new ArrayList<>();
        Set<String> drawn = drawn();
        Map<String, String> lastSaid = new LinkedHashMap<>();
        boolean struck = false;
        for (TraceEvent event : trace.events()) {
            struck |= event.kind() == Kind.FAULT;
            boolean inTime = struck || event.timeMicros() > verdict.run().begunMicros();
            String words = inTime && drawn.contains(event.lane()) ? words(event) : "";
            if (!words.isEmpty() && !words.equals(lastSaid.put(event.lane(), words))) {
                Place place = Place.of(event.lane());
                Fate fate = event.kind() == Kind.FAULT ? Fate.LOST : Fate.ARRIVED;
                happenings.add(new Happening(event.id(), event.timeMicros(), place, place, fate, words));
            }
        }
        return happenings;
    }

    private Set<String> drawn() {
        Cast cast = Cast.of(trace);
        Set<String> lanes = new LinkedHashSet<>(cast.clients());
        lanes.addAll(cast.servers().keySet());
        lanes.addAll(cast.redis());
        return lanes;
    }

    private static String words(TraceEvent event) {
        return switch (event.kind()) {
            case FAULT -> (event.name() + ' ' + event.text()).stripTrailing();
            case NODE_STARTED -> event.lane() + " starts";
            case CONNECTED -> event.lane() + " is connected to " + event.peer();
            case DISCONNECTED -> event.lane() + " is not connected to " + event.peer() + ": " + event.name();
            default -> "";
        };
    }
}
