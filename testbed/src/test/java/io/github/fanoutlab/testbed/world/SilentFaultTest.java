package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Faults that nobody is told of, slow readers, and a Redis that is full or replaced")
class SilentFaultTest {

    private static final long SECOND = 1_000_000;

    private final World world =
            World.of(WorldOptions.seed(3).withRedisLatency(Latency.fixed(500)).withClientLatency(Latency.fixed(1_000)));
    private final SimNode w1 = world.node("W1");
    private final PingPong.Client c1 = new PingPong.Client(world.node("C1"));
    private final List<PingPong.Server> servers = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    SilentFaultTest() {
        serve(w1);
        world.at(1_000, "C1", () -> c1.open(PingPong.SERVER_WS));
    }

    private void serve(SimNode node) {
        world.at(world.nowMicros(), "W1", () -> servers.add(PingPong.serve(node)));
    }

    private void at(long micros, Runnable step) {
        world.at(micros, "script", step);
    }

    private List<String> lost() {
        return world.trace().events(Kind.LOST).stream().map(TraceEvent::name).toList();
    }

    @Test
    void a_connection_that_dies_silently_takes_everything_and_tells_nobody_until_keepalive_gives_it_up() {
        at(
                SECOND,
                () -> assertThat(world.faults().silence("W1", "C1", 5 * SECOND)).isEqualTo(1));
        world.at(2 * SECOND, "C1", () -> c1.ping(1, 2));
        world.runUntil(6 * SECOND - 1);
        assertThat(c1.seen).containsExactly("open");
        assertThat(c1.connection.isOpen()).isTrue();
        assertThat(lost()).containsExactly("the connection had died silently", "the connection had died silently");
        world.runUntil(7 * SECOND);
        assertThat(c1.seen).containsExactly("open", "close 1006 keepalive: W1 does not answer");
        assertThat(servers.get(0).seen).containsExactly("close 1006 keepalive: C1 does not answer");
    }

    @Test
    void a_goodbye_on_a_silently_dead_connection_does_not_arrive() {
        at(SECOND, () -> world.faults().silence("W1", "C1", 5 * SECOND));
        at(2 * SECOND, () -> world.faults().kill("C1"));
        world.runUntil(6 * SECOND - 1);
        assertThat(servers.get(0).seen).isEmpty();
        world.runUntil(7 * SECOND);
        assertThat(servers.get(0).seen).containsExactly("close 1006 keepalive: C1 does not answer");
    }

    @Test
    void a_peer_with_nothing_to_send_never_learns_of_a_crash() {
        at(SECOND, () -> world.faults().crash("W1"));
        at(2 * SECOND, () -> serve(world.node("W1")));
        world.runUntil(60 * SECOND);
        assertThat(c1.seen).containsExactly("open");
        world.at(61 * SECOND, "C1", () -> c1.ping(1, 1));
        world.runUntil(62 * SECOND);
        assertThat(c1.seen)
                .containsExactly("open", "close 1006 connection reset: W1 was started anew and does not know it");
        assertThat(lost()).containsExactly("W1 crashed");
    }

    @Test
    void a_peer_that_has_sent_something_learns_of_a_crash_when_the_machine_is_up_again() {
        at(SECOND, () -> world.faults().crash("W1"));
        world.at(2 * SECOND, "C1", () -> c1.ping(1, 1));
        at(5 * SECOND, () -> serve(world.node("W1")));
        world.runUntil(5 * SECOND - 1);
        assertThat(c1.seen).containsExactly("open");
        world.runUntil(9 * SECOND);
        assertThat(c1.seen).hasSize(2).last().asString().startsWith("close 1006 connection reset");
    }

    @Test
    void who_dials_a_machine_without_power_waits_until_it_is_up_or_a_minute_has_passed() {
        at(SECOND, () -> world.faults().crash("W1"));
        world.at(2 * SECOND, "C1", () -> c1.get("/first"));
        at(4 * SECOND, () -> serve(world.node("W1")));
        world.runUntil(4 * SECOND);
        assertThat(c1.seen).containsExactly("open");
        world.runUntil(6 * SECOND);
        assertThat(c1.seen).containsExactly("open", "200 pong");

        at(10 * SECOND, () -> world.faults().crash("W1"));
        world.at(11 * SECOND, "C1", () -> c1.get("/second"));
        world.runUntil(11 * SECOND + 63 * SECOND - 1);
        assertThat(c1.seen).hasSize(2);
        world.runUntil(11 * SECOND + 64 * SECOND);
        assertThat(c1.seen).last().isEqualTo("failed: connection timed out: W1:80 does not answer");
    }

    @Test
    void what_is_sent_to_a_slow_reader_piles_up_arrives_late_and_in_order_and_the_sender_can_see_it() {
        String line = "x".repeat(900);
        at(SECOND, () -> assertThat(world.faults().slow("W1", "C1", SECOND)).isEqualTo(1));
        List<Boolean> writable = new ArrayList<>();
        world.at(SECOND + 1, "W1", () -> {
            for (int i = 0; i < 20; i++) {
                servers.get(0).connections.get(0).send(line + i);
                writable.add(servers.get(0).connections.get(0).isWritable());
            }
        });
        world.runUntil(5 * SECOND);
        assertThat(c1.seen).hasSize(1 + 8);
        assertThat(writable).startsWith(true).endsWith(false);
        world.runUntil(20 * SECOND);
        assertThat(c1.seen).hasSize(1 + 20).last().isEqualTo(line + 19);
        assertThat(servers.get(0).connections.get(0).isWritable()).isTrue();
        assertThat(lost()).isEmpty();
    }

