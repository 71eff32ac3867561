package io.github.fanoutlab.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.redis.RedisCommand;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedisModelTest {

    private long now = 1_000_000;
    private final RedisModel redis = new RedisModel(() -> now);
    private final int alice = redis.connect();
    private final int bob = redis.connect();
    private final int carol = redis.connect();

    /** Sends words and shows what Redis writes, one line each: {@code 2< [message room hello]}. */
    private List<String> send(int connection, String name, Object... args) {
        return redis.handle(connection, RedisCommand.of(name, args)).stream()
                .map(output -> output.connection() + "< " + output.reply())
                .toList();
    }

    @Nested
    @DisplayName("Publish and subscribe")
    class PubSub {

        @Test
        @DisplayName(
                "A message goes to the channel's subscribers first, then to those of patterns, then the count to the publisher")
        void order_of_delivery() {
            send(carol, "PSUBSCRIBE", "r*");
            send(bob, "SUBSCRIBE", "room");
            send(carol, "SUBSCRIBE", "room");

            assertThat(send(alice, "PUBLISH", "room", "hello"))
                    .containsExactly(
                            "2< [message room hello]",
                            "3< [message room hello]",
                            "3< [pmessage r* room hello]",
                            "1< :3");
            assertThat(redis.messagesDelivered()).isEqualTo(3);
        }

        @Test
        @DisplayName("A connection that unsubscribes and subscribes again comes last")
        void resubscribing_goes_to_the_end() {
            send(bob, "SUBSCRIBE", "room");
            send(carol, "SUBSCRIBE", "room");
            send(bob, "SUBSCRIBE", "room");
            assertThat(send(alice, "PUBLISH", "room", "1")).first().isEqualTo("2< [message room 1]");

            send(bob, "UNSUBSCRIBE", "room");
            send(bob, "SUBSCRIBE", "room");
            assertThat(send(alice, "PUBLISH", "room", "2")).first().isEqualTo("3< [message room 2]");
        }

        @Test
        @DisplayName("Each channel is confirmed, with the number of subscriptions so far")
        void confirmations_count() {
            assertThat(send(bob, "SUBSCRIBE", "a", "b", "a"))
                    .containsExactly("2< [subscribe a :1]", "2< [subscribe b :2]", "2< [subscribe a :2]");
            assertThat(send(bob, "PSUBSCRIBE", "x*")).containsExactly("2< [psubscribe x* :3]");
            assertThat(send(bob, "UNSUBSCRIBE")).containsExactly("2< [unsubscribe a :2]", "2< [unsubscribe b :1]");
            assertThat(send(bob, "UNSUBSCRIBE")).containsExactly("2< [unsubscribe nil :1]");
            assertThat(send(bob, "PUNSUBSCRIBE", "x*", "never"))
                    .containsExactly("2< [punsubscribe x* :0]", "2< [punsubscribe never :0]");
        }

        @Test
        @DisplayName("A subscribed connection may send no other commands until its last subscription is gone")
        void subscribed_connections_are_for_messages() {
            send(bob, "SUBSCRIBE", "room");
            assertThat(send(bob, "GET", "key"))
                    .containsExactly("2< -ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT"
                            + " / RESET are allowed in this context");
            assertThat(send(bob, "PING", "are you there")).containsExactly("2< [pong are you there]");
            send(bob, "UNSUBSCRIBE", "room");
            assertThat(send(bob, "GET", "key")).containsExactly("2< nil");
        }

        @Test
        @DisplayName("Channels do not belong to databases")
        void select_does_not_matter() {
            send(bob, "SELECT", 3);
            send(bob, "SUBSCRIBE", "room");
            assertThat(send(alice, "PUBLISH", "room", "hi")).containsExactly("2< [message room hi]", "1< :1");
        }

        @Test
        @DisplayName("The subscriptions of a lost connection are gone")
        void disconnect_drops_subscriptions() {
            send(bob, "SUBSCRIBE", "room");
            send(bob, "PSUBSCRIBE", "r*");
            redis.disconnect(bob);
            redis.disconnect(bob);
            assertThat(send(alice, "PUBLISH", "room", "hi")).containsExactly("1< :0");
            assertThat(redis.channels()).isEmpty();
            assertThat(redis.patterns()).isEmpty();
            assertThat(redis.openConnections()).isEqualTo(2);
            assertThat(redis.totalConnections()).isEqualTo(3);
            assertThatThrownBy(() -> send(bob, "PING")).hasMessage("connection 2 is not open; it sent PING");
        }

        @Test
        @DisplayName("PUBSUB counts channels and subscribers")
        void introspection() {
            send(bob, "SUBSCRIBE", "room-1", "room-2");
            send(carol, "SUBSCRIBE", "room-2");
            send(carol, "PSUBSCRIBE", "r*");
            assertThat(send(alice, "PUBSUB", "channels")).containsExactly("1< [room-1 room-2]");
            assertThat(send(alice, "PUBSUB", "CHANNELS", "*2")).containsExactly("1< [room-2]");
            assertThat(send(alice, "PUBSUB", "NUMSUB", "room-2", "none")).containsExactly("1< [room-2 :2 none :0]");
            assertThat(send(alice, "PUBSUB", "NUMPAT")).containsExactly("1< :1");
            assertThat(redis.channels()).containsExactly("room-1", "room-2");
            assertThat(redis.subscriberCount("room-2")).isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("Hashes and keys")
    class Keys {

        @Test
        @DisplayName("A hash keeps its fields in the order in which they were set, and is gone with its last field")
        void hashes() {
            assertThat(send(alice, "HSET", "h", "b", 1, "a", 2)).containsExactly("1< :2");
            assertThat(send(alice, "HSET", "h", "b", 3)).containsExactly("1< :0");
            assertThat(send(alice, "HGETALL", "h")).containsExactly("1< [b 3 a 2]");
            assertThat(send(alice, "HDEL", "h", "a", "b", "c")).containsExactly("1< :2");
            assertThat(send(alice, "EXISTS", "h")).containsExactly("1< :0");
            assertThat(send(alice, "HGETALL", "h")).containsExactly("1< []");
        }

        @Test
        @DisplayName("A key expires when EXPIRE says; setting fields does not change that, SET does")
        void expiration() {
            send(alice, "HSET", "h", "a", 1);
            assertThat(send(alice, "TTL", "h")).containsExactly("1< :-1");
            assertThat(send(alice, "EXPIRE", "h", 10)).containsExactly("1< :1");
            now += 9_400;
            send(alice, "HSET", "h", "b", 1);
            assertThat(send(alice, "TTL", "h")).containsExactly("1< :1");
            assertThat(send(alice, "PTTL", "h")).containsExactly("1< :600");
            now += 600;
            assertThat(send(alice, "EXISTS", "h")).containsExactly("1< :1");
            now += 1;
            assertThat(send(alice, "EXISTS", "h")).containsExactly("1< :0");
            assertThat(send(alice, "TTL", "h")).containsExactly("1< :-2");
            assertThat(redis.keys()).isEmpty();

            send(alice, "SET", "s", "v");
            send(alice, "EXPIRE", "s", 1);
            send(alice, "SET", "s", "w");
            assertThat(send(alice, "TTL", "s")).containsExactly("1< :-1");
            assertThat(send(alice, "EXPIRE", "s", 0)).containsExactly("1< :1");
            assertThat(send(alice, "GET", "s")).containsExactly("1< nil");
        }
    }

    @Test
    @DisplayName("Errors have Redis's words")
    void errors() {
        send(alice, "SET", "s", "v");
        assertThat(send(alice, "HSET", "s", "f", "v"))
                .containsExactly("1< -WRONGTYPE Operation against a key holding the wrong kind of value");
        assertThat(send(alice, "HSET", "h", "f", "v", "g"))
                .containsExactly("1< -ERR wrong number of arguments for 'hset' command");
        assertThat(send(alice, "EXPIRE", "s", "soon"))
                .containsExactly("1< -ERR value is not an integer or out of range");
        assertThat(send(alice, "EXPIRE", "s", Long.MAX_VALUE))
                .containsExactly("1< -ERR invalid expire time in 'expire' command");
        assertThat(send(alice, "FROB", "a", "b"))
                .containsExactly("1< -ERR unknown command 'FROB', with args beginning with: 'a' 'b' ");
        assertThat(redis.commandCounts()).containsEntry("HSET", 2L).doesNotContainKey("FROB");
    }

    @Test
    @DisplayName("QUIT replies and closes the connection; RESET only forgets its state")
    void quit_and_reset() {
        send(bob, "SUBSCRIBE", "room");
        assertThat(send(bob, "RESET")).containsExactly("2< +RESET");
        assertThat(send(alice, "PUBLISH", "room", "x")).containsExactly("1< :0");
        assertThat(send(bob, "QUIT")).containsExactly("2< +OK");
        assertThat(redis.isOpen(bob)).isFalse();
    }
}
