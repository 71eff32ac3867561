package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.report.SpaceTimeTable.Row;
import io.github.fanoutlab.simulator.spacetime.Emit;
import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What led to a failure, as one space-time table: the faults, who came and went, and the path of the first emit that the failed
 * claim names. Times are counted from the first step, as in run strings.
 */
final class FailureTable {

    private static final int MOST_ROWS = 40;

    private final Verdict<FaultyRun> verdict;
    private final SpaceTime run;
    private final Check failure;
    private final Glyphs glyphs;

    private FailureTable(Verdict<FaultyRun> verdict, Check failure, Glyphs glyphs) {
        this.verdict = verdict;
        this.run = SpaceTime.of(verdict.run());
        this.failure = failure;
        this.glyphs = glyphs;
    }

    /** The table; empty when nothing came, went or was named. */
    static String of(Verdict<FaultyRun> verdict, Check failure, Glyphs glyphs) {
        return new FailureTable(verdict, failure, glyphs).text();
    }

    private String text() {
        Optional<Emit> emit = run.emits().stream().filter(this::isNamed).findFirst();
        List<Row> rows = new ArrayList<>(comingsAndGoings());
        emit.ifPresent(named -> rows.addAll(SpaceTimeTable.rows(run, named, glyphs)));
        rows.sort(Comparator.comparingLong(Row::event));
        if (rows.isEmpty()) {
            return "";
        }
        List<Row> shown = rows.subList(0, Math.min(rows.size(), MOST_ROWS));
        String emitter = emit.map(Emit::lane).orElse("");
        String table = SpaceTimeTable.of(run, shown, emitter, verdict.run().begunMicros(), glyphs);
        return rows.size() == shown.size() ? table : table + (rows.size() - shown.size()) + " more\n";
    }

    /** Whether the failed claim names the emit: {@code W1#3}, or by who emits {@code to} whom in the end. */
    private boolean isNamed(Emit emit) {
        String name = emit.text().replaceFirst("#0+", "#");
        boolean isProbe = emit.timeMicros() >= verdict.run().probedMicros();
        String words = ' ' + failure.actual();
        return !name.isEmpty() && words.contains(' ' + name + ' ')
                || isProbe && words.contains(' ' + emit.lane() + " to ");
    }

    private List<Row> comingsAndGoings() {
        List<Row> rows = new ArrayList<>();
        List<String> drawn = run.lanes().stream()
                .filter(lane -> lane.role() != Lane.Role.OTHER)
                .map(Lane::name)
                .toList();
        Map<String, String> lastSaid = new LinkedHashMap<>();
        boolean injected = false;
        for (TraceEvent event : verdict.run().trace().events()) {
            injected |= event.kind() == Kind.FAULT;
            boolean inTime = injected || event.timeMicros() > verdict.run().begunMicros();
            String words = inTime && drawn.contains(event.lane()) ? words(event) : "";
            if (!words.isEmpty() && !words.equals(lastSaid.put(event.lane(), words))) {
                char sign = event.kind() == Kind.FAULT ? glyphs.lost() : glyphs.lane();
                rows.add(Row.at(event.lane(), event.id(), event.timeMicros(), sign, words));
            }
        }
        return rows;
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
