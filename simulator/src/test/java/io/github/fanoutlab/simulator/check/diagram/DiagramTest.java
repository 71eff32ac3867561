package io.github.fanoutlab.simulator.check.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The arrow diagram")
class DiagramTest {

    private static final String MIRROR = """
            Client <-- Worker 1 emit --> Redis
            Client <-- Worker 2 <----------|
            Client <-- Worker 3 <----------|
            Client <-- Worker 4 <----------|
            """;

    private static Flow.Hop own(String node, String... clients) {
        return new Flow.Hop(node, false, List.of(clients));
    }

    private static Flow.Hop mirrored(String node, String... clients) {
        return new Flow.Hop(node, true, List.of(clients));
    }

    private static Flow flow(String emitter, Flow.Hop... hops) {
        return new Flow(emitter, true, List.of(hops));
    }

    private static Flow mirror() {
        return flow("W1", own("W1", "C1"), mirrored("W2", "C2"), mirrored("W3", "C3"), mirrored("W4", "C4"));
    }

    @Nested
    @DisplayName("as text")
    class AsText {

        static Stream<Named<Scenario>> documented() {
            return Scenarios.DOCUMENTED.stream().map(scenario -> Named.of(scenario.name(), scenario));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("documented")
        @DisplayName("every documented diagram is read, and drawn again as the same text")
        void documented_diagrams_round_trip(Scenario scenario) {
            assertThat(Diagram.parse(scenario.diagram()).text()).isEqualTo(scenario.diagram());
        }

        @Test
        @DisplayName("the source document's diagram says who emits and who delivers it")
        void reads_the_source_documents_diagram() {
            assertThat(Diagram.parse(MIRROR).flows())
                    .containsExactly(flow(
                            "W1",
                            own("W1", "Client"),
                            mirrored("W2", "Client"),
                            mirrored("W3", "Client"),
                            mirrored("W4", "Client")));
        }

        @Test
        @DisplayName("its arrows are ordered by what causes what")
        void arrows_know_their_causes() {
            List<Arrow> arrows = Arrow.of(flow("W1", own("W1", "C1"), mirrored("W2", "C2")));

            assertThat(arrows)
                    .extracting(Arrow::toString)
                    .containsExactly("Worker 1 --> Redis", "Worker 1 --> C1", "Redis --> Worker 2", "Worker 2 --> C2");
            assertThat(arrows.get(3).after()).isEqualTo(arrows.get(2));
            assertThat(arrows.get(2).after()).isEqualTo(arrows.get(0));
            assertThat(arrows.get(1).after()).isNull();
        }

        @Test
        @DisplayName("arrows may have any length, and rows any order; they are drawn as in the document")
        void reads_what_a_person_types() {
            assertThat(Diagram.parse("""
                    Worker 2 <--|
                    Client<-Worker 1 emit->Redis

                    Client <- Worker 3 emit
                    """).text()).isEqualTo("""
                    Client <-- Worker 1 emit --> Redis
                               Worker 2 <----------|

                    Client <-- Worker 3 emit
                    """);
        }

        @Test
        @DisplayName("the arrows of more than nine workers still end below each other")
        void draws_many_workers() {
            assertThat(Diagram.of(List.of(flow("W2", mirrored("W10", "C10"), own("W2", "C2"))))
                            .text())
                    .isEqualTo("""
                            Client <-- Worker 2 emit ---> Redis
                            Client <-- Worker 10 <----------|
                            """);
        }

        @Test
        @DisplayName("random flows are the same after they were drawn and read (seeds 1 to 500)")
        void random_flows_round_trip() {
            for (int seed = 1; seed <= 500; seed++) {
                Diagram drawn = Diagram.of(randomFlows(new Random(seed)));
                assertThat(Diagram.parse(drawn.text()))
                        .as("seed %d:%n%s", seed, drawn.text())
                        .isEqualTo(drawn);
            }
        }

        private static List<Flow> randomFlows(Random random) {
            List<Flow> flows = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                String emitter = random.nextInt(4) == 0 ? "master" : "W" + (1 + random.nextInt(12));
                boolean published = random.nextInt(5) > 0;
                List<Flow.Hop> hops = new ArrayList<>();
                hops.add(own(emitter, randomClients(random)));
                for (int node = 0; published && node <= 12; node++) {
                    for (int copies = random.nextInt(8) / 3; copies > 0; copies--) {
                        hops.add(mirrored(node == 0 ? "master" : "W" + node, randomClients(random)));
                    }
                }
                flows.add(new Flow(emitter, published, hops));
            }
            return flows;
        }

        private static String[] randomClients(Random random) {
            return random.ints(random.nextInt(4), 1, 5).mapToObj(i -> "C" + i).toArray(String[]::new);
        }
    }

    @Nested
    @DisplayName("when it is none")
    class Malformed {

