package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The fields of a run string that keep a part of its scenario.
 *
 * <pre>
 * nodes=master,W1,W2    these processes
 * clients=C1,C3         these clients
 * steps=1,3             these steps, by their place; "none" for no step
 * beats=2               at most so many beats of a node in one step
 * </pre>
 */
final class ExcerptFields {

    private static final String NONE = "none";

    private final String text;
    private final Scenario whole;
    private Excerpt excerpt;

    /** Fields of the run string {@code text}. */
    ExcerptFields(String text, Scenario whole) {
        this.text = text;
        this.whole = whole;
        this.excerpt = Excerpt.whole(whole);
    }

    /** Reads {@code field}, which begins at {@code start}; returns false if it is none of these. */
    boolean take(String field, int start) {
        int equals = field.indexOf('=');
        String key = equals < 0 ? "" : field.substring(0, equals);
        String value = field.substring(equals + 1);
        int at = start + equals + 1;
        Excerpt all = Excerpt.whole(whole);
        switch (key) {
            case "nodes" -> excerpt = excerpt.withNodes(some(value, at, all.nodes()));
            case "clients" -> excerpt = excerpt.withClients(some(value, at, all.clients()));
            case "steps" -> excerpt = excerpt.withSteps(steps(value, at, all.steps()));
            case "beats" -> excerpt = excerpt.withBeats(beats(value, at, all.beats()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The part of the scenario that the fields so far keep. */
    Scenario scenario() {
        return excerpt.from(whole);
    }

    private List<Integer> steps(String value, int at, List<Integer> all) {
        if (value.equals(NONE)) {
            return List.of();
        }
        return some(value, at, all.stream().map(String::valueOf).toList()).stream()
                .map(Integer::valueOf)
                .toList();
    }

    private int beats(String value, int at, int most) {
        require(value.matches("[1-9][0-9]{0,3}"), at, value, "a number of beats from 1 to " + most);
        return Integer.parseInt(value);
    }

    private List<String> some(String value, int at, List<String> all) {
        List<String> some = Arrays.asList(value.split(",", -1));
        int column = at;
        for (String each : some) {
            require(all.contains(each), column, each, "some of " + String.join(",", all));
            column += each.length() + 1;
        }
        return some;
    }

    private void require(boolean holds, int at, String found, String expected) {
        if (!holds) {
            throw new RunStringSyntaxException(text, at, found, expected);
        }
    }

    /** The fields that make {@code part} of the documented scenario of its name, each after a semicolon; empty for the whole. */
    static String print(Scenario part) {
        Optional<Scenario> whole = Scenarios.named(part.name());
        if (whole.isEmpty() || whole.get().equals(part)) {
            return "";
        }
        return new Printer(whole.get(), Excerpt.of(part, whole.get())).print();
    }

    /** Writes a field only if those before it do not imply it. */
    private static final class Printer {

        private final Scenario whole;
        private final Excerpt wanted;
        private final StringBuilder text = new StringBuilder();
        private Excerpt soFar;

        Printer(Scenario whole, Excerpt wanted) {
            this.whole = whole;
            this.wanted = wanted;
            this.soFar = Excerpt.whole(whole);
        }

        String print() {
            if (!implied().nodes().equals(wanted.nodes())) {
                soFar = soFar.withNodes(wanted.nodes());
                text.append(";nodes=").append(list(wanted.nodes()));
            }
            if (!implied().clients().equals(wanted.clients())) {
                soFar = soFar.withClients(wanted.clients());
                text.append(";clients=").append(list(wanted.clients()));
            }
            if (!implied().steps().equals(wanted.steps())) {
                soFar = soFar.withSteps(wanted.steps());
                text.append(";steps=").append(list(wanted.steps()));
            }
            if (implied().beats() != wanted.beats()) {
                text.append(";beats=").append(wanted.beats());
            }
            return text.toString();
        }

        private Excerpt implied() {
            return Excerpt.of(soFar.from(whole), whole);
        }

        private static String list(Collection<?> kept) {
            return kept.isEmpty() ? NONE : kept.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }
}
