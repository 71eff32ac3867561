package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connected;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.MemoryExchange;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Random input: no exception escapes, and nobody else is affected")
class FuzzTest {

    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

    private static final List<String> FRAGMENTS = List.of(
            "4",
            "2",
            "0",
            "1",
            "3",
            "5",
            "6",
            "9",
            "b",
            "-",
            ",",
            "/",
            "/chat",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "\"x\"",
            "null",
            "51-",
            "{\"_placeholder\":true,\"num\":0}",
            "\"disconnect\"",
            "1e999",
            "\\u0000",
            "é",
            "\ud83d",
            " ",
            "?",
            "%",
            "[[[[[[[[");

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node).adapter(RedisAdapter.at("redis://redis"));
    private final SplittableRandom random = new SplittableRandom(42);

    @BeforeEach
    void echo() {
        io.on("connection", socket -> socket.on("x", event -> event.ack(event.args())));
        lab.settle();
    }

    @Test
    @DisplayName("4,000 frames of a client")
    void frames() {
        MemoryClient good = connected(io);
        MemoryClient bad = connected(io);
        for (int i = 0; i < 4_000; i++) {
            if (random.nextInt(20) == 0) {
                byte[] bytes = new byte[random.nextInt(10)];
                random.nextBytes(bytes);
                bad.say(bytes);
            } else {
                bad.say(frame());
            }
            if (!bad.isOpen()) {
                bad = connected(io);
            }
        }
        good.forget();

        io.emit("still", "here");

        assertThat(good.heard()).containsExactly("42[\"still\",\"here\"]");
        assertThat(io.sockets().sockets()).hasSizeBetween(1, 2);
        assertThat(node.warnings()).isEmpty();
    }

    @Test
    @DisplayName("2,000 bodies and queries of a client that polls")
    void bodies() {
        MemoryClient good = connected(io);
        String session = POLLING;
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(10) == 0) {
                MemoryClient.request(io.ports(), io.handler(), "GET", POLLING + frame(), "");
            }
            MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(session));
            HttpResponse response =
                    MemoryExchange.of(io.ports(), io.handler(), post(session)).response();
            assertThat(response).isNotNull();
            if (response.status() != 200) {
                session = session();
            }
        }
        good.forget();

        io.emit("still", "here");

        assertThat(good.heard()).containsExactly("42[\"still\",\"here\"]");
        lab.advance(60_000);
        assertThat(io.sockets().sockets()).isEmpty();
        assertThat(node.warnings()).isEmpty();
    }

    @Test
    @DisplayName(
            "3,000 steps of clients that post in pieces, two at a time, and leave in the middle: every POST is answered or broken off")
    void pieces() {
        MemoryClient good = connected(io);
        Map<MemoryExchange, String> unfinished = new LinkedHashMap<>();
        List<MemoryExchange> begun = new ArrayList<>();
        List<String> sessions = new ArrayList<>(List.of(session(), session(), session()));
        for (int i = 0; i < 3_000; i++) {
            String session = sessions.get(random.nextInt(sessions.size()));
            List<MemoryExchange> open = List.copyOf(unfinished.keySet());
            MemoryExchange one = open.isEmpty() ? null : open.get(random.nextInt(open.size()));
            switch (one == null ? 0 : random.nextInt(6)) {
                case 0 -> {
                    MemoryExchange post = MemoryExchange.begin(io.ports(), io.handler(), post(session));
                    unfinished.put(post, session);
                    begun.add(post);
                }
                case 1 -> one.goOn(bytes(), false);
                case 2 -> {
                    one.goOn(bytes(), true);
                    assertThat(one.response() != null || one.isDropped()).isTrue();
                    unfinished.remove(one);
                }
                case 3 -> {
                    one.leave();
                    unfinished.remove(one);
                }
                default -> MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(session));
            }
            sessions.replaceAll(used -> MemoryClient.request(io.ports(), io.handler(), "PUT", used, "")
                                    .status()
                            == 500
                    ? used
                    : session());
        }
        good.forget();

        io.emit("still", "here");

        assertThat(good.heard()).containsExactly("42[\"still\",\"here\"]");
        assertThat(begun.stream()
                        .map(MemoryExchange::response)
                        .filter(answer -> answer != null)
                        .map(HttpResponse::status))
                .contains(200, 400);
        assertThat(begun).anyMatch(MemoryExchange::isDropped);
        lab.advance(60_000);
        assertThat(io.sockets().sockets()).isEmpty();
        assertThat(node.warnings()).isEmpty();
    }

    private HttpRequest post(String session) {
        byte[] body = new byte[random.nextInt(12)];
        random.nextBytes(body);
        if (random.nextInt(5) > 0) {
            List<String> frames = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                frames.add(random.nextInt(3) == 0 ? "b" + frame() : "4" + frame());
            }
            body = String.join("\u001e", frames).getBytes(StandardCharsets.UTF_8);
        }
        return new HttpRequest("POST", session, Map.of(), body, "127.0.0.1");
    }

    private String session() {
        HttpResponse open = MemoryClient.request(io.ports(), io.handler(), "GET", POLLING, "");
        String session = POLLING + "&sid=" + Connections.sid(List.of(open.text()));
        MemoryClient.request(io.ports(), io.handler(), "POST", session, "40");
        return session;
    }

    @Test
    @DisplayName("3,000 frames and bodies of clients of Engine.IO 3")
    void revision_3() {
        SocketIoServer io = SocketIoServer.create(
                lab.node("W2"), ServerOptions.engine(EngineOptions.builder().allowEio3(true)));
        MemoryClient good = MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=3&transport=websocket");
        for (int i = 0; i < 1_000; i++) {
            MemoryClient bad = MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=3&transport=websocket");
            bad.say(frame());
            bad.say(bytes());
            bad.vanish();
            String session = POLLING.replace("EIO=4", random.nextBoolean() ? "EIO=3" : "EIO=3&j=0");
            HttpResponse open = MemoryClient.request(io.ports(), io.handler(), "GET", session, "");
            session += "&sid=" + open.text().replaceAll(".*sid\\\\?\":\\\\?\"([^\"\\\\]+).*", "$1");
            String text = (random.nextBoolean() ? "d=" : "") + random.nextInt(9) + ":" + frame() + frame();
            MemoryExchange.of(io.ports(), io.handler(), HttpRequest.get(session));
            HttpResponse answer = MemoryClient.request(io.ports(), io.handler(), "POST", session, text);
            assertThat(answer.status()).isIn(200, 400);
            Map<String, String> octets = Map.of("content-type", "application/octet-stream");
            answer = MemoryClient.request(
                    io.ports(), io.handler(), new HttpRequest("POST", session, octets, bytes(), "127.0.0.1"));
            assertThat(answer.status()).isIn(200, 400);
        }
        good.forget();

        io.emit("still", "here");

        assertThat(good.heard()).containsExactly("42[\"still\",\"here\"]");
        lab.advance(45_000);
        assertThat(io.sockets().sockets()).isEmpty();
        assertThat(node.warnings()).isEmpty();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? 0xff : random.nextInt(64));
        }
        return bytes;
    }

    @Test
    @DisplayName("4,000 messages on the channels of Redis")
    void messages() {
        MemoryClient good = connected(io);
        List<byte[]> seeds = seeds();
        for (int i = 0; i < 4_000; i++) {
            byte[] message = seeds.get(random.nextInt(seeds.size())).clone();
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt(256);
            }
            String channel = List.of("socket.io#/#", "socket.io#/#x#", "socket.io-request#/#", "socket.io-response#/#")
                    .get(random.nextInt(4));
            lab.publish(channel, message);
            lab.settle();
            lab.monitor().clear();
            node.logLines().clear();
            if (!good.isOpen() || io.sockets().sockets().isEmpty()) {
                good = connected(io); // a request to disconnect everybody is well-formed
            }
        }
        good.forget();

        io.emit("still", "here");

        assertThat(good.heard()).containsExactly("42[\"still\",\"here\"]");
        assertThat(node.warnings()).isNotEmpty().allMatch(line -> line.startsWith("redis: dropped a message of "));
    }

    @Test
    @DisplayName("1,000 responses of other servers: every callback is called, once")
    void responses() {
        lab.node("mute")
                .createRedisClient("sub", "redis://redis")
                .subscribe("socket.io-request#/#", (channel, payload) -> {}, () -> {});
        lab.settle();
        List<String> seeds = new ArrayList<>();
        Golden.vectors("requests")
                .forEach(request -> Golden.texts(request.get("responses"))
                        .forEach(response ->
                                seeds.add(new String(Golden.bytes(response), StandardCharsets.ISO_8859_1))));
        Pattern id = Pattern.compile("requestId(?:\":\"|\\\\xa6)(.{6})");
        int[] told = new int[1_000];
        for (int i = 0; i < told.length; i++) {
            int number = i;
            lab.monitor().clear();
            switch (i % 4) {
                case 0 -> io.fetchSockets((error, found) -> told[number]++);
                case 1 -> io.allRooms((error, rooms) -> told[number]++);
                case 2 -> io.serverSideEmit("x", (BroadcastAck) (error, answers) -> told[number]++);
                default -> io.timeout(1_000).emit("x", (BroadcastAck) (error, answers) -> told[number]++);
            }
            lab.settle();
            Matcher asked = id.matcher(String.join("\n", lab.monitor("PUBLISH")));
            assertThat(asked.find()).isTrue();
            for (int responses = random.nextInt(4); responses > 0; responses--) {
                String seed = seeds.get(random.nextInt(seeds.size())).replace("REQUID", asked.group(1));
                byte[] message = seed.getBytes(StandardCharsets.ISO_8859_1);
                for (int flips = random.nextInt(3); flips > 0; flips--) {
                    message[random.nextInt(message.length)] = (byte) random.nextInt(256);
                }
                lab.publish("socket.io-response#/#", message);
                lab.settle();
            }
            node.logLines().clear();
        }

        lab.advance(5_000);

        assertThat(told).containsOnly(1);
        assertThat(node.warnings()).isNotEmpty().allMatch(line -> line.startsWith("redis: dropped a message of "));
    }

    private String frame() {
        StringBuilder frame = new StringBuilder(random.nextInt(4) == 0 ? "" : "42");
        for (int i = random.nextInt(8); i > 0; i--) {
            frame.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
        return frame.toString();
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Golden.vectors("adapter")
                .get("steps")
                .forEach(step -> Golden.texts(step.get("commands"))
                        .forEach(command -> seeds.add(Golden.bytes(command.split(" ")[2]))));
        Golden.vectors("responses").forEach(response -> {
            seeds.add(Golden.bytes(response.get("request").stringValue()));
            Golden.texts(response.get("commands")).forEach(command -> seeds.add(Golden.bytes(command.split(" ")[2])));
        });
        seeds.add("{\"uid\":\"O\",\"type\":2,\"sid\":\"x\",\"room\":1}".getBytes(StandardCharsets.UTF_8));
        return seeds;
    }
}
