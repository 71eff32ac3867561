package io.github.fanoutlab.simulator.cluster.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Real servers under load")
@Timeout(120)
class LoadsTest {

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName(
            "26 clients flood the server, two more than Jetty has threads: another is connected and a third has its echo"
                    + " before half of the flood is handled")
    void flood(Generation generation) throws IOException {
        Loads.Flood flood = new Loads(generation).flood(26, 8_000);
        assertThat(flood.stillToCome()).as(flood.toString()).isGreaterThan(26 * 8_000 / 2);
        assertThat(flood.handshakeMillis()).isLessThan(10_000);
        assertThat(flood.echoMillis()).isLessThan(10_000);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("Redis is away: 16 MiB of what is emitted wait, the rest is dropped and counted")
    void redis_away(Generation generation) {
        Loads.RedisAway away = new Loads(generation).redisAway(400, 64);
        assertThat(away.waitingBytes()).isBetween(15_000_000L, 16L << 20);
        assertThat(away.waiting() + away.dropped()).isBetween(400L, 410L);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName(
            "10 clients do not read: the server keeps no more than it may, and a client that reads hears everything")
    void deaf_clients(Generation generation) throws IOException {
        Loads.Deaf deaf = new Loads(generation).deafClients(10, 800, Optional.of(1_000_000L));
        assertThat(deaf.mostBytes()).isBetween(500_000L, 1_000_000L);
        assertThat(deaf.disconnected()).isBetween(1L, 10L);
        assertThat(deaf.heard()).isEqualTo(800);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("600 clients connect at once, and all are answered")
    void connects(Generation generation) throws IOException {
        assertThat(new Loads(generation).connects(600).count()).isEqualTo(600);
    }
}
