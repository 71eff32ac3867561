package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.check.Multiset;
import io.github.fanoutlab.simulator.check.diagram.Diagram;
import io.github.fanoutlab.simulator.check.diagram.DiagramVerdict;
import io.github.fanoutlab.simulator.check.diagram.Flows;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Observation;
import java.util.Collections;
import java.util.stream.Collectors;

/** Which paths the emits take. */
final class FlowRules {

    private final Expectation due;

    FlowRules(Expectation due) {
        this.due = due;
    }

    Finding documentedDiagram(Observation seen) {
        String documented = due.scenario().diagram();
        DiagramVerdict verdict = Diagram.parse(documented).verdict(seen.flows(), due.flows());
        boolean sameText = verdict.redrawn().equals(documented);
        String actual = verdict.words() + (sameText ? "" : "\nand the run draws\n\n" + verdict.redrawn());
        return Finding.same(DiagramVerdict.SATISFIED, actual);
    }

    Finding asOftenAsEmitted(Observation seen) {
        Multiset<Flow> expected = Multiset.of(due.flows());
        Multiset<Flow> actual = Multiset.of(Flows.tidy(seen.flows()));
        Multiset<String> missing = inWords(expected.minus(actual));
        Multiset<String> extra = inWords(actual.minus(expected));
        String words = Count.of(seen.flows().size(), "emit")
                + (missing.isEmpty() ? "" : "; missing: " + missing.firstFew())
                + (extra.isEmpty() ? "" : "; instead: " + extra.firstFew());
        return Finding.same(Count.of(due.flows().size(), "emit"), words);
    }

    private static Multiset<String> inWords(Multiset<Flow> flows) {
        return Multiset.of(flows.counts().entrySet().stream()
                .flatMap(entry -> Collections.nCopies(entry.getValue(), inWords(entry.getKey())).stream())
                .toList());
    }

    private static String inWords(Flow flow) {
        String atOnce = inWords(flow, false);
        if (!flow.published()) {
            return flow.emitter() + " locally to " + (atOnce.isEmpty() ? "nobody" : atOnce);
        }
        String viaRedis = inWords(flow, true);
        return flow.emitter() + (atOnce.isEmpty() ? "" : " to " + atOnce + ", and") + " through Redis to "
                + (viaRedis.isEmpty() ? "nobody" : viaRedis);
    }

    private static String inWords(Flow flow, boolean viaRedis) {
        return flow.hops().stream()
                .filter(hop -> hop.viaRedis() == viaRedis)
                .map(hop -> hop.node() + (hop.clients().isEmpty() ? "" : " (" + String.join(", ", hop.clients()) + ')'))
                .collect(Collectors.joining(", "));
    }
}
