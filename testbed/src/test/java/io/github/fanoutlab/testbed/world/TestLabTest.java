package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestLabTest {

    private final TestLab lab = new TestLab();
    private final SimNode one = lab.node("W1");
    private final SimNode two = lab.node("W2");

    @Test
    void what_one_node_publishes_the_other_hears_when_the_lab_settles() {
        List<String> heard = new ArrayList<>();
        RedisConnection pub = one.createRedisClient("pub", "redis://redis");
        RedisConnection sub = two.createRedisClient("sub", "redis://redis");
        sub.subscribe("news", (channel, payload) -> heard.add(channel + " " + text(payload)), () -> {});
        lab.settle();

        pub.publish("news", "first".getBytes(StandardCharsets.UTF_8));
        assertThat(heard).isEmpty();
        lab.settle();

        assertThat(heard).containsExactly("news first");
        assertThat(lab.monitor()).containsExactly("W2: SUBSCRIBE news", "W1: PUBLISH news first");
    }

    @Test
    void after_redis_was_away_the_subscription_is_restored_and_both_ends_have_said_so() {
        List<String> heard = new ArrayList<>();
        RedisConnection pub = one.createRedisClient("pub", "redis://redis");
        RedisConnection sub = two.createRedisClient("sub", "redis://redis");
        sub.subscribe("news", (channel, payload) -> heard.add(text(payload)), () -> {});
        lab.settle();

        lab.redis().stop();
        lab.advance(500);
        lab.redis().start();
        lab.advance(5_000);
        pub.publish("news", "again".getBytes(StandardCharsets.UTF_8));
        lab.settle();

        assertThat(heard).containsExactly("again");
        assertThat(two.warnings().get(0)).contains("sub").contains("is away");
        assertThat(two.warnings().get(1)).contains("sub").contains("restored");
    }

    @Test
    void what_was_published_in_the_turn_of_the_close_arrives_and_only_then_is_the_connection_gone() {
        List<String> heard = new ArrayList<>();
        RedisConnection pub = one.createRedisClient("pub", "redis://redis");
        RedisConnection sub = two.createRedisClient("sub", "redis://redis");
        sub.subscribe("news", (channel, payload) -> heard.add(text(payload)), () -> {});
        lab.settle();

        pub.publish("news", "last words".getBytes(StandardCharsets.UTF_8));
        pub.close();
        assertThat(lab.redis().model().openConnections()).isEqualTo(2);
        lab.settle();

        assertThat(heard).containsExactly("last words");
        assertThat(lab.redis().model().openConnections()).isEqualTo(1);
        assertThat(one.warnings()).isEmpty();
    }

    @Test
    void timers_run_at_their_time_and_an_interval_until_it_is_cancelled() {
        List<String> ran = new ArrayList<>();
        EventLoop.Timer interval = one.loop().every(1_000, () -> ran.add("tick " + lab.nowMillis()));
        one.loop().schedule(2_500, () -> {
            ran.add("stop " + lab.nowMillis());
            interval.cancel();
        });
        one.loop().schedule(100, () -> ran.add("cancelled")).cancel();

        lab.advance(10_000);

        assertThat(ran).containsExactly("tick 1000", "tick 2000", "stop 2500");
        assertThat(lab.nowMillis()).isEqualTo(10_000);
    }

    @Test
    void what_a_test_does_counts_as_a_turn_of_each_node_and_a_turn_of_one_node_is_none_of_another() {
        one.loop().atEndOfTurn(() -> one.log().warn("end of turn"));
        two.loop().schedule(0, () -> two.log().warn("timer"));
        assertThat(one.warnings()).isEmpty();
        lab.settle();
        assertThat(one.warnings()).containsExactly("end of turn");
        assertThat(two.warnings()).containsExactly("timer");

        one.loop().execute(() -> two.loop().schedule(0, () -> {}));
        assertThatThrownBy(lab::settle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("schedule of node W2 was called in the turn of W1");
    }

    @Test
    void what_is_held_up_arrives_when_it_is_let_go() {
        List<String> heard = new ArrayList<>();
        RedisConnection sub = two.createRedisClient("sub", "redis://redis");
        sub.subscribe("news", (channel, payload) -> heard.add(text(payload)), () -> {});
        lab.settle();

        lab.holdUp("W2", "sub");
        assertThat(lab.publish("news", "late".getBytes(StandardCharsets.UTF_8))).hasToString(":1");
        lab.advance(60_000);
        assertThat(heard).isEmpty();
        lab.letGo("W2", "sub");

        assertThat(heard).containsExactly("late");
    }

    @Test
    void a_request_is_answered_in_pieces_that_its_client_sees_as_they_come_until_it_leaves() {
        List<HttpStream> streams = new ArrayList<>();
        PingPong.Server handler = new PingPong.Server() {
            @Override
            public void onRequest(HttpExchange exchange) {
                exchange.onAbort(() -> seen.add("aborted"));
                streams.add(exchange.stream(HttpResponse.of(200, "text/plain", "head ")));
            }
        };
        MemoryExchange exchange = MemoryExchange.of(one, handler, HttpRequest.get("/"));
        assertThat(exchange.response().text()).isEqualTo("head ");
        assertThat(exchange.hearsNow()).isEmpty();

        streams.get(0).write("more".getBytes(StandardCharsets.UTF_8));
        assertThat(exchange.hearsNow()).containsExactly("more");
        exchange.leave();

        assertThat(handler.seen).containsExactly("aborted");
        assertThat(exchange.isEnded()).isFalse();
        assertThat(exchange.isDropped()).isFalse();
    }

    @Test
    void a_lab_that_never_settles_says_so() {
        Runnable[] again = new Runnable[1];
        again[0] = () -> one.loop().execute(again[0]);
        one.loop().execute(again[0]);

        assertThatThrownBy(lab::settle).hasMessageContaining("does not settle");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
