package io.github.fanoutlab.simulator.spacetime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A run in space and time")
class SpaceTimeTest {

    private static SpaceTime of(String string) {
        return SpaceTime.of(FaultyRun.of(RunString.parse(string)));
    }

    private static List<String> words(SpaceTime run, int emit) {
        return run.pathOf(emit).stream()
                .map(message -> message.from().lane() + " -> " + message.to().lane() + ": " + message.words())
                .sorted()
                .toList();
    }

    @Test
    @DisplayName(
            "has clients, workers, Redis and the master as lanes, and 0.9 its three Redis clients beside each server")
    void lanes() {
        SpaceTime legacy = SpaceTime.of(CalmRun.of(Scenarios.MIRROR, Generation.LEGACY, 42));
        SpaceTime adapter = SpaceTime.of(CalmRun.of(Scenarios.MIRROR, Generation.ADAPTER, 42));

        assertThat(adapter.lanes())
                .extracting(Lane::title)
                .containsExactly("C1", "C2", "C3", "C4", "W1", "W2", "W3", "W4", "Redis", "master")
                .isEqualTo(legacy.lanes().stream().map(Lane::title).toList());
        assertThat(legacy.lanes().get(4).redisClients()).containsExactly("pub", "sub", "client");
        assertThat(adapter.lanes().get(4).redisClients()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("knows the path of an emit: to Redis, to each subscriber, to each client")
    void path(Generation generation) {
        SpaceTime run = SpaceTime.of(CalmRun.of(Scenarios.MIRROR, generation, 42));

        assertThat(words(run, 1))
                .containsExactly(
                        "W1 -> C1: delivered",
                        "W1 -> redis: PUBLISH, 5 subscribers",
                        "W2 -> C2: delivered",
                        "W3 -> C3: delivered",
                        "W4 -> C4: delivered",
                        "redis -> W1: own echo, dropped",
                        "redis -> W2: received",
                        "redis -> W3: received",
                        "redis -> W4: received",
                        "redis -> master: received, no matching clients");
    }

    @ParameterizedTest
    @CsvSource({"legacy, 4, 0", "adapter, 3, 7", "adapter=5, 3, 7", "adapter=0.1, 4, 0"})
    @DisplayName("tells own echoes, as many as the servers count, from what is dropped for its room, unread")
    void unknownRooms(String servers, long echoes, long unknown) {
        CalmRun played = CalmRun.of(RunString.parse("rooms;" + servers));
        SpaceTime run = SpaceTime.of(played);

        assertThat(count(run, Fate.ECHO_DROPPED))
                .isEqualTo(played.observation().tally().ownEchoesDropped())
                .isEqualTo(echoes);
        assertThat(count(run, Fate.UNKNOWN_ROOM)).isEqualTo(unknown);
        String ownToUnknownRoom = unknown == 0 ? "own echo, dropped" : "received, unknown room";
        assertThat(words(run, 5)).contains("redis -> W1: " + ownToUnknownRoom);
    }

    /** How many of the messages that emits have caused. */
    private static long count(SpaceTime run, Fate fate) {
        return run.messages().stream()
                .filter(message -> message.fate() == fate && !message.emits().isEmpty())
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "heartbeat"})
    @DisplayName(
            "of a MyAdapter says that an own echo is dropped only where there are clients to whom it was not delivered")
    void echoOfMine(String scenario) {
        RunString run = RunString.parse(scenario + ";adapter=mine;seed=42");
        SpaceTime played = OwnAdapter.playing(RedisAdapter::at, () -> SpaceTime.of(CalmRun.of(run)));
        String fate = scenario.equals("mirror")
                ? "redis -> W1: own echo, dropped"
                : "redis -> master: received, no matching clients";

        assertThat(words(played, 1)).contains(fate);
    }

    @Test
    @DisplayName("over streams knows the entry: its XADD, those who read it, and its delivery by its own server, too")
    void entry() {
        assertThat(words(SpaceTime.of(CalmRun.of(RunString.parse("mirror;adapter=streams;seed=42"))), 1))
                .containsExactly(
                        "W1 -> C1: delivered",
                        "W1 -> redis: XADD",
                        "W2 -> C2: delivered",
                        "W3 -> C3: delivered",
                        "W4 -> C4: delivered",
                        "redis -> W1: received",
                        "redis -> W2: received",
                        "redis -> W3: received",
                        "redis -> W4: received",
                        "redis -> master: received, no matching clients");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heartbeat;adapter=streams;seed=42;pause:W2@2s+3s",
                "heartbeat;adapter=streams;seed=42;stall:W2.redis@2s+3s",
                "heartbeat;adapter=streams;seed=42;cut:W2.redis@2.5s+2s",
                "heartbeat;adapter=streams;seed=42;transport=polling"
            })
    @DisplayName("over streams knows the emits in several entries that are read at once")
    void entries(String string) {
        SpaceTime run = of(string);

        assertThat(run.emits()).hasSizeGreaterThan(10).allSatisfy(emit -> {
            List<String> path = words(run, emit.number());
            assertThat(path).filteredOn(row -> row.endsWith("redis: XADD")).hasSize(1);
            assertThat(path).filteredOn(row -> row.startsWith("redis -> ")).hasSizeGreaterThanOrEqualTo(5);
            assertThat(path)
                    .filteredOn(row -> row.endsWith(": delivered"))
                    .extracting(row -> row.replaceAll(".*-> |: .*", ""))
                    .containsExactly("C1", "C2", "C3", "C4");
        });
        assertThat(run.messages()).noneMatch(message -> message.fate() == Fate.ECHO_DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"heartbeat;adapter;seed=42;transport=polling", "heartbeat;legacy;seed=42;transport=xhr-polling"})
    @DisplayName("over polling knows each delivery's own emit, and which servers keep an emit until the next poll")
    void polling(String string) {
        SpaceTime run = of(string);

        assertThat(run.emits())
                .hasSizeGreaterThan(10)
                .allSatisfy(emit -> assertThat(run.pathOf(emit.number()))
                        .filteredOn(message -> message.fate() == Fate.DELIVERED)
                        .extracting(message -> message.to().lane())
                        .containsExactlyInAnyOrder("C1", "C2", "C3", "C4"));
        assertThat(run.messages())
                .filteredOn(message -> message.fate() == Fate.KEPT)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message.words()).isEqualTo("received, kept for the next poll"));
        assertThat(run.messages())
                .filteredOn(message -> message.fate() == Fate.NO_CLIENTS)
                .extracting(message -> message.to().lane())
                .containsOnly("master");
    }

    @Test
    @DisplayName("knows the lives of a process that dies and starts again")
    void lives() {
        Lane killed = of("heartbeat;adapter;seed=42;kill:W2@1.2s+2s").lanes().stream()
                .filter(lane -> lane.name().equals("W2"))
                .findFirst()
                .orElseThrow();

        assertThat(killed.lives()).hasSize(2);
        long died = killed.lives().get(0).untilMicros();
        assertThat(killed.lives().get(1)).isEqualTo(new Lane.Life(died + 2_000_000, Long.MAX_VALUE));
        assertThat(killed.lives(died - 1)).isTrue();
        assertThat(killed.lives(died)).isFalse();
    }

    @Test
    @DisplayName("is plain data: as JSON it can be read back")
    void json() {
        SpaceTime run = of("heartbeat;legacy;seed=42;kill:W2@1.2s+2s;cut:W1.sub@2s+500ms");
        JsonMapper json = JsonMapper.shared();

        assertThat(json.readValue(json.writeValueAsString(run), SpaceTime.class))
                .isEqualTo(run);
    }
}
