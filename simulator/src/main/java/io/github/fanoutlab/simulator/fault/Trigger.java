package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fault waits for.
 *
 * <pre>
 * W1#3              W1 emits for the third time
 * C1.connected      C1 is connected
 * C1.connected#2    C1 is connected again
 * </pre>
 *
 * @param who a node or a client
 * @param number how many times it must happen, from 1; counted over all connections of a client, and over all restarts of a node
 */
public record Trigger(String who, TriggerEvent what, int number) {

    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9-]+)(?:\\.([a-z]+))?(?:#([1-9][0-9]{0,3}))?");

    /** Reads {@code text}; empty if it is no trigger, or about nobody in {@code scenario}. */
    static Optional<Trigger> parse(String text, Scenario scenario) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches() || written.group(2) == null && written.group(3) == null) {
            return Optional.empty();
        }
        Optional<TriggerEvent> what =
                written.group(2) == null ? Optional.of(TriggerEvent.EMITTED) : TriggerEvent.named(written.group(2));
        int number = written.group(3) == null ? 1 : Integer.parseInt(written.group(3));
        return what.map(each -> new Trigger(written.group(1), each, number))
                .filter(trigger -> trigger.canCome(scenario));
    }

    /** Whether it can happen in {@code scenario}. */
    boolean canCome(Scenario scenario) {
        return whoCan(what, scenario).contains(who);
    }

    /** The nodes or clients of {@code scenario} to which {@code what} can happen. */
    static List<String> whoCan(TriggerEvent what, Scenario scenario) {
        return what.isOfClients()
                ? scenario.clients().stream().map(ClientRole::name).toList()
                : scenario.nodes();
    }

    /** The same trigger with another number. */
    public Trigger forTime(int other) {
        return new Trigger(who, what, other);
    }

    @Override
    public String toString() {
        if (what == TriggerEvent.EMITTED) {
            return who + '#' + number;
        }
        return who + '.' + what.word() + (number == 1 ? "" : "#" + number);
    }
}
