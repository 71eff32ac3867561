package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Reads one fault of a run string. */
final class FaultParser {

    private static final String TIME = "a time, as in 3.2s, 500ms or 20us, or an emit, as in W1#3";

    private final String text;
    private final int start;
    private final String field;
    private final Targets targets;
    private final List<String> nodes;

    FaultParser(String text, int start, String field, Scenario scenario) {
        this.text = text;
        this.start = start;
        this.field = field;
        this.targets = new Targets(scenario);
        this.nodes = scenario.nodes();
    }

    Fault parse() {
        int colon = field.indexOf(':');
        FaultKind kind = kind(colon < 0 ? field : field.substring(0, colon));
        require(colon >= 0, field.length(), ":", "\":\" and " + kind.takes());
        int at = field.indexOf('@', colon);
        String target = field.substring(colon + 1, at < 0 ? field.length() : at);
        List<String> possible = targets.of(kind);
        require(possible.contains(target), colon + 1, target, kind.takes() + "; here: " + String.join(", ", possible));
        require(at >= 0, field.length(), "", "\"@\" and " + TIME);
        int plus = field.indexOf('+', at);
        int end = plus < 0 ? field.length() : plus;
        String cause = cause(field.substring(at + 1, end));
        long atMicros = cause.isEmpty() ? time(at + 1, end) : 0;
        require(
                plus >= 0 || !kind.needsDuration(),
                field.length(),
                "",
                "\"+\" and how long it lasts, as in " + kind.takes());
        return new Fault(kind, target, atMicros, plus < 0 ? 0 : time(plus + 1, field.length()), cause);
    }

    /** The emit that is meant, when it is one of a node of the scenario; else empty. */
    private String cause(String when) {
        int mark = when.indexOf('#');
        boolean isEmit = mark > 0
                && nodes.contains(when.substring(0, mark))
                && when.substring(mark + 1).matches("[1-9][0-9]{0,3}");
        return isEmit ? when : "";
    }

    private FaultKind kind(String word) {
        return Arrays.stream(FaultKind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new RunStringSyntaxException(
                        text,
                        start,
                        word,
                        "seed=, sim= or a fault: "
                                + Arrays.stream(FaultKind.values())
                                        .map(FaultKind::word)
                                        .collect(Collectors.joining(", "))));
    }

    private long time(int from, int to) {
        OptionalLong micros = Durations.parse(field.substring(from, to));
        require(micros.isPresent(), from, field.substring(from, to), TIME);
        return micros.getAsLong();
    }

    private void require(boolean holds, int at, String found, String expected) {
        if (!holds) {
            throw new RunStringSyntaxException(text, start + at, at >= field.length() ? "" : found, expected);
        }
    }
}
