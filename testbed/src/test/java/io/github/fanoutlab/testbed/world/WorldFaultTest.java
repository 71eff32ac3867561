package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What may fail, and who learns of it")
class WorldFaultTest {

    private static final long SECOND = 1_000_000;

    private final World world = World.of(WorldOptions.seed(3).withRedisLatency(Latency.fixed(500)));
    private final SimNode w1 = world.node("W1");
    private final List<String> heard = new ArrayList<>();

    private void subscribe(SimNode node, String channel) {
        node.createRedisClient("sub", World.REDIS_URL)
                .subscribe(channel, (from, payload) -> heard.add(node.name() + " " + text(payload)), () -> {});
    }

    private void publishEach(SimNode node, int millis) {
        RedisConnection pub = node.createRedisClient("pub", World.REDIS_URL);
        int[] count = {0};
        world.at(
                world.nowMicros(),
                node.name(),
                () -> node.loop().every(millis, () -> pub.publish("news", bytes("" + ++count[0]))));
    }

    @Test
    void what_one_node_publishes_another_hears_through_redis() {
        SimNode w2 = world.node("W2");
        subscribe(w1, "news");
        List<RedisReply> replies = new ArrayList<>();
        RedisConnection pub = w2.createRedisClient("pub", World.REDIS_URL);
        world.at(SECOND, "W2", () -> pub.publish("news", bytes("hello"), replies::add));
        world.runToQuiescence(2 * SECOND);

        assertThat(heard).containsExactly("W1 hello");
        assertThat(replies).containsExactly(new RedisReply.Number(1));
        TraceEvent push = world.trace()
                .events(event -> event.is(Kind.REDIS_PUSH, "message"))
                .get(0);
        assertThat(push.channel()).isEqualTo("news");
        assertThat(push.published()).asString().isEqualTo("hello");
        assertThat(push.connection()).isEqualTo("W1.sub");
        assertThat(world.trace().causesOf(push))
                .extracting(TraceEvent::lane, TraceEvent::kind, TraceEvent::name)
                .startsWith(tuple("redis", Kind.REDIS_HANDLED, "PUBLISH"), tuple("W2", Kind.REDIS_SENT, "PUBLISH"));
        assertThat(world.trace().causeOf(push).number()).isEqualTo(1);
        assertThat(world.redis().model().openConnections()).isEqualTo(2);
    }