        @ParameterizedTest(name = "{2}: {0}")
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "Client <-- Wroker 1 emit --> Redis; 1:12; `Wroker`; `Master` or `Worker` and its number",
                    "Client --> Worker 1 emit --> Redis; 1:8; `-->`; `<--`, or `<==` for several copies",
                    "Worker 1 emits --> Redis; 1:10; `emits`; `emit` or `<----------|`",
                    "Worker 1 emit --> Reddis; 1:15; `-->`; `--> Redis` or the end of the line",
                    "Worker 1 emit --> Redis!; 1:24; `!`; the end of the line",
                    "Worker 1; 1:9; the end of the line; `emit` or `<----------|`",
                    "Worker 2 <---|; 1:10; a diagram in which nobody emits; `emit` in one of its rows",
                    "\"\"; 1:1; nothing; `Worker 1 emit --> Redis` and the like"
                })
        @DisplayName("the message says where, what was found and what was expected")
        void says_where_and_what(String text, String place, String found, String expected) {
            DiagramSyntaxException error =
                    catchThrowableOfType(DiagramSyntaxException.class, () -> Diagram.parse(text));

            assertThat(error.line() + ":" + error.column()).isEqualTo(place);
            assertThat(error).hasMessageContaining("found " + found + ", expected " + expected);
        }

        @Test
        @DisplayName("the message shows the line and points at the place")
        void points_at_the_place() {
            DiagramSyntaxException error = catchThrowableOfType(DiagramSyntaxException.class, () -> Diagram.parse("""
                            Client <-- Worker 1 emit --> Redis
                            Client <-- Worker 2 emit --> Redis
                            """));

            assertThat(error).hasMessage("""
                    line 2, column 21: found a second `emit`, expected a blank line between the diagrams of two emits
                        Client <-- Worker 2 emit --> Redis
                                            ^""");
        }

        @Test
        @DisplayName("an arrow from Redis needs an arrow to Redis")
        void nothing_comes_from_nothing() {
            DiagramSyntaxException error = catchThrowableOfType(DiagramSyntaxException.class, () -> Diagram.parse("""
                            Client <-- Worker 1 emit
                            Client <-- Worker 2 <----------|
                            """));

            assertThat(error)
                    .hasMessageStartingWith(
                            "line 2, column 21: found an arrow from Redis, expected `--> Redis` after `emit` on line 1");
        }
    }

    @Nested
    @DisplayName("as an oracle")
    class AsOracle {

        private final Diagram documented = Diagram.parse(MIRROR);

        private DiagramVerdict verdict(Flow... observed) {
            return documented.verdict(List.of(observed), List.of(mirror()));
        }

        @Test
        @DisplayName("accepts a run in which every arrow happened, and draws the same text")
        void satisfied() {
            DiagramVerdict verdict = verdict(mirror());

            assertThat(verdict.problems()).isEmpty();
            assertThat(verdict.satisfied()).isTrue();
            assertThat(verdict.redrawn()).isEqualTo(MIRROR);
        }

        @Test
        @DisplayName("accepts a master that only subscribes, and an emitter without clients")
        void silent_hops_do_not_matter() {
            Diagram noClientAtWorker1 = Diagram.parse("""
                               Worker 1 emit --> Redis
                    Client <-- Worker 2 <----------|
                    """);

            assertThat(noClientAtWorker1
                            .verdict(List.of(flow("W1", own("W1"), mirrored("master"), mirrored("W2", "C2"))))
                            .problems())
                    .isEmpty();
        }

        @Test
        @DisplayName("misses the hop that did not happen")
        void missing_hop() {
            DiagramVerdict verdict = verdict(flow("W1", own("W1", "C1"), mirrored("W2", "C2"), mirrored("W4", "C4")));

            assertThat(verdict.problems())
                    .containsExactly(
                            "Worker 1 emits: Redis --> Worker 3 is missing",
                            "Worker 1 emits: Worker 3 --> C3 is missing");
            assertThat(verdict.redrawn()).isNotEqualTo(MIRROR);
        }

        @Test
        @DisplayName("misses Redis when nothing was published")
        void not_published() {
            assertThat(documented
                            .verdict(List.of(new Flow("W1", false, List.of(own("W1", "C1")))), List.of(mirror()))
                            .problems())
                    .contains("Worker 1 emits: Worker 1 --> Redis is missing");
        }

        @Test
        @DisplayName("does not expect a client that must not get it")
        void extra_client() {
            assertThat(verdict(flow(
                                    "W1",
                                    own("W1", "C1"),
                                    mirrored("W2", "C2", "C9"),
                                    mirrored("W3", "C3"),
                                    mirrored("W4", "C4")))
                            .problems())
                    .containsExactly("Worker 1 emits: Worker 2 --> C9 is unexpected");
        }

        @Test
        @DisplayName("misses one of two clients behind the same worker")
        void one_of_two_clients() {
            Flow due =
                    flow("W1", own("W1", "C1"), mirrored("W2", "C2", "C9"), mirrored("W3", "C3"), mirrored("W4", "C4"));

            assertThat(documented.verdict(List.of(mirror()), List.of(due)).problems())
                    .containsExactly("Worker 1 emits: Worker 2 --> C9 is missing");
        }

        @Test
        @DisplayName("counts copies, and draws a double arrow")
        void doubled_delivery() {
            DiagramVerdict verdict = verdict(flow(
                    "W1", own("W1", "C1"), mirrored("W2", "C2", "C2"), mirrored("W3", "C3"), mirrored("W4", "C4")));

            assertThat(verdict.problems())
                    .containsExactly("Worker 1 emits: Worker 2 --> C2 happened 2 times instead of once");
            assertThat(verdict.redrawn()).contains("Client <== Worker 2 <----------|");
        }

        @Test
        @DisplayName("counts deliveries of Redis, and draws the row twice")
        void doubled_hop() {
            DiagramVerdict verdict = verdict(flow(
                    "W1",
                    own("W1", "C1"),
                    mirrored("W2", "C2"),
                    mirrored("W2", "C2"),
                    mirrored("W3", "C3"),
                    mirrored("W4", "C4")));

            assertThat(verdict.problems())
                    .containsExactly(
                            "Worker 1 emits: Redis --> Worker 2 happened 2 times instead of once",
                            "Worker 1 emits: Worker 2 --> C2 happened 2 times instead of once");
            assertThat(verdict.redrawn()).contains("""
                    Client <-- Worker 2 <----------|
                    Client <-- Worker 2 <----------|
                    """);
        }

        @Test
        @DisplayName("sees an own echo that was delivered")
        void echo_carried_out() {
            DiagramVerdict verdict = verdict(flow(
                    "W1",
                    own("W1", "C1"),
                    mirrored("W1", "C1"),
                    mirrored("W2", "C2"),
                    mirrored("W3", "C3"),
                    mirrored("W4", "C4")));

            assertThat(verdict.problems())
                    .containsExactly(
                            "Worker 1 emits: Redis --> Worker 1 (its own echo) is unexpected",
                            "Worker 1 emits: Worker 1 --> C1 (its own echo) is unexpected");
            assertThat(verdict.redrawn()).startsWith("""
                    Client <-- Worker 1 emit --> Redis
                    Client <-- Worker 1 <----------|
                    """);
        }

        @Test
        @DisplayName("sees the master's own echo, although the master has no client")
        void masters_echo_carried_out() {
            Flow echo = flow("master", mirrored("master"), mirrored("W1", "C1"));

            assertThat(Diagram.parse("""
                                   Master emit ----> Redis
                        Client <-- Worker 1 <----------|
                        """).verdict(List.of(echo)).problems())
                    .containsExactly("Master emits: Redis --> Master (its own echo) is unexpected");
        }

        @Test
        @DisplayName("counts how many emits have the same fault")
        void same_fault_in_many_emits() {
            Flow spoiled = flow("W1", own("W1", "C1"), mirrored("W2", "C2"), mirrored("W3", "C3"), mirrored("W4"));

            assertThat(verdict(mirror(), spoiled, spoiled, spoiled).problems())
                    .containsExactly("Worker 1 emits: Worker 4 --> C4 is missing (in 3 emits)");
        }

        @Test
        @DisplayName("names an emitter that no diagram draws, and a diagram that never happened")
        void wrong_emitter() {
            assertThat(verdict(flow("W2", own("W2", "C2"))).problems())
                    .containsExactly(
                            "Worker 2 emits, but no diagram shows it",
                            "diagram 1, in which Worker 1 emits, never happened: all its arrows are missing");
        }

        @Test
        @DisplayName("names every diagram if nothing happened at all")
        void nothing_happened() {
            assertThat(verdict().satisfied()).isFalse();
        }

        @Test
        @DisplayName("does not order the emits of different nodes: the first beat of the second may come first")
        void order_of_emitters_does_not_matter() {
            Scenario scenario = Scenarios.FOUR_EMITTERS;
            List<Flow> backwards = new ArrayList<>(Expectation.of(scenario).flows());
            Collections.reverse(backwards);

            DiagramVerdict verdict = Diagram.parse(scenario.diagram()).verdict(backwards, backwards);

            assertThat(verdict.problems()).isEmpty();
            assertThat(verdict.redrawn()).isEqualTo(scenario.diagram());
        }

        @Test
        @DisplayName("names the arrow that a reader's wrong prediction lacks")
        void a_prediction() {
            Diagram prediction = Diagram.parse("""
                    Client <-- Worker 1 emit --> Redis
                               Worker 2 <----------|
                    Client <-- Worker 3 <----------|
                    Client <-- Worker 4 <----------|
                    """);

            assertThat(prediction.verdict(List.of(mirror()), List.of(mirror())).problems())
                    .containsExactly("Worker 1 emits: Worker 2 --> C2 is unexpected");
        }
    }
}
