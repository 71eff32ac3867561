package io.github.fanoutlab.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sharded pub/sub")
class ShardedPubSubTest {

    private static final int CONNECTIONS = 3;
    private static final int COMMANDS = 2_000;
    private static final long SEED = 7;

    private final RedisModel model = new RedisModel(() -> 0);

    @Test
    void a_shard_channel_and_a_channel_of_the_same_name_are_two() {
        int alice = model.connect();
        int bob = model.connect();

        assertThat(send(alice, "SSUBSCRIBE", "c", "d")).containsExactly("1< [ssubscribe c :1]", "1< [ssubscribe d :2]");
        assertThat(send(alice, "SUBSCRIBE", "c")).containsExactly("1< [subscribe c :1]");
        assertThat(send(bob, "SPUBLISH", "c", "x")).containsExactly("1< [smessage c x]", "2< :1");
        assertThat(send(bob, "PUBLISH", "c", "y")).containsExactly("1< [message c y]", "2< :1");
        assertThat(send(bob, "PUBSUB", "SHARDNUMSUB", "c", "e")).containsExactly("2< [c :1 e :0]");
        assertThat(send(bob, "PUBSUB", "SHARDCHANNELS")).containsExactly("2< [c d]");
        assertThat(send(alice, "UNSUBSCRIBE")).containsExactly("1< [unsubscribe c :0]");
        assertThat(send(alice, "GET", "k").get(0)).contains("Can't execute 'get'");
        assertThat(send(alice, "SUNSUBSCRIBE")).containsExactly("1< [sunsubscribe c :1]", "1< [sunsubscribe d :0]");
        assertThat(send(alice, "SUNSUBSCRIBE")).containsExactly("1< [sunsubscribe nil :0]");
        assertThat(send(bob, "SPUBLISH", "c", "x")).containsExactly("2< :0");
    }

    @Test
    void generated_commands_have_the_same_outcome_in_redis_7_and_in_the_model() {
        try (EmbeddedRedis redis = RequiredRedis.atLeast(7, "sharded pub/sub in the model")) {
            Random random = new Random(SEED);
            List<RespSocket> sockets = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new RespSocket("127.0.0.1", redis.port()));
                model.connect();
            }
            for (int i = 0; i < COMMANDS; i++) {
                int sender = random.nextInt(CONNECTIONS);
                RedisCommand command = generated(random, sender);
                sockets.get(sender).write(command, sockets.get(sender).nextFence());
                List<List<String>> real = new ArrayList<>();
                List<RedisReply> own = sockets.get(sender).readUpToFence();
                for (int other = 0; other < CONNECTIONS; other++) {
                    if (other != sender) {
                        sockets.get(other).write(sockets.get(other).nextFence());
                    }
                    real.add(texts(other == sender ? own : sockets.get(other).readUpToFence()));
                }
                assertThat(modelled(sender, command))
                        .as("%d> %s (%d)", sender, command, i)
                        .isEqualTo(real);
            }
            sockets.forEach(RespSocket::close);
        }
    }

    /** The first connection mostly publishes and asks; one that is subscribed may not, and is refused. */
    private static RedisCommand generated(Random random, int sender) {
        String one = "c" + random.nextInt(3);
        String two = "c" + random.nextInt(3);
        int kind =
                random.nextInt(8) == 0 ? random.nextInt(12) : sender == 0 ? random.nextInt(5) : 5 + random.nextInt(7);
        return switch (kind) {
            case 0, 1 -> RedisCommand.of("SPUBLISH", one, "x");
            case 2 -> RedisCommand.of("PUBLISH", one, "y");
            case 3 -> RedisCommand.of("PUBSUB", "SHARDNUMSUB", one, two);
            case 4 -> RedisCommand.of("PUBSUB", "SHARDCHANNELS", one);
            case 5, 6 -> RedisCommand.of("SSUBSCRIBE", one, two);
            case 7 -> RedisCommand.of("SUNSUBSCRIBE", one);
            case 8 -> RedisCommand.of("SUBSCRIBE", one);
            case 9 -> RedisCommand.of("UNSUBSCRIBE", one);
            case 10 -> random.nextInt(4) == 0 ? RedisCommand.of("RESET") : RedisCommand.of("PSUBSCRIBE", "c[12]");
            default -> random.nextBoolean() ? RedisCommand.of("SSUBSCRIBE") : RedisCommand.of("PUNSUBSCRIBE", "c[12]");
        };
    }

    private List<List<String>> modelled(int sender, RedisCommand command) {
        List<RedisModel.Output> outputs = model.handle(sender + 1, command);
        List<List<String>> byConnection = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int connection = i + 1;
            byConnection.add(texts(outputs.stream()
                    .filter(output -> output.connection() == connection)
                    .map(RedisModel.Output::reply)
                    .toList()));
        }
        return byConnection;
    }

    private static List<String> texts(List<RedisReply> replies) {
        return replies.stream().map(RedisReply::toString).toList();
    }

    private List<String> send(int connection, String name, Object... args) {
        return model.handle(connection, RedisCommand.of(name, args)).stream()
                .map(output -> output.connection() + "< " + output.reply())
                .toList();
    }
}
