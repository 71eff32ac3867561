package io.github.fanoutlab.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fanoutlab.platform.real.EmbeddedRedis;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The same generated commands, over several connections, to {@link RedisModel} and to a real Redis: same replies, same
 * messages, same order on each connection.
 *
 * <p>{@code -Dredis.model.commands=100000} runs more of them, {@code -Dredis.model.seed=7} others, and {@code
 * -Dredis.model.url=redis://127.0.0.1:6379} against a Redis that runs already, <em>whose keys are erased</em>.
 */
class RedisModelAgainstRedisTest {

    private static final int COMMANDS = Integer.getInteger("redis.model.commands", 5_000);
    private static final long SEED = Long.getLong("redis.model.seed", 20_260_101);
    private static final int CONNECTIONS = 5;
    private static final int PUBLISHERS = 2;
    private static final int REMEMBERED = 40;

    private static EmbeddedRedis embedded;
    private static URI address;
    private static ComparableReplies comparable;

    private final GeneratedCommands generated = new GeneratedCommands(SEED);
    private final RedisModel model = new RedisModel(System::currentTimeMillis);
    private final List<Pair> pairs = new ArrayList<>();
    private final List<String> history = new ArrayList<>();

    /** One connection, twice. */
    private record Pair(int modelled, RespSocket real, long realId) {}

    @BeforeAll
    static void findRedis() {
        String url = System.getProperty("redis.model.url");
        if (url == null) {
            embedded = EmbeddedRedis.start();
            url = embedded.url();
        }
        address = URI.create(url);
        try (RespSocket socket = open()) {
            String info = ((Bulk) socket.ask(RedisCommand.of("INFO", "server"))).text();
            Matcher version =
                    Pattern.compile("redis_version:(\\d+)\\.(\\d+)\\S*").matcher(info);
            assertThat(version.find()).isTrue();
            int major = Integer.parseInt(version.group(1));
            boolean modelled = major > 6 || major == 6 && version.group(2).equals("2");
            String reason = "SKIPPED: the model follows Redis 6.2 and later; this is " + version.group();
            if (!modelled) {
                System.out.println(reason);
            }
            assumeTrue(modelled, reason);
            comparable = new ComparableReplies(major < 7);
        }
    }

    @AfterAll
    static void endRedis() {
        if (embedded != null) {
            embedded.close();
        }
    }

    @Test
    @DisplayName("Generated commands over several connections: the model and Redis write the same to each connection")
    void same_replies_and_messages() {
        try (RespSocket admin = open()) {
            admin.ask(RedisCommand.of("FLUSHALL"));
            for (int i = 0; i < CONNECTIONS; i++) {
                pairs.add(connect());
            }
            for (int i = 0; i < COMMANDS; i++) {
                if (generated.nextInt(200) == 0) {
                    cut(generated.nextInt(CONNECTIONS), admin);
                } else {
                    RedisCommand command = generated.next();
                    sendToBoth(senderOf(command), command);
                }
            }
        } finally {
            pairs.forEach(pair -> pair.real.close());
        }
        assertThat(model.messagesDelivered()).as("messages in the run").isGreaterThan(COMMANDS / 4);
    }

    @Test
    @DisplayName("Generated glob patterns: the model and Redis find the same channels")
    void same_patterns() {
        try (RespSocket subscriber = open();
                RespSocket asker = open()) {
            Set<String> channels = new LinkedHashSet<>();
            while (channels.size() < 200) {
                channels.add(generated.nextChannel());
            }
            RedisCommand subscribe = RedisCommand.of("SUBSCRIBE", channels.toArray());
            subscriber.write(subscribe, subscriber.nextFence());
            subscriber.readUpToFence();
            model.handle(model.connect(), subscribe);
            int modelled = model.connect();
            for (int i = 0; i < COMMANDS; i++) {
                RedisCommand question = RedisCommand.of("PUBSUB", "CHANNELS", generated.nextPattern());
                assertThat(comparable.of(
                                question,
                                List.of(model.handle(modelled, question).get(0).reply())))
                        .as("%s with seed %d", question, SEED)
                        .isEqualTo(comparable.of(question, List.of(asker.ask(question))));
            }
        }
    }

    /** Mostly, some connections subscribe and the others do the rest: else nearly everything would be refused. */
    private int senderOf(RedisCommand command) {
        if (generated.nextInt(6) == 0) {
            return generated.nextInt(CONNECTIONS);
        }
        boolean subscribes = command.name().endsWith("SUBSCRIBE");
        return subscribes ? PUBLISHERS + generated.nextInt(CONNECTIONS - PUBLISHERS) : generated.nextInt(PUBLISHERS);
    }

    private static RespSocket open() {
        return new RespSocket(address.getHost(), address.getPort());
    }

    private Pair connect() {
        RespSocket real = open();
        long id = ((RedisReply.Number) real.ask(RedisCommand.of("CLIENT", "ID"))).value();
        return new Pair(model.connect(), real, id);
    }

    /** Breaks a connection. Redis has forgotten it when it answers: closing our end would be noticed some time later. */
    private void cut(int victim, RespSocket admin) {
        history.add(victim + "> (connection lost)");
        Pair pair = pairs.get(victim);
        assertThat(admin.ask(RedisCommand.of("CLIENT", "KILL", "ID", pair.realId)))
                .hasToString(":1");
        pair.real.close();
        model.disconnect(pair.modelled);
        pairs.set(victim, connect());
    }

    private void sendToBoth(int sender, RedisCommand command) {
        history.add(sender + "> " + command);
        Map<Integer, List<RedisReply>> modelled = sendToModel(sender, command);
        boolean ends = !model.isOpen(pairs.get(sender).modelled);
        Map<Integer, List<RedisReply>> real = sendToRedis(sender, command, ends);
        for (int i = 0; i < CONNECTIONS; i++) {
            List<String> expected = comparable.of(command, real.getOrDefault(i, List.of()));
            List<String> actual = comparable.of(command, modelled.getOrDefault(i, List.of()));
            if (!expected.equals(actual)) {
                fail(
                        "The model is not Redis. Connection %d got%n  from Redis:     %s%n  from the model: %s%n"
                                + "Seed %d; command %d; the last commands:%n  %s",
                        i, expected, actual, SEED, history.size(), String.join("\n  ", lastCommands()));
            }
        }
        if (ends) {
            pairs.get(sender).real.close();
            pairs.set(sender, connect());
        }
    }

    private List<String> lastCommands() {
        return history.subList(Math.max(0, history.size() - REMEMBERED), history.size());
    }

    private Map<Integer, List<RedisReply>> sendToModel(int sender, RedisCommand command) {
        Map<Integer, List<RedisReply>> received = new LinkedHashMap<>();
        for (RedisModel.Output output : model.handle(pairs.get(sender).modelled, command)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                if (pairs.get(i).modelled == output.connection()) {
                    received.computeIfAbsent(i, who -> new ArrayList<>()).add(output.reply());
                }
            }
        }
        return received;
    }

    /** Only a PUBLISH writes to others than the sender; their fences go out when the sender has its reply. */
    private Map<Integer, List<RedisReply>> sendToRedis(int sender, RedisCommand command, boolean ends) {
        Map<Integer, List<RedisReply>> received = new LinkedHashMap<>();
        RespSocket socket = pairs.get(sender).real;
        if (ends) {
            socket.write(command);
            received.put(sender, socket.readUpToEnd());
            return received;
        }
        socket.write(command, socket.nextFence());
        received.put(sender, socket.readUpToFence());
        if (command.name().equals("PUBLISH")) {
            for (int i = 0; i < CONNECTIONS; i++) {
                if (i != sender) {
                    pairs.get(i).real.write(pairs.get(i).real.nextFence());
                }
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                if (i != sender) {
                    received.put(i, pairs.get(i).real.readUpToFence());
                }
            }
        }
        return received;
    }
}
