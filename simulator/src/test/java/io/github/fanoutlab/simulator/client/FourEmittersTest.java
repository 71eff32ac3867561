package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.OtherJvm;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.World;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Both servers and their clients run unchanged in the virtual world")
class FourEmittersTest {

    private static LongFunction<World> generation(String name) {
        return name.equals("adapter") ? FourEmitters::adapter : FourEmitters::legacy;
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapter", "legacy"})
    @DisplayName("each client gets the greeting, and 40 events in ten seconds")
    void each_client_gets_the_greeting_and_forty_events_in_ten_seconds(String generation) {
        World world = generation(generation).apply(1);
        for (int i = 1; i <= 4; i++) {
            String client = "C" + i;
            List<TraceEvent> deliveries = world.trace()
                    .events(event ->
                            event.kind() == Kind.DELIVERY && event.lane().equals(client));
            assertThat(deliveries).hasSize(41);
            assertThat(deliveries.get(0).text()).isEqualTo("[\"connected to worker: " + i + "\"]");
        }
        assertThat(world.trace().events(Kind.WARNING)).isEmpty();
        assertThat(world.trace().events(Kind.LOST)).isEmpty();
    }

    @Test
    @DisplayName("1 + 4 processes have 10 connections to Redis with the adapter, 15 with the RedisStore")
    void the_adapter_needs_ten_redis_connections_and_the_store_fifteen() {
        assertThat(FourEmitters.adapter(1).redis().model().openConnections()).isEqualTo(10);
        assertThat(FourEmitters.legacy(1).redis().model().openConnections()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapter", "legacy"})
    @DisplayName("the causes of each delivery through Redis lead back to its emit")
    void every_delivery_of_a_mirrored_emit_leads_back_to_the_emit(String generation) {
        World world = generation(generation).apply(2);
        long mirrored = world.trace().events(Kind.DELIVERY).stream()
                .filter(delivery ->
                        world.trace().nearestCause(delivery, event -> event.is(Kind.REDIS_SENT, "PUBLISH")) != null)
                .count();
        assertThat(mirrored).isEqualTo(4 * 3 * 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapter", "legacy"})
    @DisplayName("the same seed gives the same trace, another seed another trace")
    void the_same_seed_gives_the_same_hash_and_another_seed_another(String generation) {
        String hash = generation(generation).apply(42).trace().hash();
        assertThat(generation(generation).apply(42).trace().hash()).isEqualTo(hash);
        assertThat(generation(generation).apply(43).trace().hash()).isNotEqualTo(hash);
    }

    @Test
    @DisplayName("another JVM makes the same runs, in every version of Java that is installed")
    void other_jvms_of_this_and_of_every_other_installed_version_make_the_same_runs() {
        List<String> here = List.of(
                FourEmitters.adapter(42).trace().hash(),
                FourEmitters.legacy(42).trace().hash(),
                FourEmitters.adapter(7).trace().hash(),
                FourEmitters.legacy(7).trace().hash());
        for (OtherJvm jvm : OtherJvm.all()) {
            assertThat(jvm.run(FourEmitters.class, "42", "7")).as("%s", jvm).isEqualTo(here);
        }
    }
}
