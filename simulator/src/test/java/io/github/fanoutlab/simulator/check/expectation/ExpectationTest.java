package io.github.fanoutlab.simulator.check.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.simulator.check.diagram.Diagram;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a scenario must deliver, worked out from the scenario alone")
class ExpectationTest {

    static Stream<Named<Scenario>> documented() {
        return Scenarios.DOCUMENTED.stream().map(scenario -> Named.of(scenario.name(), scenario));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documented")
    @DisplayName("every documented diagram follows from its scenario")
    void documented_diagrams_follow_from_the_scenarios(Scenario scenario) {
        assertThat(Diagram.of(Expectation.of(scenario).flows()).text()).isEqualTo(scenario.diagram());
    }

    @Test
    @DisplayName(
            "four emitters: 40 events for a client on one worker, 40 PUBLISH, 200 deliveries to nodes, 40 own echoes")
    void four_emitters() {
        Expectation due = Expectation.of(Scenarios.FOUR_EMITTERS);

        assertThat(due.deliveries()).hasSize(40);
        assertThat(due.deliveries().get(0)).hasToString("C1 from W1: data \"W1#1\"");
        assertThat(due.deliveries().get(39)).hasToString("C1 from W1: data \"W4#10\"");
        assertThat(due.publishedEmits()).isEqualTo(40);
        assertThat(due.redisDeliveries()).isEqualTo(200);
        assertThat(due.ownEchoes()).isEqualTo(40);
    }

    @Test
    @DisplayName("sixteen: 160 events for a client on all four workers")
    void sixteen() {
        assertThat(Expectation.of(Scenarios.SIXTEEN).deliveries()).hasSize(160);
        assertThat(Expectation.of(Scenarios.SIXTEEN).greetings())
                .extracting(UntimedDelivery::payload)
                .containsExactly(
                        "connected to worker: 1",
                        "connected to worker: 2",
                        "connected to worker: 3",
                        "connected to worker: 4");
    }

    @Test
    @DisplayName("a master that is an emitter saves one delivery per emit and its own echo")
    void an_emitter_saves_its_echo() {
        Expectation server = Expectation.of(Scenarios.HEARTBEAT);
        Expectation emitter = Expectation.of(Scenarios.EMITTER);

        assertThat(server.redisDeliveries()).isEqualTo(50);
        assertThat(server.ownEchoes()).isEqualTo(10);
        assertThat(emitter.redisDeliveries()).isEqualTo(40);
        assertThat(emitter.ownEchoes()).isZero();
        assertThat(emitter.deliveries()).isEqualTo(server.deliveries());
    }

    @Test
    @DisplayName("rooms: only members, only in the namespace, not the excepted, and a local emit stays where it is")
    void rooms() {
        assertThat(Expectation.of(Scenarios.ROOMS).deliveries())
                .extracting(UntimedDelivery::toString)
                .containsExactly(
                        "C1 from W1: data \"to red\"",
                        "C2 from W2: data \"to red\"",
                        "N2 from W2: data \"to chat\"",
                        "N4 from W4: data \"to chat\"",
                        "C1 from W1: data \"but blue\"",
                        "C4 from W4: data \"but blue\"",
                        "C4 from W4: data \"local\"",
                        "N4 from W4: data \"red in chat\"");
        assertThat(Expectation.of(Scenarios.ROOMS).ownEchoes()).isEqualTo(4);
        assertThat(Expectation.of(Scenarios.ROOMS).ownEchoesToUnknownRooms())
                .as("W1 has no member of red in /chat")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("worker death: the numbers go on, the dead worker's client misses three and is greeted again")
    void worker_death() {
        Expectation due = Expectation.of(Scenarios.WORKER_DEATH);

        assertThat(due.deliveries())
                .filteredOn(delivery -> delivery.client().equals("C3"))
                .extracting(UntimedDelivery::payload)
                .containsExactly("master#1", "master#2", "master#3", "master#7", "master#8", "master#9");
        assertThat(due.deliveries())
                .filteredOn(delivery -> delivery.client().equals("C1"))
                .hasSize(9);
        assertThat(due.greetings())
                .filteredOn(delivery -> delivery.client().equals("C3"))
                .hasSize(2);
        assertThat(due.redisDeliveries()).isEqualTo(3 * 5 + 3 * 4 + 3 * 5);
    }

    @Test
    @DisplayName("a worker that was forked again counts from 1: its count died with it")
    void a_forked_worker_counts_from_one() {
        Step beat = new Step.Beat(List.of("W1"), 2, true, Broadcast.data(""));
        Expectation due = Expectation.of(withSteps(beat, new Step.Kill("W1"), new Step.Fork("W1"), beat));

        assertThat(due.emits())
                .extracting(emit -> emit.broadcast().payload())
                .containsExactly("W1#1", "W1#2", "W1#1", "W1#2");
    }

    @Test
    @DisplayName("a scenario in which a dead worker emits is refused, and the message says which")
    void nobody_dead_emits() {
        Scenario impossible = withSteps(new Step.Kill("W1"), new Step.Emit("W1", Broadcast.data("payload")));

        assertThatThrownBy(() -> Expectation.of(impossible))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scenario test cannot be played: W1 emits, but it is not alive");
    }

    @Test
    @DisplayName(
            "a scenario in which a node emits that is none of its own is refused, and the message names those that it has")
    void nobody_unknown_emits() {
        Scenario impossible = withSteps(new Step.Emit("M", Broadcast.data("payload")));

        assertThatThrownBy(() -> Expectation.of(impossible))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scenario test cannot be played: M emits, but the nodes are W1");
    }

    @Test
    @DisplayName("a client in two of the rooms gets one copy")
    void one_copy_for_two_rooms() {
        Broadcast both =
                new Broadcast("/", List.of("red", "blue"), List.of(), false, Broadcast.Manner.PLAIN, "data", "payload");
        Scenario scenario = new Scenario(
                "test",
                "",
                MasterRole.NONE,
                List.of("W1"),
                List.of(ClientRole.on("C1", "W1").in("red", "blue")),
                List.of(new Step.Emit("W1", both)),
                0,
                "");

        assertThat(Expectation.of(scenario).deliveries()).hasSize(1);
    }

    private static Scenario withSteps(Step... steps) {
        return new Scenario(
                "test", "", MasterRole.NONE, List.of("W1"), List.of(ClientRole.on("C1", "W1")), List.of(steps), 0, "");
    }
}
