package io.github.fanoutlab.platform.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedisConnectionTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final NotedRedis redis = new NotedRedis(lab, node);
    private final RedisConnection connection =
            new RedisConnection("client", node.loop(), node.log(), node.counters(), redis);
    private final List<String> said = new ArrayList<>();

    private void turn(Runnable input) {
        node.loop().execute(input);
        lab.settle();
    }

    private void connect() {
        turn(connection::connect);
    }

    private void send(String name, Object... args) {
        connection.send(RedisCommand.of(name, args), reply -> said.add(name + ": " + reply));
    }

    private void subscribe(String channel) {
        connection.subscribe(channel, hear("heard"), () -> said.add("subscribed " + channel));
    }

    private RedisConnection.MessageListener hear(String how) {
        return (channel, payload) -> said.add(how + " " + channel + " " + new String(payload, UTF_8));
    }

    private void listen() {
        connection.listen(new RedisConnection.StateListener() {
            @Override
            public void onUp(boolean restored) {
                said.add(restored ? "restored" : "up");
            }

            @Override
            public void onLost(String reason) {
                said.add("lost: " + reason);
            }
        });
    }

    @Nested
    @DisplayName("Shard channels")
    class ShardChannels {

        @Test
        @DisplayName("are subscribed to and unsubscribed from, apart from channels of the same name")
        void heard_and_left() {
            connect();
            turn(() -> {
                connection.ssubscribe("a", hear("shard"), () -> said.add("ssubscribed a"));
                subscribe("a");
            });
            redis.spublish("a", "1");
            redis.publish("a", "2");
            turn(() -> connection.unsubscribe("a"));
            redis.spublish("a", "3");
            turn(() -> connection.sunsubscribe("a"));

            assertThat(redis.spublish("a", "4")).hasToString(":0");
            assertThat(said).containsExactly("ssubscribed a", "subscribed a", "shard a 1", "heard a 2", "shard a 3");
            assertThat(node.counters().get(RedisConnection.SUBSCRIPTIONS)).isZero();
        }

        @Test
        @DisplayName("are subscribed to again after the connection was lost, and can be published to")
        void restored() {
            connect();
            turn(() -> connection.ssubscribe("a", hear("shard"), () -> said.add("ssubscribed a")));
            redis.cut();
            lab.advance(50);
            redis.spublish("a", "1");

            assertThat(said).containsExactly("ssubscribed a", "ssubscribed a", "shard a 1");
            assertThat(node.counters().get(RedisConnection.SUBSCRIPTIONS_CONFIRMED))
                    .isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("While the connection is up")
    class Up {

        @Test
        @DisplayName("Nothing is dialed before connect(), and only once after it")
        void dials_once() {
            listen();
            assertThat(redis.dials).isEmpty();
            connect();
            connect();
            assertThat(redis.dials).hasSize(1);
            assertThat(said).containsExactly("up");
            assertThat(connection.isUp()).isTrue();
        }

        @Test
        @DisplayName("Commands of one turn are written together, and each gets its own reply")
        void one_write_per_turn() {
            connect();
            turn(() -> {
                send("HSET", "h", "field", "value");
                send("HGET", "h", "field");
                send("GET", "h");
                assertThat(redis.writes).isEmpty();
            });
            turn(() -> send("PING"));

            assertThat(redis.writes).containsExactly("#1 HSET h field value | HGET h field | GET h", "#1 PING");
            assertThat(said)
                    .containsExactly(
                            "HSET: :1",
                            "HGET: value",
                            "GET: -WRONGTYPE Operation against a key holding the wrong kind of value",
                            "PING: +PONG");
        }

        @Test
        @DisplayName("However many commands one turn gives, all are sent while the connection is up")
        void no_limit_while_up() {
            connect();
            turn(() -> {
                for (int i = 0; i < RedisConnection.MAX_WAITING + 1; i++) {
                    connection.publish("c", new byte[0], reply -> said.add(reply.toString()));
                }
            });
            assertThat(said).hasSize(RedisConnection.MAX_WAITING + 1).containsOnly(":0");
        }

        @Test
        @DisplayName(
                "A message goes to the listener of its channel; a pattern's listener also gets the channel published to")
        void messages() {
            connect();
            turn(() -> {
                subscribe("room");
                connection.psubscribe("r*", hear("overheard"), () -> said.add("psubscribed"));
            });
            assertThat(redis.writes).containsExactly("#1 SUBSCRIBE room | PSUBSCRIBE r*");

            assertThat(redis.publish("room", "hello")).hasToString(":2");
            assertThat(said)
                    .containsExactly("subscribed room", "psubscribed", "heard room hello", "overheard room hello");
            assertThat(node.counters().get(RedisConnection.DELIVERED)).isEqualTo(2);
        }

        @Test
        @DisplayName("Publishing is counted in messages and in bytes on the wire")
        void counts() {
            connect();
            turn(() -> connection.publish("c", "12345".getBytes(UTF_8)));
            assertThat(node.counters().snapshot())
                    .containsEntry(RedisConnection.PUBLISHED, 1L)
                    .containsEntry(RedisConnection.PUBLISHED_BYTES, (long)
                            "*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$5\r\n12345\r\n".length());
        }

        @Test
        @DisplayName("A subscribed connection passes Redis's refusal of other commands on")
        void refusal_while_subscribed() {
            connect();
            turn(() -> subscribe("room"));
            turn(() -> send("GET", "key"));
            assertThat(said).last().asString().startsWith("GET: -ERR Can't execute 'get'");
        }

        @Test
        @DisplayName("A hash that looks like a pub/sub message is still the reply to HGETALL")
        void replies_that_look_like_messages() {
            connect();
            turn(() -> {
                send("HSET", "h", "message", "a", "b", "c");
                send("HGETALL", "h");
                subscribe("room");
            });
            assertThat(said).containsExactly("HSET: :2", "HGETALL: [message a b c]", "subscribed room");
        }

        @Test
        @DisplayName("SUBSCRIBE as a plain command is refused, since its replies could not be told from others")
        void subscribe_is_no_plain_command() {
            assertThatThrownBy(() -> send("psubscribe", "*"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "PSUBSCRIBE * cannot be sent as a plain command: use subscribe(), psubscribe(), ssubscribe() or their opposites");
        }
    }

    @Nested
    @DisplayName("Subscriptions that change while their confirmation is on its way")
    class ChangingSubscriptions {

        @Test
        @DisplayName("After unsubscribe() nothing arrives, not even what was on its way")
        void unsubscribe_is_immediate() {
            connect();
            turn(() -> subscribe("room"));
            redis.holdUpReplies();
            redis.publish("room", "late");
            turn(() -> connection.unsubscribe("room"));
            redis.letGo();
            assertThat(said).containsExactly("subscribed room");
            assertThat(lab.redis().model().channels()).isEmpty();
        }

        @Test
        @DisplayName(
                "unsubscribe() with a callback asks Redis even if nothing was subscribed to, and calls back when Redis confirms")
        void unsubscribe_with_a_callback() {
            connect();
            turn(() -> connection.unsubscribe("nowhere", () -> said.add("left nowhere")));
            assertThat(redis.writes.get(0)).endsWith("UNSUBSCRIBE nowhere");
            turn(() -> subscribe("room"));
            redis.holdUpReplies();
            turn(() -> connection.unsubscribe("room", () -> said.add("left room")));
            assertThat(said).containsExactly("left nowhere", "subscribed room");
            redis.letGo();
            assertThat(said).containsExactly("left nowhere", "subscribed room", "left room");
            assertThat(lab.redis().model().channels()).isEmpty();
        }

        @Test
        @DisplayName(
                "Unsubscribe and subscribe again at once: only messages of the second subscription, after its own confirmation")
        void resubscribe_in_a_hurry() {
            connect();
            redis.holdUpReplies();
            turn(() -> connection.subscribe("room", hear("first heard"), () -> said.add("first subscribed")));
            redis.publish("room", "to the first");
            turn(() -> {
                connection.unsubscribe("room");
                connection.subscribe("room", hear("second heard"), () -> said.add("second subscribed"));
            });
            redis.publish("room", "to the second");
            redis.letGo();
            assertThat(said).containsExactly("second subscribed", "second heard room to the second");
        }

        @Test
        @DisplayName("A second listener replaces the first without a gap, and is told that it is subscribed")
        void replaced_listener() {
            connect();
            turn(() -> subscribe("room"));
            redis.holdUpReplies();
            redis.publish("room", "1");
            turn(() -> connection.subscribe("room", hear("second heard"), () -> said.add("second subscribed")));
            redis.publish("room", "2");
            redis.letGo();
            assertThat(said)
                    .containsExactly(
                            "subscribed room", "second heard room 1", "second subscribed", "second heard room 2");
        }

        @Test
        @DisplayName("A listener that is replaced before the confirmation: the second one gets the confirmation, once")
        void replaced_before_confirmation() {
            connect();
            turn(() -> {
                subscribe("room");
                connection.subscribe("room", hear("second heard"), () -> said.add("second subscribed"));
            });
            redis.publish("room", "1");
            assertThat(said).containsExactly("second subscribed", "second heard room 1");
        }

        @Test
        @DisplayName("A refused subscription is logged as a warning, and later replies still go to their commands")
        void refused_subscription() {
            redis.forbidden = "SUBSCRIBE secret";
            connect();
            turn(() -> {
                subscribe("secret");
                send("PING", "after");
            });
            assertThat(said).containsExactly("PING: after");
            assertThat(node.warnings())
                    .containsExactly(
                            "redis: connection client: redis://redis:6379 refused SUBSCRIBE secret (NOPERM this user"
                                    + " has no permissions to access one of the channels); its messages will not"
                                    + " arrive until it is subscribed to again, or the connection restored");

            redis.forbidden = "";
            turn(() -> subscribe("secret"));
            assertThat(said).containsExactly("PING: after", "subscribed secret");
        }

        @Test
        @DisplayName("When all subscriptions are restored, one that is refused does not harm the others")
        void refused_while_restoring() {
            connect();
            turn(() -> {
                subscribe("secret");
                subscribe("room");
            });
            redis.forbidden = "SUBSCRIBE secret";
            said.clear();
            redis.cut();
            lab.advance(50);
            assertThat(said).containsExactly("subscribed room");
        }
    }

    @Nested
    @DisplayName("While the connection is away")
    class Away {

        @Test
        @DisplayName("Commands wait for the connection and are sent together, after the subscriptions")
        void waiting_for_the_first_connection() {
            turn(() -> {
                connection.connect();
                send("PING", "1");
                subscribe("room");
                send("PING", "2");
            });
            assertThat(redis.writes).containsExactly("#1 SUBSCRIBE room | PING 1 | PING 2");
            assertThat(said).containsExactly("subscribed room", "PING: [pong 1]", "PING: [pong 2]");
        }

        @Test
        @DisplayName(
                "When the connection is lost, commands without a reply fail and may have had their effect; later ones wait")
        void loss() {
            listen();
            connect();
            redis.holdUpReplies();
            turn(() -> send("HSET", "h", "f", "v"));
            redis.cut();
            turn(() -> send("HGET", "h", "f"));
            lab.advance(50);
            assertThat(said)
                    .containsExactly(
                            "up",
                            "HSET: -connection client to redis://redis:6379 broke (the connection was cut) before the reply; the command may have"
                                    + " had its effect",
                            "lost: the connection was cut",
                            "restored",
                            "HGET: v");
            assertThat(node.counters().get(RedisConnection.UNSENT_OR_UNKNOWN)).isEqualTo(1);
        }

        @Test
        @DisplayName(
                "Subscriptions are restored before the commands that waited are sent, and their listeners are told")
        void restores_subscriptions() {
            connect();
            turn(() -> {
                subscribe("left");
                subscribe("kept");
                connection.psubscribe("k*", hear("overheard"), () -> said.add("psubscribed"));
            });
            said.clear();
            redis.cut();
            assertThat(redis.publish("kept", "lost in the gap")).hasToString(":0");
            turn(() -> {
                connection.unsubscribe("left");
                subscribe("made while away");
                send("PING");
            });
            lab.advance(50);
            redis.publish("kept", "back");

            assertThat(redis.writes.get(1))
                    .isEqualTo("#2 SUBSCRIBE kept | SUBSCRIBE made while away | PSUBSCRIBE k* | PING");
            assertThat(said)
                    .containsExactly(
                            "subscribed kept",
                            "subscribed made while away",
                            "psubscribed",
                            "PING: [pong ]",
                            "heard kept back",
                            "overheard kept back");
        }

        @Test
        @DisplayName("A subscription that a loss overtook on its way out is made once, on the new connection")
        void loss_overtakes_subscription() {
            connect();
            redis.holdUpReplies();
            turn(() -> subscribe("in flight"));
            node.loop().execute(redis::cut);
            turn(() -> subscribe("not yet written"));
            lab.advance(50);
            assertThat(redis.writes).last().isEqualTo("#2 SUBSCRIBE in flight | SUBSCRIBE not yet written");
            assertThat(said).containsExactly("subscribed in flight", "subscribed not yet written");
        }

        @Test
        @DisplayName(
                "10,000 commands may wait; with one more the oldest is dropped, but not before send() has returned")
        void limit_of_number() {
            lab.redis().stop();
            connect();
            turn(() -> {
                send("GET", "the oldest");
                for (int i = 0; i < RedisConnection.MAX_WAITING; i++) {
                    send("PING");
                }
                assertThat(said).isEmpty();
            });
            assertThat(said)
                    .containsExactly("GET: -connection client to redis://redis:6379 is away, and too much waits for it;"
                            + " GET was not sent");
            assertThat(node.counters().get(RedisConnection.DROPPED)).isEqualTo(1);
            lab.redis().start();
            lab.advance(50);
            assertThat(said).hasSize(10_001).last().isEqualTo("PING: +PONG");
            assertThat(node.warnings())
                    .last()
                    .isEqualTo(
                            "redis: connection client to redis://redis:6379 is up after 1 try; commands that were dropped"
                                    + " meanwhile: 1");
        }

        @Test
        @DisplayName("16 MiB may wait: of 200 commands of 128 KiB each 73 are dropped, which are counted and logged")
        void limit_of_bytes() {
            lab.redis().stop();
            connect();
            turn(() -> {
                for (int i = 0; i < 200; i++) {
                    connection.publish("c", new byte[128 << 10], reply -> said.add(reply.toString()));
                }
            });
            assertThat(said).hasSize(73).allMatch(reply -> reply.endsWith("PUBLISH was not sent"));
            assertThat(node.counters().get(RedisConnection.DROPPED)).isEqualTo(73);
            assertThat(node.counters().get(RedisConnection.UNSENT_OR_UNKNOWN)).isEqualTo(73);
            assertThat(node.warnings())
                    .containsExactly(
                            "redis: connection client to redis://redis:6379 is away (connection refused: nobody listens at redis:6379); trying again, first in 50 ms",
                            "redis: connection client to redis://redis:6379 is away, and what waits for it is too"
                                    + " much; the oldest commands are dropped (at most 10000 wait, with 16777216"
                                    + " bytes, for 60000 ms)");
        }

        @Test
        @DisplayName("A command that is larger than all that may wait waits alone")
        void one_large_command() {
            lab.redis().stop();
            connect();
            turn(() -> {
                send("PING");
                connection.publish("c", new byte[17 << 20], reply -> said.add(reply.toString()));
            });
            assertThat(said).hasSize(1).first().asString().endsWith("PING was not sent");
        }

        @Test
        @DisplayName("After a minute a command is too old: it is dropped, and later ones are sent")
        void limit_of_age() {
            lab.redis().stop();
            connect();
            turn(() -> send("PING", "1"));
            lab.advance(30_000);
            turn(() -> send("PING", "2"));
            lab.advance(32_500);
            assertThat(said)
                    .containsExactly(
                            "PING: -connection client to redis://redis:6379 is away, and too much waits for it;"
                                    + " PING was not sent");
            lab.redis().start();
            lab.advance(2_000);
            assertThat(said).last().isEqualTo("PING: 2");
        }

        @Test
        @DisplayName("A loss with more in hand than may wait: what cannot be sent at once is bounded, too")
        void limit_after_a_loss() {
            connect();
            turn(() -> {
                for (int i = 0; i < RedisConnection.MAX_WAITING + 5; i++) {
                    send("PING");
                }
                redis.cut();
            });
            lab.advance(100);
            assertThat(node.counters().get(RedisConnection.DROPPED)).isEqualTo(5);
        }

        @Test
        @DisplayName(
                "The first retry comes after 50 ms, each next one after twice as long, up to 2 seconds; a success resets that")
        void backoff() {
            lab.redis().stop();
            connect();
            lab.advance(9_000);
            assertThat(redis.dials).containsExactly(0L, 50L, 150L, 350L, 750L, 1_550L, 3_150L, 5_150L, 7_150L);
            assertThat(node.warnings())
                    .containsExactly(
                            "redis: connection client to redis://redis:6379 is away (connection refused: nobody listens at redis:6379); trying again, first in 50 ms");

            lab.redis().start();
            lab.advance(200);
            assertThat(node.warnings())
                    .last()
                    .isEqualTo("redis: connection client to redis://redis:6379 is up after 9 tries");

            redis.cut();
            lab.advance(50);
            assertThat(redis.dials).endsWith(9_150L, 9_250L);
            assertThat(node.warnings())
                    .last()
                    .isEqualTo("redis: connection client to redis://redis:6379 is restored after 1 try");
        }

        @Test
        @DisplayName("Its health: away since the loss and why, with what waits; then up since it came back")
        void health() {
            connect();
            long begin = node.loop().wallClockMillis();
            lab.advance(1_000);
            lab.redis().stop();
            lab.advance(3_000);
            turn(() -> send("PING"));

            RedisHealth away = connection.health();
            assertThat(away.up()).isFalse();
            assertThat(away.since()).isEqualTo(Instant.ofEpochMilli(begin + 1_000));
            assertThat(away.lastError()).isEqualTo("connection refused: nobody listens at redis:6379");
            assertThat(away.queued()).isEqualTo(1);
            assertThat(away.queuedBytes()).isEqualTo("*1\r\n$4\r\nPING\r\n".length());

            lab.redis().start();
            lab.advance(2_000);
            RedisHealth up = connection.health();
            assertThat(up.up()).isTrue();
            assertThat(up.since()).isAfter(away.since().plusMillis(2_999));
            assertThat(up.lastError()).isEqualTo("connection refused: nobody listens at redis:6379");
            assertThat(up.queued() + up.queuedBytes()).isZero();
        }

        @Test
        @DisplayName("A dial that throws an Error counts as a failed try: it is logged, and tried again")
        void dial_throws() {
            redis.dialFailure = new OutOfMemoryError("unable to create native thread");
            connect();
            lab.advance(50);

            assertThat(connection.isUp()).isTrue();
            assertThat(node.warnings().get(0))
                    .contains("is away (java.lang.OutOfMemoryError: unable to create native thread)");
        }

        @Test
        @DisplayName("A write that throws an Error ends the link: its commands fail, subscriptions are made again")
        void write_throws() {
            connect();
            turn(() -> subscribe("room"));
            redis.writeFailure = new NoSuchMethodError("sendCommand");
            turn(() -> send("PING"));
            lab.advance(50);

            assertThat(said)
                    .containsExactly(
                            "subscribed room",
                            "PING: -connection client to redis://redis:6379 broke (java.lang.NoSuchMethodError:"
                                    + " sendCommand) before the reply; the command may have had its effect",
                            "subscribed room");
            assertThat(lab.redis().model().openConnections()).isEqualTo(1);
        }

        @Test
        @DisplayName("A connection that breaks as soon as it is up counts as one more failed try")
        void breaks_at_once() {
            connect();
            lab.advance(1_000);
            for (int time = 1; time <= 3; time++) {
                redis.cut();
                lab.advance(50L << (time - 1));
            }

            assertThat(redis.dials).containsExactly(0L, 1_050L, 1_150L, 1_350L);
            assertThat(node.warnings())
                    .last()
                    .isEqualTo("redis: connection client to redis://redis:6379 is restored after 3 tries");
        }
    }

    @Nested
    @DisplayName("When it is closed")
    class Closed {

        @Test
        @DisplayName("What was given in this turn is written first; commands without a reply may have had their effect")
        void close_flushes() {
            connect();
            turn(() -> {
                send("HSET", "h", "f", "v");
                connection.close();
                connection.close();
            });
            assertThat(redis.writes).containsExactly("#1 HSET h f v");
            assertThat(said)
                    .containsExactly("HSET: -connection client was closed; the command may have had its effect");
            assertThat(lab.redis().model().openConnections()).isZero();
        }

        @Test
        @DisplayName("While it is away: what waited is not sent, and nothing is dialed again")
        void close_while_away() {
            lab.redis().stop();
            connect();
            turn(() -> {
                send("PING");
                connection.close();
            });
            lab.advance(10_000);
            assertThat(said).containsExactly("PING: -connection client was closed; the command was not sent");
            assertThat(redis.dials).hasSize(1);
        }

        @Test
        @DisplayName("While it is dialing: it never comes up")
        void close_while_dialing() {
            listen();
            turn(() -> {
                connection.connect();
                connection.close();
            });
            assertThat(said).isEmpty();
            assertThat(lab.redis().model().openConnections()).isZero();
        }

        @Test
        @DisplayName("No connection or subscription is wanted any more, whatever is called later")
        void nothing_is_wanted() {
            connect();
            turn(() -> subscribe("room"));
            turn(connection::close);
            turn(() -> {
                connection.unsubscribe("room");
                subscribe("another room");
            });
            assertThat(node.counters().get(RedisConnection.SUBSCRIPTIONS)).isZero();
            assertThat(node.counters().get(RedisConnection.SUBSCRIPTIONS_CONFIRMED))
                    .isZero();
            assertThat(node.counters().get(RedisConnection.CONNECTIONS)).isZero();
            assertThat(node.counters().get(RedisConnection.CONNECTIONS_UP)).isZero();
        }

        @Test
        @DisplayName("Later commands fail without being sent")
        void send_after_close() {
            connect();
            turn(connection::close);
            turn(() -> send("PING"));
            assertThat(said).containsExactly("PING: -connection client was closed; PING was not sent");
        }
    }

    @Nested
    @DisplayName("Callbacks may do anything")
    class Callbacks {

        @Test
        @DisplayName("Close the connection when a reply arrives: later replies are failures")
        void close_in_reply() {
            connect();
            turn(() -> {
                connection.send(RedisCommand.of("PING"), reply -> connection.close());
                send("GET", "k");
            });
            assertThat(said).containsExactly("GET: -connection client was closed; the command may have had its effect");
        }

        @Test
        @DisplayName("Close the connection when it is lost: later listeners are not called")
        void close_in_state_listener() {
            connection.listen(new RedisConnection.StateListener() {
                @Override
                public void onLost(String reason) {
                    connection.close();
                }
            });
            listen();
            connect();
            redis.cut();
            lab.advance(10_000);
            assertThat(said).containsExactly("up");
            assertThat(redis.dials).hasSize(1);
        }

        @Test
        @DisplayName("Send again when a command failed: it waits for the next connection")
        void send_again_on_failure() {
            connect();
            redis.holdUpReplies();
            turn(() -> connection.send(RedisCommand.of("GET", "k"), failure -> send("GET", "k")));
            redis.cut();
            lab.advance(50);
            assertThat(said).containsExactly("GET: nil");
        }

        @Test
        @DisplayName("Throw when a command failed: the others fail as well, and the connection comes back")
        void throw_on_failure() {
            listen();
            connect();
            redis.holdUpReplies();
            turn(() -> {
                connection.send(RedisCommand.of("GET", "k"), failure -> {
                    throw new IllegalStateException("a callback's own mistake");
                });
                send("PING");
            });
            assertThatThrownBy(redis::cut).hasMessage("a callback's own mistake");
            assertThat(said).hasSize(3).startsWith("up").endsWith("lost: the connection was cut");
            lab.advance(50);
            assertThat(connection.isUp()).isTrue();
        }
    }
}
