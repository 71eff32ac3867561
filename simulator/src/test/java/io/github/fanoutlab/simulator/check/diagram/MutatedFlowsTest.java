package io.github.fanoutlab.simulator.check.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A diagram accepts the flows that it draws, and none that differs in one arrow")
class MutatedFlowsTest {

    private static final int SEEDS = 200;

    enum Mutation {
        NONE {
            @Override
            Flow apply(Flow flow, Random random) {
                return flow;
            }
        },
        MISSING_HOP {
            @Override
            Flow apply(Flow flow, Random random) {
                List<Flow.Hop> hops = new ArrayList<>(flow.hops());
                hops.remove(random.nextInt(hops.size()));
                return with(flow, hops);
            }
        },
        DOUBLED_HOP {
            @Override
            Flow apply(Flow flow, Random random) {
                List<Flow.Hop> hops = new ArrayList<>(flow.hops());
                hops.add(hops.get(random.nextInt(hops.size())));
                return with(flow, hops);
            }
        },
        ECHO_CARRIED_OUT {
            @Override
            Flow apply(Flow flow, Random random) {
                List<Flow.Hop> hops = new ArrayList<>(flow.hops());
                hops.add(new Flow.Hop(flow.emitter(), true, List.of()));
                return with(flow, hops);
            }
        },
        MISSING_CLIENT {
            @Override
            Flow apply(Flow flow, Random random) {
                return withClients(flow, random, clients -> clients.remove(0));
            }
        },
        EXTRA_CLIENT {
            @Override
            Flow apply(Flow flow, Random random) {
                return withClients(flow, random, clients -> clients.add("stranger"));
            }
        },
        DOUBLED_DELIVERY {
            @Override
            Flow apply(Flow flow, Random random) {
                return withClients(flow, random, clients -> clients.add(clients.get(0)));
            }
        },
        NOT_PUBLISHED {
            @Override
            Flow apply(Flow flow, Random random) {
                return new Flow(flow.emitter(), false, flow.hops());
            }
        },
        OTHER_EMITTER {
            @Override
            Flow apply(Flow flow, Random random) {
                return new Flow("W99", true, flow.hops());
            }
        };

        abstract Flow apply(Flow flow, Random random);

        static Flow with(Flow flow, List<Flow.Hop> hops) {
            return new Flow(flow.emitter(), flow.published(), hops);
        }

        static Flow withClients(Flow flow, Random random, Consumer<List<String>> change) {
            List<Flow.Hop> hops = new ArrayList<>(flow.hops());
            int at = random.nextInt(hops.size());
            List<String> clients = new ArrayList<>(hops.get(at).clients());
            change.accept(clients);
            hops.set(at, new Flow.Hop(hops.get(at).node(), hops.get(at).viaRedis(), clients));
            return with(flow, hops);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("seeds 1 to 200:")
    void one_mutated_emit_among_several(Mutation mutation) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            Flow flow = randomFlow(random);
            List<Flow> observed = List.of(flow, mutation.apply(flow, random), flow);

            DiagramVerdict verdict = Diagram.of(List.of(flow)).verdict(observed, List.of(flow));

            assertThat(verdict.satisfied())
                    .as("seed %d, %s of %s: %s", seed, mutation, flow, verdict.words())
                    .isEqualTo(mutation == Mutation.NONE);
        }
    }

    /** A worker emits; some workers, all with clients, carry it out. */
    private static Flow randomFlow(Random random) {
        String emitter = "W" + (1 + random.nextInt(6));
        List<Flow.Hop> hops = new ArrayList<>();
        for (int id = 1; id <= 6; id++) {
            String node = "W" + id;
            if (node.equals(emitter) || random.nextBoolean()) {
                List<String> clients = random.nextBoolean() ? List.of("C" + id) : List.of("A" + id, "B" + id);
                hops.add(new Flow.Hop(node, !node.equals(emitter), clients));
            }
        }
        return new Flow(emitter, true, hops);
    }
}
