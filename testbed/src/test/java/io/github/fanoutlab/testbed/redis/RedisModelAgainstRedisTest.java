package io.github.fanoutlab.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends the same generated commands over several connections to {@link RedisModel} and to a real Redis: replies, messages and their
 * order must be the same on each connection. The real one is the embedded Redis, and the installed one if there is one.
 *
 * <p>{@code -Dcommands=100000} sends more of them, {@code -Dcommands.seed=7} others, and {@code
 * -Dcommands.redis=redis://127.0.0.1:6379} sends them to a running Redis, <em>whose keys are erased</em>.
 */
@DisplayName("The model of Redis and a real one")
class RedisModelAgainstRedisTest {

    private static final int COMMANDS = Integer.getInteger("commands", 20_000);
    private static final long SEED = Long.getLong("commands.seed", 20_260_101);
    private static final int CONNECTIONS = 5;
    private static final int PUBLISHERS = 2;
    private static final int MAX_PIPELINE = 24;
    private static final int REMEMBERED = 40;

    private static final List<EmbeddedRedis> STARTED = new ArrayList<>();
    private static final List<Referee> REFEREES = new ArrayList<>();

    private GeneratedCommands generated;
    private final RedisModel model = new RedisModel(System::currentTimeMillis);
    private final List<Pair> pairs = new ArrayList<>();
    /** The connections that wait for the reply to an XREAD. */
    private final Set<Integer> blocked = new LinkedHashSet<>();

    private final List<String> history = new ArrayList<>();
    private Referee redis;
    private int commands;

    /** One connection to the model and its twin to the real Redis. */
    private record Pair(int modelled, RespSocket real, long realId) {}

    /** Commands that one connection sends without waiting for replies. */
    private record Pipeline(int sender, List<RedisCommand> commands) {}

    /** A real Redis that the model must be equal to. */
    record Referee(String version, URI address, ComparableReplies comparable, boolean sharded) {

        RespSocket open() {
            return new RespSocket(address.getHost(), address.getPort());
        }

        @Override
        public String toString() {
            return version;
        }
    }

    static List<Referee> referees() {
        return REFEREES;
    }

    @BeforeAll
    static void findRedises() {
        String url = System.getProperty("commands.redis");
        REFEREES.addAll(url == null ? referees(start()) : referees(List.of(url)));
    }

    private static List<String> start() {
        STARTED.add(EmbeddedRedis.start());
        EmbeddedRedis.startInstalled().ifPresentOrElse(STARTED::add, RedisModelAgainstRedisTest::reportNone);
        return STARTED.stream().map(EmbeddedRedis::url).toList();
    }

    private static void reportNone() {
        System.out.println(
                "SKIPPED: no redis-server on the PATH: the model was compared with the embedded Redis alone");
    }

    private static List<Referee> referees(List<String> urls) {
        List<Referee> referees = new ArrayList<>();
        for (String url : urls) {
            Referee unknown = new Referee("", URI.create(url), new ComparableReplies(false), false);
            try (RespSocket socket = unknown.open()) {
                String info = ((Bulk) socket.ask(RedisCommand.of("INFO", "server"))).text();
                Matcher version =
                        Pattern.compile("redis_version:((\\d+)\\.(\\d+)\\S*)").matcher(info);
                assertThat(version.find()).isTrue();
                int major = Integer.parseInt(version.group(2));
                if (major > 6 || major == 6 && version.group(3).equals("2")) {
                    referees.add(new Referee(
                            "Redis " + version.group(1),
                            unknown.address,
                            new ComparableReplies(major < 7),
                            major >= 7));
                } else {
                    System.out.println("SKIPPED: the model follows Redis 6.2 and later; this is " + version.group(1));
                }
            }
        }
        return referees;
    }

    @AfterAll
    static void endRedis() {
        STARTED.forEach(EmbeddedRedis::close);
        STARTED.clear();
        REFEREES.clear();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("referees")
    @DisplayName("write the same to each connection for generated commands, pipelined over several connections")
    void same_replies_and_messages(Referee redis) {
        this.redis = redis;
        generated = new GeneratedCommands(SEED, redis.sharded);
        try (RespSocket admin = redis.open()) {
            admin.ask(RedisCommand.of("FLUSHALL"));
            for (int i = 0; i < CONNECTIONS; i++) {
                pairs.add(connect());
            }
            while (commands < COMMANDS) {
                if (generated.nextInt(20) == 0) {
                    cut(generated.nextInt(CONNECTIONS), admin);
                } else {
                    sendToBoth(pipeline());
                }
            }
        } finally {
            pairs.forEach(pair -> pair.real.close());
        }
        assertThat(model.messagesDelivered()).as("messages in the run").isGreaterThan(COMMANDS / 8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("referees")
    @DisplayName("find the same channels for generated glob patterns")
    void same_patterns(Referee redis) {
        generated = new GeneratedCommands(SEED, redis.sharded);
        try (RespSocket subscriber = redis.open();
                RespSocket requester = redis.open()) {
            Set<String> channels = new LinkedHashSet<>();
            while (channels.size() < 200) {
                channels.add(generated.nextChannel());
            }
            RedisCommand subscribe = RedisCommand.of("SUBSCRIBE", channels.toArray());
            subscriber.write(subscribe, subscriber.nextFence());
            subscriber.readUpToFence();
            model.handle(model.connect(), subscribe);
            int modelled = model.connect();
            for (int sent = 0; sent < COMMANDS / 4; sent += MAX_PIPELINE) {
                List<RedisCommand> requests = Stream.generate(
                                () -> RedisCommand.of("PUBSUB", "CHANNELS", generated.nextPattern()))
                        .limit(MAX_PIPELINE)
                        .toList();
                List<List<RedisReply>> replies = requester.ask(requests);
                for (int i = 0; i < requests.size(); i++) {
                    RedisCommand request = requests.get(i);
                    assertThat(redis.comparable.of(
                                    request,
                                    List.of(model.handle(modelled, request)
                                            .get(0)
                                            .reply())))
                            .as("%s with seed %d", request, SEED)
                            .isEqualTo(redis.comparable.of(request, replies.get(i)));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("referees")
    @DisplayName("let a hash expire at its time")
    void same_expiry(Referee redis) {
        long[] now = {0};
        RedisModel modelWithClock = new RedisModel(() -> now[0]);
        int modelled = modelWithClock.connect();
        RedisCommand set = RedisCommand.of("HSET", "session", "name", "me");
        RedisCommand expire = RedisCommand.of("PEXPIRE", "session", "30");
        RedisCommand exists = RedisCommand.of("EXISTS", "session");
        try (RespSocket real = redis.open()) {
            for (RedisCommand command : List.of(RedisCommand.of("FLUSHALL"), set, expire)) {
                assertThat(modelWithClock.handle(modelled, command).get(0).reply())
                        .isEqualTo(real.ask(command));
            }
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (!real.ask(exists).toString().equals(":0")) {
                assertThat(System.nanoTime()).as("the real hash ends in time").isLessThan(deadline);
            }
        }
        now[0] = 30;
        assertThat(modelWithClock.handle(modelled, exists).get(0).reply()).hasToString(":1");
        now[0] = 31;
        assertThat(modelWithClock.handle(modelled, exists).get(0).reply()).hasToString(":0");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("referees")
    @DisplayName("keep the same streams, and wake the same readers that are blocked")
    void same_streams(Referee redis) {
        generated = new GeneratedCommands(SEED, redis.sharded);
        RedisCommand forAll = RedisCommand.of("XREAD", "BLOCK", "0", "STREAMS", "s1", "s2", "$", "$");
        try (RespSocket admin = redis.open()) {
            admin.ask(RedisCommand.of("FLUSHALL"));
        }
        this.redis = redis;
        for (int i = 0; i < CONNECTIONS; i++) {
            pairs.add(connect());
        }
        blocked.clear();
        int woken = 0;
        for (int sent = 0; sent < COMMANDS; ) {
            RedisCommand reading = generated.nextInt(3) == 0
                    ? forAll
                    : RedisCommand.of(
                            "XREAD",
                            "COUNT",
                            "2",
                            "BLOCK",
                            "0",
                            "STREAMS",
                            "s" + (1 + generated.nextInt(3)),
                            generated.nextInt(2) == 0 ? "$" : generated.recent());
            int reader = PUBLISHERS + generated.nextInt(CONNECTIONS - PUBLISHERS);
            if (blocked.add(reader)) {
                history.add(reader + "> " + reading);
                pairs.get(reader).real.write(reading);
                awaitHandled(pairs.get(reader), reading);
                compareAll(reading, sendToModel(reader, reading));
            }

            int length = 1 + generated.nextInt(MAX_PIPELINE);
            List<RedisCommand> writing =
                    Stream.generate(generated::nextOfStreams).limit(length).toList();
            List<List<RedisReply>> replies = pairs.get(0).real.ask(writing);
            for (int i = 0; i < length; i++, sent++) {
                history.add("0> " + writing.get(i));
                Map<Integer, List<RedisReply>> modelled = sendToModel(0, writing.get(i));
                compare(0, writing.get(i), replies.get(i), modelled.remove(0));
                woken += modelled.size();
                compareAll(writing.get(i), modelled);
            }
        }
        pairs.forEach(pair -> pair.real.close());
        assertThat(woken).isGreaterThan(COMMANDS / 100);
    }

    /** Waits until Redis has the command, which may have blocked its connection. */
    private void awaitHandled(Pair pair, RedisCommand command) {
        RedisCommand clients = RedisCommand.of("CLIENT", "LIST", "ID", pair.realId);
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!((Bulk) pairs.get(1).real.ask(clients)).text().contains("cmd=xread")) {
            assertThat(System.nanoTime()).as(command.toString()).isLessThan(deadline);
        }
    }

    private void compareAll(RedisCommand command, Map<Integer, List<RedisReply>> modelled) {
        blocked.removeAll(modelled.keySet());
        modelled.forEach((connection, replies) -> replies.forEach(reply ->
                compare(connection, command, List.of(pairs.get(connection).real.read()), List.of(reply))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("referees")
    @DisplayName("reply nil when a reader has been blocked long enough")
    void same_timeout(Referee redis) {
        long[] now = {0};
        RedisModel modelWithClock = new RedisModel(() -> now[0]);
        int modelled = modelWithClock.connect();
        RedisCommand read = RedisCommand.of("XREAD", "BLOCK", "30", "STREAMS", "none", "$");
        try (RespSocket real = redis.open()) {
            real.ask(RedisCommand.of("FLUSHALL"));
            assertThat(real.ask(read)).hasToString("nil");
        }
        assertThat(modelWithClock.handle(modelled, read)).isEmpty();
        assertThat(modelWithClock.nextTimeoutMillis()).hasValue(30);
        assertThat(modelWithClock.handle(modelled, RedisCommand.of("PING"))).isEmpty();
        now[0] = 29;
        assertThat(modelWithClock.timeOut()).isEmpty();
        now[0] = 30;
        assertThat(modelWithClock.timeOut())
                .extracting(output -> output.reply().toString())
                .containsExactly("nil", "+PONG");
        assertThat(modelWithClock.nextTimeoutMillis()).isEmpty();
    }

    private Pipeline pipeline() {
        boolean publishes = generated.nextInt(3) > 0;
        int sender =
                publishes ? generated.nextInt(PUBLISHERS) : PUBLISHERS + generated.nextInt(CONNECTIONS - PUBLISHERS);
        int length = 1 + generated.nextInt(MAX_PIPELINE);
        List<RedisCommand> commands = new ArrayList<>();
        while (commands.size() < length) {
            RedisCommand command = generated.next();
            if (isFor(sender, command)) {
                commands.add(command);
            }
            if (command.name().equals("QUIT")) {
                break;
            }
        }
        return new Pipeline(sender, commands);
    }

    /** Mostly, some connections subscribe and the others do the rest; otherwise nearly everything would be refused. */
    private boolean isFor(int sender, RedisCommand command) {
        boolean subscribes = command.name().endsWith("SUBSCRIBE");
        return subscribes == sender >= PUBLISHERS || generated.nextInt(6) == 0;
    }

    private Pair connect() {
        RespSocket real = redis.open();
        long id = ((RedisReply.Number) real.ask(RedisCommand.of("CLIENT", "ID"))).value();
        return new Pair(model.connect(), real, id);
    }

    /** Breaks a connection by CLIENT KILL, which has had its effect when Redis replies; a closed socket is noticed later. */
    private void cut(int victim, RespSocket admin) {
        history.add(victim + "> (connection lost)");
        Pair pair = pairs.get(victim);
        assertThat(admin.ask(RedisCommand.of("CLIENT", "KILL", "ID", pair.realId)))
                .hasToString(":1");
        pair.real.close();
        model.disconnect(pair.modelled);
        pairs.set(victim, connect());
    }

    private void sendToBoth(Pipeline pipeline) {
        int sender = pipeline.sender;
        boolean ends = false;
        Map<Integer, List<RedisReply>> others = new LinkedHashMap<>();
        List<List<RedisReply>> own = new ArrayList<>();
        for (RedisCommand command : pipeline.commands) {
            history.add(sender + "> " + command);
            commands++;
            Map<Integer, List<RedisReply>> modelled = sendToModel(sender, command);
            own.add(modelled.getOrDefault(sender, List.of()));
            modelled.remove(sender);
            modelled.forEach((connection, messages) -> others.computeIfAbsent(connection, none -> new ArrayList<>())
                    .addAll(messages));
            ends = !model.isOpen(pairs.get(sender).modelled);
            if (ends) {
                break;
            }
        }
        List<RedisCommand> sent = pipeline.commands.subList(0, own.size());
        RespSocket socket = pairs.get(sender).real;
        List<List<RedisReply>> replies = ends ? socket.askAndEnd(sent) : socket.ask(sent);
        for (int i = 0; i < sent.size(); i++) {
            compare(sender, sent.get(i), replies.get(i), own.get(i));
        }
        compareOthers(pipeline, others);
        if (ends) {
            socket.close();
            pairs.set(sender, connect());
        }
    }

    /** Only PUBLISH and SPUBLISH write to others than the sender; their fences go out when the sender has its replies. */
    private void compareOthers(Pipeline pipeline, Map<Integer, List<RedisReply>> modelled) {
        Optional<RedisCommand> publish = pipeline.commands.stream()
                .filter(command -> command.name().endsWith("PUBLISH"))
                .findFirst();
        if (publish.isEmpty()) {
            return;
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            if (i != pipeline.sender) {
                pairs.get(i).real.write(pairs.get(i).real.nextFence());
            }
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            if (i != pipeline.sender) {
                compare(i, publish.get(), pairs.get(i).real.readUpToFence(), modelled.getOrDefault(i, List.of()));
            }
        }
    }

    private void compare(int connection, RedisCommand command, List<RedisReply> real, List<RedisReply> modelled) {
        List<String> expected = redis.comparable.of(command, real);
        List<String> actual = redis.comparable.of(command, modelled);
        if (!expected.equals(actual)) {
            fail(
                    "The model differs from %s. Connection %d got for %s%n  from Redis:     %s%n  from the model: %s%n"
                            + "Seed %d; command %d; the last commands:%n  %s",
                    redis, connection, command, expected, actual, SEED, commands, String.join("\n  ", lastCommands()));
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
}
