package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.check.Multiset;
import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares flows with a diagram, arrow by arrow. Each flow is compared with the drawing of the same emitter from which it differs
 * least.
 */
final class DiagramJudge {

    private final List<Flow> drawn;
    private final List<Flow> due;
    private final Set<Flow> met = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    DiagramJudge(List<Flow> drawn, List<Flow> due) {
        this.drawn = drawn;
        this.due = List.copyOf(new LinkedHashSet<>(due));
    }

    List<String> judge(List<Flow> observed) {
        Multiset.of(observed).counts().forEach(this::judge);
        for (Flow flow : drawn) {
            if (!met.contains(flow)) {
                problems.add("diagram " + (drawn.indexOf(flow) + 1) + ", in which " + DiagramNames.of(flow.emitter())
                        + " emits, never happened: all its arrows are missing");
            }
        }
        return problems;
    }

    private void judge(Flow flow, int times) {
        String emitter = DiagramNames.of(flow.emitter());
        Mismatch least = null;
        for (Flow sketch : drawn) {
            if (sketch.emitter().equals(flow.emitter())) {
                for (Flow who : whoIsDue(flow)) {
                    Mismatch mismatch = Mismatch.between(sketch, who, flow);
                    least = least == null || mismatch.size() < least.size() ? mismatch : least;
                }
            }
        }
        if (least == null) {
            problems.add(emitter + " emits, but no diagram shows it" + inEmits(times));
            return;
        }
        met.add(least.sketch());
        for (String arrow : least.inWords()) {
            problems.add(emitter + " emits: " + arrow + inEmits(times));
        }
    }

    private List<Flow> whoIsDue(Flow flow) {
        List<Flow> same = due.stream()
                .filter(other -> other.emitter().equals(flow.emitter()))
                .toList();
        return same.isEmpty() ? List.of(flow) : same;
    }

    private static String inEmits(int times) {
        return times == 1 ? "" : " (in " + times + " emits)";
    }

    /** How a flow differs from a drawing. */
    private record Mismatch(Flow sketch, Multiset<Arrow> expected, Multiset<Arrow> actual) {

        static Mismatch between(Flow sketch, Flow due, Flow actual) {
            return new Mismatch(sketch, Multiset.of(Arrow.of(named(sketch, due))), Multiset.of(Arrow.of(actual)));
        }

        int size() {
            return expected.minus(actual).total() + actual.minus(expected).total();
        }

        List<String> inWords() {
            List<String> words = new ArrayList<>();
            expected.minus(actual).counts().forEach((arrow, times) -> words.add(arrow + " is missing"));
            actual.minus(expected).counts().forEach((arrow, times) -> words.add(tooMuch(arrow)));
            return words;
        }

        private String tooMuch(Arrow arrow) {
            int wanted = expected.count(arrow);
            return wanted == 0
                    ? arrow + " is unexpected"
                    : arrow + " happened " + actual.count(arrow) + " times instead of "
                            + (wanted == 1 ? "once" : wanted + " times");
        }

        /** The drawing with names: {@code Client} becomes every client of that node that must get the emit. */
        private static Flow named(Flow sketch, Flow due) {
            List<Flow.Hop> hops = sketch.hops().stream()
                    .map(hop -> new Flow.Hop(hop.node(), hop.viaRedis(), named(hop, due)))
                    .toList();
            return new Flow(sketch.emitter(), sketch.published(), hops);
        }

        private static List<String> named(Flow.Hop sketch, Flow due) {
            List<String> names = due.hops().stream()
                    .filter(hop -> hop.node().equals(sketch.node()))
                    .flatMap(hop -> hop.clients().stream())
                    .distinct()
                    .toList();
            if (names.isEmpty()) {
                return sketch.clients();
            }
            int copies = sketch.clients().size();
            return names.stream()
                    .flatMap(name -> Collections.nCopies(copies, name).stream())
                    .toList();
        }
    }
}