    @Test
    void a_cut_subscription_loses_what_is_published_until_it_is_restored_and_nothing_later() {
        subscribe(w1, "news");
        publishEach(world.node("W2"), 10);
        world.at(
                2 * SECOND,
                "script",
                () -> assertThat(world.faults().cut("W1", "sub")).isEqualTo(1));
        world.runUntil(4 * SECOND);

        List<Integer> numbers =
                heard.stream().map(line -> Integer.parseInt(line.substring(3))).toList();
        List<Integer> missing = new ArrayList<>();
        for (int i = numbers.get(0); i <= numbers.get(numbers.size() - 1); i++) {
            if (!numbers.contains(i)) {
                missing.add(i);
            }
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(missing).hasSizeBetween(4, 8).allMatch(number -> number >= 198 && number <= 208);
        assertThat(world.trace().events(Kind.WARNING))
                .anyMatch(event -> event.text().contains("restored"));
    }

    @Test
    void the_connections_of_one_node_fail_independently() {
        subscribe(w1, "news");
        publishEach(w1, 10);
        world.at(SECOND, "script", () -> world.faults().cut("W1", "pub"));
        world.runUntil(SECOND + 40_000);
        assertThat(world.trace().events(Kind.CONNECTION_CLOSED))
                .extracting(TraceEvent::lane, TraceEvent::connection)
                .containsExactlyInAnyOrder(tuple("W1", "W1.pub"), tuple("redis", "W1.pub"));
    }

    @Test
    void after_a_restart_redis_has_forgotten_everything_and_the_clients_come_back() {
        subscribe(w1, "news");
        RedisConnection pub = world.node("W2").createRedisClient("pub", World.REDIS_URL);
        world.at(SECOND, "W2", () -> pub.send(RedisCommand.of("SET", "key", "value"), reply -> {}));
        world.at(2 * SECOND, "script", () -> world.redis().restart(300_000));
        world.runUntil(2 * SECOND + 100_000);
        assertThat(world.redis().isRunning()).isFalse();
        world.runUntil(6 * SECOND);
        assertThat(world.redis().model().keys()).isEmpty();
        world.at(6 * SECOND, "W2", () -> pub.publish("news", bytes("again")));
        world.runUntil(7 * SECOND);

        assertThat(heard).containsExactly("W1 again");
        assertThat(world.trace().events(Kind.CONNECTION_REFUSED)).isNotEmpty();
    }

    @Test
    void a_killed_node_never_acts_again_and_its_peers_learn_that_it_is_gone() {
        PingPong.Client client = new PingPong.Client(world.node("C1"));
        List<String> ticks = new ArrayList<>();
        world.at(0, "W1", () -> {
            PingPong.serve(w1);
            w1.loop().every(100, () -> ticks.add("" + w1.loop().nowMillis()));
        });
        world.at(10, "C1", () -> client.open(PingPong.SERVER_WS));
        world.at(SECOND, "C1", () -> client.ping(1, 1));
        world.at(SECOND, "script", () -> world.faults().kill("W1"));
        world.at(SECOND + 1, "W1", () -> ticks.add("the dead do not act"));
        world.runUntil(2 * SECOND);

        assertThat(ticks).hasSize(9);
        assertThat(client.seen).containsExactly("open", "close 1006 W1 died");
        TraceEvent lost = world.trace().events(Kind.LOST).get(0);
        assertThat(lost.lane()).isEqualTo("W1");
        assertThat(lost.name()).isEqualTo("W1 died");
        assertThat(world.trace().causeOf(lost).text()).isEqualTo("ping 1");
        assertThat(world.isAlive("W1")).isFalse();
        assertThatThrownBy(() -> world.faults().kill("W1")).hasMessageContaining("no node called W1 lives");
    }

    @Test
    void what_a_node_had_sent_before_it_was_killed_still_arrives() {
        PingPong.Client client = new PingPong.Client(world.node("C1"));
        PingPong.Server[] server = new PingPong.Server[1];
        world.at(0, "W1", () -> server[0] = PingPong.serve(w1));
        world.at(10, "C1", () -> client.open(PingPong.SERVER_WS));
        world.at(SECOND, "W1", () -> server[0].connections.get(0).send("farewell"));
        world.at(SECOND, "script", () -> world.faults().kill("W1"));
        world.runUntil(2 * SECOND);
        assertThat(client.seen).containsExactly("open", "farewell", "close 1006 W1 died");
    }

    @Test
    void a_node_of_the_same_name_is_a_new_life_that_listens_anew() {
        PingPong.Client client = new PingPong.Client(world.node("C1"));
        world.at(0, "W1", () -> PingPong.serve(w1));
        world.at(SECOND, "script", () -> world.faults().kill("W1"));
        world.at(SECOND + 10, "C1", () -> client.get("/while-dead"));
        world.at(2 * SECOND, "script", () -> {
            SimNode reborn = world.node("W1");
            assertThat(reborn).isNotSameAs(w1);
            assertThat(reborn.life()).isEqualTo(2);
            reborn.loop().execute(() -> PingPong.serve(reborn));
        });
        world.at(3 * SECOND, "C1", () -> client.get("/reborn"));
        world.runUntil(4 * SECOND);
        assertThat(client.seen).containsExactly("failed: connection refused: nobody listens at W1:80", "200 pong");
    }

    @Test
    void redis_learns_that_a_subscriber_died_only_after_a_while_and_counts_it_until_then() {
        subscribe(w1, "news");
        RedisConnection pub = world.node("W2").createRedisClient("pub", World.REDIS_URL);
        List<RedisReply> receivers = new ArrayList<>();
        world.at(SECOND, "W2", () -> pub.publish("news", bytes("1"), receivers::add));
        world.at(SECOND + 100, "script", () -> world.faults().kill("W1"));
        world.at(2 * SECOND, "W2", () -> pub.publish("news", bytes("2"), receivers::add));
        world.runUntil(3 * SECOND);
        assertThat(receivers).containsExactly(new RedisReply.Number(1), new RedisReply.Number(0));
        assertThat(heard).isEmpty();
        assertThat(world.trace().events(Kind.LOST)).extracting(TraceEvent::lane).containsExactly("W1");
    }

    @Test
    void a_client_that_dies_aborts_the_request_that_the_server_is_still_thinking_about() {
        List<String> seen = new ArrayList<>();
        PingPong.Client client = new PingPong.Client(world.node("C1"));
        world.at(
                0,
                "W1",
                () -> w1.network().listen(ListenOptions.port(80), new ClientHandler() {
                    @Override
                    public void onRequest(HttpExchange exchange) {
                        seen.add("asked");
                        exchange.onAbort(() -> seen.add("aborted"));
                    }

                    @Override
                    public void onUpgrade(WebSocketUpgrade upgrade) {}
                }));
        world.at(10, "C1", () -> client.get("/poll"));
        world.at(SECOND, "script", () -> world.faults().kill("C1"));
        world.runUntil(2 * SECOND);
        assertThat(seen).containsExactly("asked", "aborted");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
