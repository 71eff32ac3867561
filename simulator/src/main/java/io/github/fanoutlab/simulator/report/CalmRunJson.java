package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.expectation.Rate;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Observation;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as one JSON object, for programs.
 *
 * <pre>
 * {"scenario":"sixteen","generation":"legacy","seed":1,"traceHash":"…",
 *  "counts":{"deliveries":160,"greetings":4,"redisConnections":15,…,
 *            "deliveriesPerClient":{"C1":160},"perSecondPerClient":{"C1":16}},
 *  "checks":[{"name":"…","passed":true,"expected":"…","actual":"…"},…]}
 * </pre>
 *
 * <p>{@code counts} has every {@link Measure} by its key. Deliveries are those without greetings; {@code
 * perSecondPerClient} is there when the scenario emits by the second.
 */
public final class CalmRunJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private CalmRunJson() {}

    /**
     * @param seed what the run was made from
     */
    public static ObjectNode of(Verdict<Observation> run, long seed) {
        Observation seen = run.run();
        ObjectNode json = JSON.createObjectNode();
        json.put("scenario", seen.scenario().name());
        json.put("generation", seen.dialect().generationKey());
        json.put("seed", seed);
        json.put("traceHash", seen.traceHash());
        counts(json.putObject("counts"), seen);
        run.checks().forEach(check -> describe(check, json.withArray("/checks").addObject()));
        return json;
    }

    private static void counts(ObjectNode counts, Observation seen) {
        for (Measure measure : Measure.values()) {
            counts.put(measure.key(), measure.isCountedIn(seen) ? measure.of(seen) : null);
        }
        counts.put("greetings", seen.deliveries().size() - seen.events().size());
        ObjectNode each = counts.putObject("deliveriesPerClient");
        for (ClientRole client : seen.scenario().clients()) {
            each.put(client.name(), deliveries(seen, client.name()));
        }
        if (seen.scenario().beats() > 0) {
            ObjectNode rates = counts.putObject("perSecondPerClient");
            seen.scenario()
                    .clients()
                    .forEach(client -> putRate(rates, client.name(), Rate.perSecond(seen, client.name())));
        }
    }

    private static long deliveries(Observation seen, String client) {
        return seen.events().stream()
                .map(Delivery::client)
                .filter(client::equals)
                .count();
    }

    private static void putRate(ObjectNode rates, String client, double rate) {
        if (rate == Math.rint(rate)) {
            rates.put(client, (long) rate);
        } else {
            rates.put(client, rate);
        }
    }

    static void describe(Check check, ObjectNode json) {
        json.put("name", check.statement());
        json.put("passed", check.passed());
        json.put("expected", check.expected());
        json.put("actual", check.actual());
    }
}
