package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
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
 * claim names, or that somebody missed. Times are counted from the first step, as in run strings.
 */
public final class FailureTable {

    private static final int MAX_ROWS = 40;
    private static final String NEVER_SENT = " is never sent: its node has died";

    private final Verdict<FaultyRun> verdict;
    private final SpaceTime run;
    private final Glyphs glyphs;

    private FailureTable(Verdict<FaultyRun> verdict, Glyphs glyphs) {
        this.verdict = verdict;
        this.run = SpaceTime.of(verdict.run());
        this.glyphs = glyphs;
    }

    /** The table; empty when nothing came, went or was named. */
    static String of(Verdict<FaultyRun> verdict, Check failure, Glyphs glyphs) {
        FailureTable table = new FailureTable(verdict, glyphs);
        Optional<Emit> named = table.run.emits().stream()
                .filter(emit -> table.isNamed(emit, failure))
                .findFirst();
        List<Row> rows = new ArrayList<>(table.comingsAndGoings(Long.MAX_VALUE));
        named.ifPresent(emit -> rows.addAll(SpaceTimeTable.rows(table.run, emit, glyphs)));
        return table.text(rows, named.map(Emit::lane).orElse(""));
    }

    /**
     * What became of the first emit of a step that somebody missed, by any cause. If nobody missed one that was sent, of the first
     * that was never sent, and last of the first emit.
     */
    public static String ofFirstMiss(Verdict<FaultyRun> verdict, Glyphs glyphs) {
        FailureTable table = new FailureTable(verdict, glyphs);
        List<Emit> sent = table.run.emits().stream()
                .filter(emit -> emit.timeMicros() < verdict.run().probedMicros())
                .toList();
        Optional<Emit> missed = sent.stream().filter(table::isMissed).findFirst();
        List<String> unsent = table.unsent(sent);
        if (missed.isEmpty() && !unsent.isEmpty()) {
            return table.withoutEmit(unsent.get(0));
        }
        return missed.or(() -> sent.stream().findFirst())
                .map(emit -> SpaceTimeTable.ofEmit(verdict.run(), emit.number(), glyphs) + table.misses(emit, unsent))
                .orElse("");
    }

    /** The names of the emits of {@code scenario} that are not among {@code sent}, in the order of the scenario. */
    private List<String> unsent(List<Emit> sent) {
        List<String> names = sent.stream().map(FailureTable::name).toList();
        Map<String, Integer> planned = new LinkedHashMap<>();
        return Expectation.of(verdict.run().string().scenario()).emits().stream()
                .map(emit -> emit.node() + '#' + planned.merge(emit.node(), 1, Integer::sum))
                .filter(name -> !names.contains(name))
                .toList();
    }

    private String withoutEmit(String name) {
        String node = name.substring(0, name.indexOf('#'));
        long probedMicros = verdict.run().probedMicros();
        List<Row> rows = new ArrayList<>(comingsAndGoings(probedMicros));
        verdict
                .run()
                .trace()
                .events(event -> event.kind() == Kind.NODE_DIED && event.lane().equals(node))
                .stream()
                .filter(death -> death.timeMicros() < probedMicros)
                .findFirst()
                .ifPresent(death ->
                        rows.add(Row.at(node, death.id(), death.timeMicros(), glyphs.lost(), name + NEVER_SENT)));
        return "Emit " + name + " is never sent\n\n" + text(rows, node);
    }

    private boolean isMissed(Emit emit) {
        return verdict.misses().stream().anyMatch(miss -> miss.payload().equals(name(emit)));
    }

    /** Who missed {@code emit}, and what nobody could get, a line for each. */
    private String misses(Emit emit, List<String> unsent) {
        StringBuilder text = new StringBuilder();
        verdict.misses().stream()
                .filter(miss -> miss.payload().equals(name(emit)))
                .forEach(miss -> text.append(miss.client())
                        .append(" misses it: ")
                        .append(miss.cause().words())
                        .append('\n'));
        unsent.forEach(name -> text.append(name).append(NEVER_SENT).append('\n'));
        return text.isEmpty() ? "" : "\n" + text;
    }

    /** {@code W1#3}. */
    private static String name(Emit emit) {
        return emit.text().replaceFirst("#0+", "#");
    }

    private String text(List<Row> rows, String emitter) {
        rows.sort(Comparator.comparingLong(Row::event));
        if (rows.isEmpty()) {
            return "";
        }
        List<Row> shown = rows.subList(0, Math.min(rows.size(), MAX_ROWS));
        String table = SpaceTimeTable.of(run, shown, emitter, verdict.run().begunMicros(), glyphs);
        return rows.size() == shown.size() ? table : table + (rows.size() - shown.size()) + " more\n";
    }

    /** Whether the failed claim names the emit: {@code W1#3}, or by who emits {@code to} whom in the end. */
    private boolean isNamed(Emit emit, Check failure) {
        String name = name(emit);
        boolean isProbe = emit.timeMicros() >= verdict.run().probedMicros();
        String words = ' ' + failure.actual();
        return !name.isEmpty() && words.contains(' ' + name + ' ')
                || isProbe && words.contains(' ' + emit.lane() + " to ");
    }

    /** Those before {@code endMicros}. */
    private List<Row> comingsAndGoings(long endMicros) {
        List<Row> rows = new ArrayList<>();
        List<String> drawn = run.drawnLanes().stream().map(Lane::name).toList();
        Map<String, String> lastSaid = new LinkedHashMap<>();
        boolean injected = false;
        for (TraceEvent event : verdict.run().trace().events(event -> event.timeMicros() < endMicros)) {
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
