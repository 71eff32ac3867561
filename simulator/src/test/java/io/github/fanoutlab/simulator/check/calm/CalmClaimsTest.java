package io.github.fanoutlab.simulator.check.calm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Claims about calm runs")
class CalmClaimsTest {

    private static final String GREETED = "Every connection is greeted once, by its own worker";
    private static final String EXACTLY_ONCE =
            "Every client gets each event meant for it exactly once, and nothing else";
    private static final String IN_ORDER =
            "On each connection, the events of one sender arrive in the order in which it emitted them";
    private static final String DIAGRAM = "The run draws the documented diagram, arrow by arrow";
    private static final String AS_OFTEN = "Every emit takes its path exactly once";
    private static final String PUBLISHES = "Every emit that is not local is published to Redis once";
    private static final String DELIVERIES = "Every live server subscribes, and receives every published message";
    private static final String ECHOES = "A subscribed sender gets its own message back and drops it";
    private static final String STATE = "Nodes tell each other who connects, and nothing else while a scenario emits";

    static Stream<Arguments> everything() {
        return Scenarios.DOCUMENTED.stream()
                .flatMap(scenario -> Stream.of(Generation.values())
                        .map(gen -> Arguments.of(Named.of(scenario.name(), scenario), gen)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everything")
    @DisplayName("all hold if a run is as it must be")
    void all_pass(Scenario scenario, Generation generation) {
        Verdict<Observation> run =
                CalmClaims.judge(PlannedRun.of(scenario, generation).observation());

        assertThat(run.failures()).isEmpty();
        assertThat(run.checks()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(run.checks()).extracting(Check::name).doesNotHaveDuplicates();
    }

    /** The names of the checks that fail. */
    private static List<String> failing(PlannedRun spoiled) {
        return CalmClaims.judge(spoiled.observation()).failures().stream()
                .map(Check::name)
                .toList();
    }

    private static Check failure(PlannedRun spoiled, String name) {
        return CalmClaims.judge(spoiled.observation()).failures().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("passed, although it was spoiled: " + name));
    }

    private static PlannedRun run(Scenario scenario) {
        return PlannedRun.of(scenario, Generation.ADAPTER);
    }

    private static List<Delivery> without(List<Delivery> deliveries, String client, String payload) {
        deliveries.removeIf(
                each -> each.client().equals(client) && each.payload().equals(payload));
        return deliveries;
    }

    @Nested
    @DisplayName("about deliveries fail")
    class OfDeliveries {

        @Test
        @DisplayName("when a client is greeted by the wrong worker")
        void greeted_by_the_wrong_worker() {
            PlannedRun spoiled = run(Scenarios.MIRROR).deliveries(deliveries -> {
                deliveries.set(0, new Delivery("C1", "W1", 1, "data", "connected to worker: 2"));
                return deliveries;
            });

            assertThat(failing(spoiled)).containsExactly(GREETED);
            assertThat(failure(spoiled, GREETED).actual())
                    .isEqualTo("4 greetings; missing 1: C1 from W1: data \"connected to worker: 1\";"
                            + " too many 1: C1 from W1: data \"connected to worker: 2\"");
        }

        @Test
        @DisplayName("when a client is greeted twice, or not at all")
        void greeted_twice_or_never() {
            assertThat(failing(run(Scenarios.MIRROR).deliveries(deliveries -> {
                        deliveries.add(deliveries.get(0));
                        return deliveries;
                    })))
                    .containsExactly(GREETED);
            assertThat(failing(run(Scenarios.MIRROR)
                            .deliveries(deliveries -> without(deliveries, "C2", "connected to worker: 2"))))
                    .containsExactly(GREETED);
        }

        @Test
        @DisplayName("when an event is missing: it is named with client, worker and payload")
        void missing_event() {
            PlannedRun spoiled = run(Scenarios.FOUR_EMITTERS)
                    .deliveries(deliveries -> without(without(deliveries, "C1", "W3#2"), "C1", "W4#7"));

            assertThat(failure(spoiled, EXACTLY_ONCE).expected()).isEqualTo("40 events");
            assertThat(failure(spoiled, EXACTLY_ONCE).actual())
                    .isEqualTo("38 events; missing 2: C1 from W1: data \"W3#2\", C1 from W1: data \"W4#7\"");
        }

        @Test
        @DisplayName("when an event comes twice")
        void doubled_event() {
            PlannedRun spoiled = run(Scenarios.MIRROR).deliveries(deliveries -> {
                deliveries.add(deliveries.get(deliveries.size() - 1));
                return deliveries;
            });

            assertThat(failing(spoiled)).containsExactly(EXACTLY_ONCE);
            assertThat(failure(spoiled, EXACTLY_ONCE).actual())
                    .isEqualTo("5 events; too many 1: C4 from W4: data \"payload\"");
        }

        @Test
        @DisplayName("when an event comes over the wrong connection, or with another payload")
        void wrong_connection_or_payload() {
            assertThat(failing(run(Scenarios.MIRROR)
                            .firstEvent(first -> new Delivery("C1", "W2", first.atMicros(), "data", "payload"))))
                    .containsExactly(EXACTLY_ONCE);
            assertThat(failing(run(Scenarios.MIRROR)
                            .firstEvent(first -> new Delivery("C1", "W1", first.atMicros(), "data", "payloud"))))
                    .containsExactly(EXACTLY_ONCE);
        }

        @Test
        @DisplayName("when clients outside the room get it; only the first few are named")
        void outside_the_room() {
            PlannedRun spoiled = run(Scenarios.ROOMS).deliveries(deliveries -> {
                for (int i = 0; i < 5; i++) {
                    deliveries.add(new Delivery("C" + i, "W3", 1, "data", "to red"));
                }
                return deliveries;
            });

            assertThat(failure(spoiled, EXACTLY_ONCE).actual())
                    .isEqualTo("13 events; too many 5: C0 from W3: data \"to red\", C1 from W3: data \"to red\","
                            + " C2 from W3: data \"to red\" and 2 more");
        }

        @Test
        @DisplayName("when two events of one sender arrive in the wrong order on a connection")
        void out_of_order() {
            PlannedRun spoiled = run(Scenarios.FOUR_EMITTERS).deliveries(deliveries -> {
                Collections.swap(deliveries, indexOf(deliveries, "W2#3"), indexOf(deliveries, "W2#4"));
                return deliveries;
            });

            assertThat(failing(spoiled)).containsExactly(IN_ORDER);
            assertThat(failure(spoiled, IN_ORDER).actual()).isEqualTo("C1 from W1: data \"W2#3\" after \"W2#4\"");
        }

        @Test
        @DisplayName("not when events of different senders, or on different connections, arrive in another order")
        void order_is_per_sender_and_connection() {
            assertThat(failing(run(Scenarios.SIXTEEN).deliveries(deliveries -> {
                        Collections.swap(deliveries, indexOf(deliveries, "W2#3"), indexOf(deliveries, "W3#3"));
                        return deliveries;
                    })))
                    .isEmpty();
        }

        @Test
        @DisplayName("not about order, when an event is only missing or doubled: that is another claim")
        void order_minds_neither_gaps_nor_copies() {
            assertThat(failing(run(Scenarios.WORKER_DEATH).deliveries(deliveries -> {
                        without(deliveries, "C1", "master#2");
                        deliveries.add(deliveries.get(deliveries.size() - 1));
                        return deliveries;
                    })))
                    .doesNotContain(IN_ORDER);
        }

        private static int indexOf(List<Delivery> deliveries, String payload) {
            return deliveries.stream().map(Delivery::payload).toList().indexOf(payload);
        }

        @Test
        @DisplayName("when a client gets 3.9 a second instead of 4")
        void wrong_rate() {
            PlannedRun spoiled =
                    run(Scenarios.FOUR_EMITTERS).deliveries(deliveries -> without(deliveries, "C1", "W3#2"));

            Check rate = failure(spoiled, "Each client gets 4 a second, as documented");
            assertThat(rate.expected()).isEqualTo("C1: 4");
            assertThat(rate.actual()).isEqualTo("C1: 3.90");
        }

        @Test
        @DisplayName("when the timers run ten times too fast")
        void too_fast() {
            PlannedRun spoiled = run(Scenarios.HEARTBEAT)
                    .deliveries(deliveries -> new ArrayList<>(deliveries.stream()
                            .map(each -> new Delivery(
                                    each.client(), each.worker(), each.atMicros() / 10, each.event(), each.payload()))
                            .toList()));

            assertThat(failing(spoiled)).containsExactly("Beats are a second apart");
            assertThat(failure(spoiled, "Beats are a second apart").actual()).isEqualTo("0.10 s");
        }
    }

    @Nested
    @DisplayName("about the paths of emits fail")
    class OfFlows {

        @Test
        @DisplayName("when a hop is missing: named, and drawn")
        void missing_hop() {
            PlannedRun spoiled = run(Scenarios.MIRROR).flows(flows -> {
                Flow flow = flows.get(0);
                return List.of(new Flow(flow.emitter(), true, flow.hops().subList(0, 3)));
            });

            assertThat(failing(spoiled)).containsExactly(DIAGRAM, AS_OFTEN);
            assertThat(failure(spoiled, DIAGRAM).actual()).isEqualTo("""
                    Worker 1 emits: Redis --> Worker 4 is missing
                    Worker 1 emits: Worker 4 --> C4 is missing
                    and the run draws

                    Client <-- Worker 1 emit --> Redis
                    Client <-- Worker 2 <----------|
                    Client <-- Worker 3 <----------|
                    """);
        }

        @Test
        @DisplayName("when one of many emits takes the path of another diagram")
        void way_of_another_diagram() {
            PlannedRun spoiled = run(Scenarios.WORKER_DEATH).flows(flows -> {
                flows.set(0, flows.get(4));
                return flows;
            });

            assertThat(failing(spoiled)).containsExactly(AS_OFTEN);
            assertThat(failure(spoiled, AS_OFTEN).actual())
                    .isEqualTo("9 emits; missing: master through Redis to W1 (C1), W2 (C2), W3 (C3), W4 (C4);"
                            + " instead: master through Redis to W1 (C1), W2 (C2), W4 (C4)");
        }

        @Test
        @DisplayName("when nobody hears what a server publishes: its own clients do not get it through Redis")
        void nobodySubscribes() {
            PlannedRun spoiled = run(Scenarios.MIRROR)
                    .flows(flows -> List.of(new Flow("W1", true, List.of(new Flow.Hop("W1", false, List.of("C1"))))));

            assertThat(failure(spoiled, AS_OFTEN).actual())
                    .isEqualTo("1 emit; missing: W1 to W1 (C1), and through Redis to W2 (C2), W3 (C3), W4 (C4);"
                            + " instead: W1 to W1 (C1), and through Redis to nobody");
        }

        @Test
        @DisplayName("when the scenario's own diagram is not drawn as in the document")
        void carelessly_drawn() {
            Scenario careless =
                    withDiagram(Scenarios.MIRROR, Scenarios.MIRROR.diagram().replace("|", "-|"));

            assertThat(failing(run(careless))).containsExactly(DIAGRAM);
        }

        private static Scenario withDiagram(Scenario scenario, String diagram) {
            return new Scenario(
                    scenario.name(),
                    scenario.question(),
                    scenario.master(),
                    scenario.workers(),
                    scenario.clients(),
                    scenario.steps(),
                    scenario.perSecond(),
                    diagram);
        }
    }

    @Nested
    @DisplayName("about Redis")
    class OfRedis {

        @Test
        @DisplayName("expect 15 connections in 0.9 and 10 in 1.0+; 13 and 9 if the master is an emitter")
        void documented_connections() {
            assertThat(connections(Scenarios.FOUR_EMITTERS, Generation.LEGACY)).isEqualTo("15 connections");
            assertThat(connections(Scenarios.FOUR_EMITTERS, Generation.ADAPTER)).isEqualTo("10 connections");
            assertThat(connections(Scenarios.EMITTER, Generation.LEGACY)).isEqualTo("13 connections");
            assertThat(connections(Scenarios.EMITTER, Generation.ADAPTER)).isEqualTo("9 connections");
        }

        private static String connections(Scenario scenario, Generation generation) {
            return CalmClaims.judge(PlannedRun.of(scenario, generation).observation()).checks().stream()
                    .filter(check ->
                            check.name().endsWith("to Redis") || check.name().contains("is an emitter"))
                    .map(Check::expected)
                    .findFirst()
                    .orElseThrow();
        }

        @ParameterizedTest
        @EnumSource(Generation.class)
        @DisplayName("fail when a process opens one more connection")
        void one_connection_more(Generation generation) {
            assertThat(failing(PlannedRun.of(Scenarios.MIRROR, generation)
                            .tally(tally -> plus(tally, new Tally(1, 0, 0, 0, 0, 0, 0)))))
                    .singleElement()
                    .asString()
                    .startsWith("Each node has ");
        }

        @Test
        @DisplayName("fail when an emit is published twice, or a local emit is published")
        void published_twice() {
            PlannedRun spoiled = run(Scenarios.ROOMS).tally(tally -> plus(tally, new Tally(0, 0, 1, 0, 0, 0, 0)));

            assertThat(failing(spoiled)).containsExactly(PUBLISHES);
            assertThat(failure(spoiled, PUBLISHES).expected()).isEqualTo("4 emits published");
            assertThat(failure(spoiled, PUBLISHES).actual()).isEqualTo("5 emits published");
        }

        @Test
        @DisplayName("fail when one process is not subscribed")
        void not_subscribed() {
            PlannedRun spoiled =
                    run(Scenarios.FOUR_EMITTERS).tally(tally -> plus(tally, new Tally(0, 0, 0, -40, 0, 0, 0)));

            assertThat(failing(spoiled)).containsExactly(DELIVERIES);
            assertThat(failure(spoiled, DELIVERIES).actual()).isEqualTo("160 messages");
        }

        @Test
        @DisplayName("fail when own echoes are not dropped")
        void echo_not_dropped() {
            assertThat(failing(
                            run(Scenarios.FOUR_EMITTERS).tally(tally -> plus(tally, new Tally(0, 0, 0, 0, -40, 0, 0)))))
                    .containsExactly(ECHOES);
        }

        @Test
        @DisplayName("know that the adapter ignores an echo to a room without members before it reads the message")
        void echo_to_an_unknown_room() {
            Tally oneMore = new Tally(0, 0, 0, 0, 1, 0, 0);

            assertThat(failing(run(Scenarios.ROOMS).tally(tally -> plus(tally, oneMore))))
                    .containsExactly(ECHOES);
            assertThat(failure(run(Scenarios.ROOMS).tally(tally -> plus(tally, oneMore)), ECHOES)
                            .expected())
                    .isEqualTo("3 messages, without 1 to a room that the sender does not know");
            assertThat(failing(PlannedRun.of(Scenarios.ROOMS, Generation.LEGACY)))
                    .isEmpty();
        }

        @Test
        @DisplayName("fail when the adapter replicates state, or when 0.9 does while a scenario only emits")
        void state_where_none_is() {
            assertThat(failing(run(Scenarios.MIRROR).connecting(tally -> plus(tally, new Tally(0, 0, 0, 0, 0, 1, 0)))))
                    .containsExactly("No node tells another who is connected, or in which room");
            assertThat(failing(PlannedRun.of(Scenarios.MIRROR, Generation.LEGACY)
                            .tally(tally -> plus(tally, new Tally(0, 0, 1, 5, 1, 1, 0)))))
                    .containsExactly(STATE);
        }

        @Test
        @DisplayName("fail when 0.9 does not tell who connects")
        void no_state_where_some_is() {
            assertThat(failing(PlannedRun.of(Scenarios.MIRROR, Generation.LEGACY)
                            .connecting(tally -> new Tally(0, 0, 0, 0, 0, 0, 0))))
                    .containsExactly(STATE);
        }

        @Test
        @DisplayName(
                "fail when 0.9 tells it ten times, or once less: four clients cost 4 × 6 messages, no more and no fewer")
        void another_number() {
            for (int other : new int[] {240, 23, 25}) {
                PlannedRun spoiled = PlannedRun.of(Scenarios.MIRROR, Generation.LEGACY)
                        .connecting(tally -> new Tally(0, 0, 0, 0, 0, other, 0));
                assertThat(failure(spoiled, STATE).expected()).isEqualTo("24 state messages while connecting, then 0");
                assertThat(failure(spoiled, STATE).actual())
                        .isEqualTo(other + " state messages while connecting, then 0");
            }
        }

        @Test
        @DisplayName("fail when a client that comes back costs as much as four")
        void too_much_for_one() {
            PlannedRun spoiled = PlannedRun.of(Scenarios.WORKER_DEATH, Generation.LEGACY)
                    .tally(tally -> plus(tally, new Tally(0, 0, 18, 18 * 5, 18, 18, 0)));
            assertThat(failing(spoiled)).containsExactly(STATE);
            assertThat(failure(spoiled, STATE).expected()).isEqualTo("24 state messages while connecting, then 6");
        }

        private static Tally plus(Tally tally, Tally more) {
            return new Tally(
                    tally.redisConnections() + more.redisConnections(),
                    tally.channels() + more.channels(),
                    tally.publishes() + more.publishes(),
                    tally.redisDeliveries() + more.redisDeliveries(),
                    tally.ownEchoesDropped() + more.ownEchoesDropped(),
                    tally.stateMessages() + more.stateMessages(),
                    tally.publishedBytes() + more.publishedBytes());
        }
    }

    @Nested
    @DisplayName("about a death")
    class OfDeath {

        private static final String LOGGED = "The master logs that a worker died";
        private static final String COUNTS_ON = "The master keeps its state: it goes on counting as if nobody had died";
        private static final String ONLY_ITS_CLIENTS =
                "Only the dead worker's clients miss something, and only what was emitted while the worker was away";

        @Test
        @DisplayName("say who misses what")
        void what_is_missed() {
            Check missed = CalmClaims.judge(run(Scenarios.WORKER_DEATH).observation()).checks().stream()
                    .filter(check -> check.name().equals(ONLY_ITS_CLIENTS))
                    .findFirst()
                    .orElseThrow();

            assertThat(missed.actual())
                    .isEqualTo("missed 3: C3 from W3: data \"master#4\", C3 from W3: data \"master#5\","
                            + " C3 from W3: data \"master#6\"");
        }

        @Test
        @DisplayName("accept the line with a process id, as the real cluster has it")
        void with_a_process_id() {
            assertThat(failing(run(Scenarios.WORKER_DEATH).log("worker 4711 died")))
                    .isEmpty();
        }

        @Test
        @DisplayName("fail when the master does not say so, or says it twice")
        void not_logged() {
            assertThat(failing(run(Scenarios.WORKER_DEATH).log("worker is fine")))
                    .containsExactly(LOGGED);
            assertThat(failing(run(Scenarios.WORKER_DEATH).log("worker 1 died", "worker 2 died")))
                    .containsExactly(LOGGED);
        }

        @Test
        @DisplayName("fail when the master starts counting again")
        void counts_from_one_again() {
            PlannedRun spoiled = run(Scenarios.WORKER_DEATH)
                    .deliveries(deliveries -> new ArrayList<>(
                            deliveries.stream().map(OfDeath::countedAnew).toList()));

            Check counts = failure(spoiled, COUNTS_ON);
            assertThat(counts.expected()).isEqualTo("1 2 3 4 5 6 7 8 9");
            assertThat(counts.actual()).isEqualTo("1 2 3");
        }

        private static Delivery countedAnew(Delivery each) {
            String payload = each.payload()
                    .replaceAll("#[47]", "#1")
                    .replaceAll("#[58]", "#2")
                    .replaceAll("#[69]", "#3");
            return new Delivery(each.client(), each.worker(), each.atMicros(), each.event(), payload);
        }

        @Test
        @DisplayName("fail when another client misses something too")
        void another_misses_too() {
            PlannedRun spoiled =
                    run(Scenarios.WORKER_DEATH).deliveries(deliveries -> without(deliveries, "C1", "master#5"));

            assertThat(failing(spoiled)).containsExactly(EXACTLY_ONCE, ONLY_ITS_CLIENTS);
        }

        @Test
        @DisplayName("fail when its clients get something that was emitted while it was away")
        void heard_while_away() {
            PlannedRun spoiled = run(Scenarios.WORKER_DEATH).deliveries(deliveries -> {
                deliveries.add(new Delivery("C3", "W3", 1, "data", "master#6"));
                return deliveries;
            });

            assertThat(failing(spoiled)).contains(EXACTLY_ONCE, ONLY_ITS_CLIENTS);
        }

        @Test
        @DisplayName("fail when the client that came back is not greeted again")
        void not_greeted_again() {
            PlannedRun spoiled = run(Scenarios.WORKER_DEATH).deliveries(deliveries -> {
                deliveries.remove(4);
                return deliveries;
            });

            assertThat(failing(spoiled)).containsExactly(GREETED);
        }
    }
}
