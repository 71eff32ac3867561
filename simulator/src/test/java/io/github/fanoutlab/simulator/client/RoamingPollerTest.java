package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.testbed.world.Latency;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A client that polls, each request to any of three repaired 0.9 servers, while they emit: whatever overtakes what between
 * the client, the servers and Redis, all of it comes once, and in the order of who sent it.
 */
@DisplayName("A client that polls any of three repaired servers, while all of them emit")
class RoamingPollerTest {

    private static final List<String> SERVERS = List.of("W1", "W2", "W3");
    private static final int EACH = 12;
    private static final long SECOND = 1_000_000;

    /** Polls and posts, each time another server, one poll and one post at a time. */
    private static final class Poller {

        private final SimNode node;
        private final RandomSource random;
        private final StringBuilder heard = new StringBuilder();
        private String id;
        private int posted;

        Poller(SimNode node, RandomSource random) {
            this.node = node;
            this.random = random;
        }

        void start() {
            send("GET", "", "", answer -> {
                id = answer.split(":")[0];
                poll();
            });
        }

        private void poll() {
            send("GET", "xhr-polling/" + id, "", answer -> {
                boolean first = heard.isEmpty();
                heard.append(answer).append('\n');
                poll();
                if (first) {
                    post();
                }
            });
        }

        private void post() {
            if (posted < EACH) {
                String event = "5:::{\"name\":\"say\",\"args\":[\"" + posted++ + "\"]}";
                send("POST", "xhr-polling/" + id, event, answer -> post());
            }
        }

        private void send(String method, String target, String body, Consumer<String> then) {
            URI server = URI.create("http://" + SERVERS.get(random.nextInt(SERVERS.size())) + ":80");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            HttpRequest request =
                    new HttpRequest(method, "/socket.io/1/" + target + "?t=1", Map.of(), bytes, node.name());
            node.network()
                    .request(
                            server,
                            request,
                            response -> then.accept(response.text()),
                            failure -> heard.append("failed: ").append(failure));
        }

        /** The numbers that came with {@code event}, in order. */
        List<Integer> numbers(String event) {
            Matcher matcher = Pattern.compile("\"name\":\"" + event + "\",\"args\":\\[\"?(\\d+)")
                    .matcher(heard);
            return matcher.results()
                    .map(result -> Integer.valueOf(result.group(1)))
                    .toList();
        }
    }

    private static final class Run {

        private final World world;
        private final RandomSource random;
        private final Map<String, LegacyServer> servers = new LinkedHashMap<>();
        private final List<String> greeted = new ArrayList<>();
        private final Poller poller;

        /** Redis is as far away as the client, or much farther: often it is overtaken. */
        Run(long seed, Dialect dialect, double pollingDuration) {
            world = World.of(WorldOptions.seed(seed)
                    .withClientLatency(Latency.between(100, 3_000))
                    .withRedisLatency(Latency.between(100, seed % 2 == 0 ? 3_000 : 30_000)));
            random = world.random("scenario");
            SERVERS.forEach(name -> start(name, dialect, pollingDuration));
            world.runUntil(SECOND);
            poller = new Poller(world.node("C1"), world.random("poller"));
            world.at(world.nowMicros(), "C1", poller::start);
            while (!poller.heard.toString().contains("1::")) {
                world.runUntil(world.nowMicros() + 1_000);
            }
        }

        private void start(String name, Dialect dialect, double pollingDuration) {
            LegacyServer io = LegacyServer.create(world.node(name));
            io.set("polling duration", pollingDuration);
            RedisStore store = RedisStore.of(
                    io.createRedisClient("pub", World.REDIS_URL),
                    io.createRedisClient("sub", World.REDIS_URL),
                    io.createRedisClient("client", World.REDIS_URL));
            io.set("store", store.dialect(dialect));
            io.sockets().on("connection", socket -> {
                greeted.add(name);
                socket.on("say", event -> socket.emit("said", event.string(0)));
            });
            io.listen(80);
            servers.put(name, io);
        }

        void emitAll() {
            emitAll(0);
        }

        /** Everybody's emits, numbered from {@code first}; a second after the last one is over. */
        void emitAll(int first) {
            for (int i = 0; i < EACH; i++) {
                int number = first + i;
                servers.forEach((name, io) -> world.at(
                        world.nowMicros() + ((number - first) * 20_000 + random.nextInt(20_000)),
                        name,
                        () -> emit(io, name, number)));
            }
            world.runUntil(world.nowMicros() + 3 * SECOND);
        }

        /** Breaks connections to Redis, now and then while everybody emits. */
        void breakConnections() {
            for (int i = 0; i < 6; i++) {
                String server = SERVERS.get(random.nextInt(SERVERS.size()));
                String which = random.nextInt(2) == 0 ? "pub" : "sub";
                world.at(world.nowMicros() + random.nextInt(300_000), server, () -> world.cut(server, which));
            }
        }

        private void emit(LegacyServer io, String name, int number) {
            io.sockets().emit("all-" + name, number);
            io.sockets().socket(poller.id).emit("one-" + name, number);
        }
    }

    @Test
    @DisplayName("hears everything once, in the order of its sender")
    void hears_everything_once() {
        List<Integer> expected = IntStream.range(0, EACH).boxed().toList();
        for (long seed = 1; seed <= 30; seed++) {
            Run run = new Run(seed, Dialect.REPAIRED, 0.3);
            run.emitAll();

            assertThat(run.greeted).as("homes, seed " + seed).hasSize(1);
            assertThat(run.poller.numbers("said")).as("said, seed " + seed).isEqualTo(expected);
            for (String server : SERVERS) {
                assertThat(run.poller.numbers("all-" + server))
                        .as("to all from %s, seed %d: %s", server, seed, run.poller.heard)
                        .isEqualTo(expected);
                assertThat(run.poller.numbers("one-" + server))
                        .as("to one from %s, seed %d: %s", server, seed, run.poller.heard)
                        .isEqualTo(expected);
            }
            assertThat(run.poller.heard).doesNotContain("failed").doesNotContain("7:::");
        }
    }

    @Test
    @DisplayName("hears nothing twice, and everything again afterwards, when servers lose Redis for a moment")
    void with_faults() {
        List<Integer> afterwards = IntStream.range(100, 100 + EACH).boxed().toList();
        for (long seed = 1; seed <= 30; seed++) {
            Run run = new Run(seed, Dialect.REPAIRED, 2);
            run.breakConnections();
            run.emitAll();
            run.emitAll(100);

            for (String event : List.of("all-W1", "one-W1", "all-W2", "one-W2", "all-W3", "one-W3")) {
                List<Integer> numbers = run.poller.numbers(event);
                assertThat(numbers)
                        .as("%s, seed %d: %s", event, seed, run.poller.heard)
                        .doesNotHaveDuplicates()
                        .isSorted();
                assertThat(numbers)
                        .as("%s, seed %d: %s", event, seed, run.poller.heard)
                        .containsAll(afterwards);
            }
            assertThat(run.poller.numbers("said")).as("said, seed %d", seed).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("does not where the servers are as 0.9.17: each decides by itself what to write and what to keep")
    void unless_as_0_9_17() {
        Run run = new Run(1, Dialect.V0_9_17, 0.3);
        run.emitAll();

        List<Integer> expected = IntStream.range(0, EACH).boxed().toList();
        assertThat(SERVERS)
                .anySatisfy(server ->
                        assertThat(run.poller.numbers("all-" + server)).isNotEqualTo(expected));
        assertThat(run.poller.numbers("said")).isNotEqualTo(expected);
    }
}
