package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Reads one fault of a run string. */
final class FaultParser {

    private static final String TIME = "a time, as in 3.2s, 500ms or 20us, an emit, as in W1#3, or"
            + " a step, as in C1.connected, C1.connected#2 or W1.subscribed";
    private static final String LATER = "how long after that, as in C1.connected,50ms";

    private final String text;
    private final int start;
    private final String field;
    private final Targets targets;
    private final Scenario scenario;
    private final String besides;

    /**
     * @param besides what else might stand in the place of the fault, for the message
     */
    FaultParser(String text, int start, String field, Scenario scenario, String besides) {
        this.text = text;
        this.start = start;
        this.field = field;
        this.targets = new Targets(scenario);
        this.scenario = scenario;
        this.besides = besides;
    }

    /** Of a fault that stands by itself. */
    static FaultParser alone(String fault, Scenario scenario) {
        return new FaultParser(fault, 0, fault, scenario, "");
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
        int comma = field.substring(0, end).indexOf(',', at);
        Trigger trigger = Trigger.parse(field.substring(at + 1, comma < 0 ? end : comma), scenario)
                .orElse(null);
        long atMicros = 0;
        if (trigger == null) {
            atMicros = time(at + 1, end, TIME);
        } else if (comma >= 0) {
            atMicros = time(comma + 1, end, LATER);
        }
        require(
                plus >= 0 || !kind.needsDuration(),
                field.length(),
                "",
                "\"+\" and how long it lasts, as in " + kind.takes());
        require(
                plus < 0 || kind.takesDuration(),
                plus,
                field.substring(Math.max(0, plus)),
                "nothing: it takes no time");
        return new Fault(kind, target, atMicros, plus < 0 ? 0 : time(plus + 1, field.length(), TIME), trigger);
    }

    private FaultKind kind(String word) {
        return Arrays.stream(FaultKind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new RunStringSyntaxException(
                        text,
                        start,
                        word,
                        besides + "a fault: "
                                + Arrays.stream(FaultKind.values())
                                        .map(FaultKind::word)
                                        .collect(Collectors.joining(", "))));
    }

    private long time(int from, int to, String expected) {
        OptionalLong micros = Durations.parse(field.substring(from, to));
        require(micros.isPresent(), from, field.substring(from, to), expected);
        return micros.getAsLong();
    }

    private void require(boolean holds, int at, String found, String expected) {
        if (!holds) {
            throw new RunStringSyntaxException(text, start + at, at >= field.length() ? "" : found, expected);
        }
    }
}