    @Test
    void while_a_connection_lags_messages_take_longer_some_much_longer_and_keep_their_order() {
        at(SECOND, () -> world.faults().lag("W1", "C1", 10 * SECOND));
        for (int i = 1; i <= 100; i++) {
            int number = i;
            world.at(SECOND + i * 50_000L, "C1", () -> c1.ping(number, number));
        }
        world.runUntil(20 * SECOND);
        List<Long> times = times(Kind.FRAME_RECEIVED, "W1");
        List<Long> sent = times(Kind.FRAME_SENT, "C1");
        assertThat(servers.get(0).seen)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 100)
                        .mapToObj(i -> "ping " + i)
                        .toList());
        List<Long> took = LongStream.range(0, 100)
                .mapToObj(i -> times.get((int) i) - sent.get((int) i))
                .toList();
        assertThat(took).allMatch(micros -> micros > 1_000).anyMatch(micros -> micros > 300_000);
        assertThat(took.stream().filter(micros -> micros < 400_000).count()).isGreaterThan(50);
    }

    private List<Long> times(Kind kind, String lane) {
        return world.trace().events(kind).stream()
                .filter(event -> event.lane().equals(lane))
                .map(TraceEvent::timeMicros)
                .toList();
    }

    @Test
    void a_subscriber_that_does_not_read_is_ended_by_redis_and_loses_what_was_kept_for_it() {
        RedisConnection sub = w1.createRedisClient("sub", World.REDIS_URL);
        sub.subscribe("news", (channel, payload) -> heard.add(text(payload)), () -> {});
        SimNode w2 = world.node("W2");
        RedisConnection pub = w2.createRedisClient("pub", World.REDIS_URL);
        at(
                SECOND,
                () -> assertThat(world.faults().overflow("W1", "sub", SECOND)).isEqualTo(1));
        for (int i = 0; i < 4; i++) {
            String news = "news " + i;
            world.at(SECOND * i + 500_000, "W2", () -> pub.publish("news", bytes(news)));
        }
        world.runUntil(5 * SECOND);
        assertThat(heard).containsExactly("news 0", "news 2", "news 3");
        assertThat(lost()).containsExactly(SimRedisProcess.BUFFER_FULL);
        assertThat(world.redis().model().openConnections()).isEqualTo(2);
    }

    @Test
    void a_full_redis_keeps_its_clients_and_tells_new_ones_why_it_turns_them_away() {
        RedisConnection first = w1.createRedisClient("first", World.REDIS_URL);
        at(SECOND, () -> world.redis().full(2 * SECOND));
        RedisConnection[] second = new RedisConnection[1];
        world.at(SECOND + 1, "W1", () -> second[0] = w1.createRedisClient("second", World.REDIS_URL));
        world.runUntil(3 * SECOND - 1);
        assertThat(first.isUp()).isTrue();
        assertThat(world.redis().model().openConnections()).isEqualTo(1);
        assertThat(world.trace().events(Kind.REDIS_REPLY))
                .extracting(TraceEvent::text)
                .contains("-ERR max number of clients reached");
        world.runUntil(6 * SECOND);
        assertThat(second[0].isUp()).isTrue();
        assertThat(world.redis().model().openConnections()).isEqualTo(2);
    }

    @Test
    void after_a_failover_the_replica_lacks_what_was_written_last() {
        RedisConnection connection = w1.createRedisClient("client", World.REDIS_URL);
        List<String> answers = new ArrayList<>();
        world.at(SECOND, "W1", () -> connection.send(RedisCommand.of("SET", "early", "1"), reply -> {}));
        world.at(4 * SECOND - 1, "W1", () -> connection.send(RedisCommand.of("SET", "late", "1"), reply -> {}));
        at(4 * SECOND, () -> world.redis().failover(SECOND, 2 * SECOND));
        world.at(8 * SECOND, "W1", () -> {
            connection.send(RedisCommand.of("GET", "early"), reply -> answers.add(reply.toString()));
            connection.send(RedisCommand.of("GET", "late"), reply -> answers.add(reply.toString()));
        });
        world.runUntil(9 * SECOND);
        assertThat(answers).containsExactly("1", "nil");
    }

    @Test
    void a_wall_clock_can_be_set_back_and_timers_do_not_care() {
        List<Long> ticks = new ArrayList<>();
        List<Long> wall = new ArrayList<>();
        world.at(
                SECOND,
                "W1",
                () -> w1.loop().every(1_000, () -> {
                    ticks.add(w1.loop().nowMillis());
                    wall.add(w1.loop().wallClockMillis() - World.EPOCH_MILLIS);
                }));
        at(2_500_000, () -> world.faults().setClockBack("W1", 10_000));
        world.runUntil(4 * SECOND);
        assertThat(ticks).containsExactly(2_000L, 3_000L, 4_000L);
        assertThat(wall).containsExactly(2_000L, -7_000L, -6_000L);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
