package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
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
 * @param number for which time it comes to that, from 1; all connections of a client count, and all lives of a node
 */
public record Trigger(String who, TriggerEvent what, int number) {

    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9-]+)(?:\\.([a-z]+))?(?:#([1-9][0-9]{0,3}))?");

    /** What {@code text} says, if it is about somebody in {@code scenario}. */
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

    /** Whether somebody in {@code scenario} can come to it. */
    boolean canCome(Scenario scenario) {
        return what.isOfClients()
                ? scenario.clients().stream().map(ClientRole::name).anyMatch(who::equals)
                : scenario.nodes().contains(who);
    }

    /** The same for another time. */
    public Trigger forTime(int other) {
        return new Trigger(who, what, other);
    }

    /** Whether it can come before the first step of a scenario begins. */
    public boolean isEarly() {
        return what != TriggerEvent.EMITTED;
    }

    @Override
    public String toString() {
        if (what == TriggerEvent.EMITTED) {
            return who + '#' + number;
        }
        return who + '.' + what.word() + (number == 1 ? "" : "#" + number);
    }
}
