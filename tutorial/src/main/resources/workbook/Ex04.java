import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.tutorial.exercise.TwelveASecond;
import java.util.List;

/**
 * Exercise of chapter 4: build a cluster in which one client gets twelve events
 * a second, and then a second one that does it differently. Both generations
 * play it.
 */
public class Ex04 implements TwelveASecond.Answer {

    /** To begin with, the cluster of the chapter. */
    @Override
    public Scenario first() {
        return cluster(
                List.of("W1", "W2", "W3", "W4"), // who emits
                ClientRole.on("C1", "W1", "W2", "W3", "W4")); // where C1 is
    }

    /** A cluster that does it differently. */
    @Override
    public Scenario second() {
        return cluster(
                List.of("W1", "W2", "W3", "W4"), // who emits
                ClientRole.on("C1", "W1", "W2", "W3", "W4")); // where C1 is
    }

    /** What both have in common, as a scenario. */
    private static Scenario cluster(List<String> emitters, ClientRole client) {
        return new Scenario(
                "twelve",
                "How many a second?",
                MasterRole.SERVER, // a full server; here it is silent
                List.of("W1", "W2", "W3", "W4"), // the workers
                List.of(client),
                List.of(new Step.Beat(
                        emitters,
                        10, // for how many seconds
                        true, // the payloads name who emits, and count: "W1#3"
                        Broadcast.data(""))),
                0, // leave as it is: no document gives a rate
                ""); // leave as it is: no document gives a diagram
    }
}
