package io.github.fanoutlab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketDecoder;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackJs;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.legacy.store.Packing;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.json.JsonTrees;
import io.github.fanoutlab.platform.real.jedis.RedisUrl;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Generated inputs to every parser between the wire and a handler, and to those of what people type.
 *
 * <p>An input with a new outcome joins the corpus, so that the next ones are like it. {@code -Dfuzz.seconds=N} tries each parser for
 * so long, {@code -Dfuzz.seed=N} others than the usual inputs. A failure shows its input in hexadecimal digits.
 */
@DisplayName("Whatever arrives, a parser reads it or says what is wrong, in bounded memory and time")
class ParsersFuzzTest {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int INPUTS = 700;
    private static final int LARGEST_CORPUS = 1_000;
    private static final long ALWAYS_ALLOWED_BYTES = 8 << 20;
    private static final long ALLOWED_BYTES_PER_BYTE = 600;
    private static final long ALLOWED_NANOS = 10_000_000_000L;

    private static final PacketEncoder ENCODER = new PacketEncoder(DebugLog.silent());
    private static final JsonTrees TREES = new JsonTrees(200, new JsonTrees.DoubleRange());
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What reads inputs; {@code complaint} is what it throws at one that it cannot read, null if it never throws. */
    private record Parser(
            String name, Class<? extends Exception> complaint, Function<byte[], Object> read, List<byte[]> seeds) {

        static Parser ofText(
                String name, Class<? extends Exception> complaint, Function<String, Object> read, String... seeds) {
            return new Parser(
                    name,
                    complaint,
                    input -> read.apply(new String(input, StandardCharsets.UTF_8)),
                    Stream.of(seeds)
                            .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                            .toList());
        }

        static Parser ofBytes(
                String name, Class<? extends Exception> complaint, Function<byte[], Object> read, String... json) {
            return new Parser(
                    name,
                    complaint,
                    read,
                    Stream.of(json)
                            .map(TREES::parse)
                            .flatMap(tree -> Stream.of(
                                    MessagePackEncoder.encode(tree),
                                    MessagePackJs.encode(tree),
                                    MessageCodec.json(tree)))
                            .toList());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Parser> parsers() {
        String broadcast =
                "[\"emitter\",{\"type\":2,\"data\":[\"x\",1.5,\"é\"],\"nsp\":\"/\"},{\"rooms\":[\"a\",7],\"flags\":{}}]";
        String request =
                "{\"uid\":\"abc\",\"requestId\":\"r\",\"type\":2,\"opts\":{\"rooms\":[],\"except\":[]},\"rooms\":[\"a\"]}";
        return Stream.of(
                Parser.ofText(
                        "packets of Socket.IO 1.0+",
                        MalformedPacketException.class,
                        ParsersFuzzTest::packet,
                        "2[\"x\",{\"a\":[1,null,\"é\"]}]",
                        "2/chat,12[\"x\"]",
                        "51-[\"x\",{\"_placeholder\":true,\"num\":0}]",
                        "0/chat,{\"token\":\"abc\"}",
                        "39007199254740993[1]"),
                Parser.ofText(
                        "packets of Socket.IO 0.9",
                        null,
                        ParsersFuzzTest::oldPackets,
                        "5:1+::{\"name\":\"x\",\"args\":[1,null]}",
                        "6:::1+[\"ok\"]",
                        "1::/chat:?a=b",
                        "4:::{\"a\":1}",
                        "\ufffd5\ufffd3:::x\ufffd3\ufffd2::"),
                Parser.ofText(
                        "JSON",
                        IllegalArgumentException.class,
                        ParsersFuzzTest::json,
                        broadcast,
                        request,
                        "[1e21,-0,{}]"),
                Parser.ofBytes(
                        "MessagePack",
                        MalformedMessageException.class,
                        ParsersFuzzTest::messagePack,
                        broadcast,
                        request),
                Parser.ofBytes(
                        "msgpack-js", MalformedMessageException.class, MessagePackJs::decode, broadcast, request),
                Parser.ofBytes(
                        "messages between servers",
                        MalformedMessageException.class,
                        ParsersFuzzTest::message,
                        broadcast,
                        request),
                Parser.ofBytes(
                        "envelopes of RedisStore",
                        null,
                        ParsersFuzzTest::envelope,
                        "{\"nodeId\":7,\"args\":[\"id\",\"/r1\",null]}"),
                Parser.ofText(
                        "targets and headers of requests",
                        null,
                        ParsersFuzzTest::request,
                        "/socket.io/?EIO=4&transport=polling&a=%C3%A9+b",
                        "gzip;q=0.5, br, *;q=0"),
                Parser.ofText(
                        "addresses of Redis",
                        IllegalArgumentException.class,
                        ParsersFuzzTest::address,
                        "redis://me:p%40ss@redis_1:6379/4",
                        "rediss+sentinel://a:1,b:2/main/3",
                        "redis+cluster://a:1,b:2"),
                Parser.ofText(
                        "run strings",
                        RunStringSyntaxException.class,
                        ParsersFuzzTest::runString,
                        "sixteen;adapter=8;seed=7;balancer=sticky",
                        "heartbeat;legacy=0.9.19;seed=1;transport=polling"),
                Parser.ofText(
                        "bodies of polling clients",
                        null,
                        new PolledServer()::post,
                        "42[\"x\"]\u001e2\u001ebAQID",
                        "6:42[\"x\"1:2",
                        "d=6%3A42[\"x\"",
                        "40/\u00e9?a=1"));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void any_input(Parser parser) {
        Mutations mutations = new Mutations(SEED);
        List<byte[]> corpus = new ArrayList<>(parser.seeds());
        Set<String> outcomes = new LinkedHashSet<>();
        corpus.forEach(seed -> outcomes.add(outcome(parser, seed)));
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        for (int i = 0; i < INPUTS || System.nanoTime() < end; i++) {
            byte[] input = mutations.next(corpus);
            if (outcomes.add(outcome(parser, input)) && corpus.size() < LARGEST_CORPUS) {
                corpus.add(input);
            }
        }
        assertThat(outcomes).as("outcomes that differ").hasSizeGreaterThan(1);
    }

    /** What the parser makes of {@code input}, without its details. */
    private static String outcome(Parser parser, byte[] input) {
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        String outcome;
        try {
            Object result = parser.read().apply(input);
            outcome = String.valueOf(result);
        } catch (Throwable thrown) {
            if (parser.complaint() == null || !parser.complaint().isInstance(thrown)) {
                throw new AssertionError(parser.name() + ": " + thrown + " at " + shown(input), thrown);
            }
            outcome = String.valueOf(thrown.getMessage());
        }
        assertThat(System.nanoTime() - start)
                .as("nanoseconds for " + shown(input))
                .isLessThan(ALLOWED_NANOS);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore)
                .as("bytes of memory for " + shown(input))
                .isLessThan(ALWAYS_ALLOWED_BYTES + ALLOWED_BYTES_PER_BYTE * input.length);
        String start80 = outcome.substring(0, Math.min(80, outcome.length()));
        return start80.replaceAll("[\\p{Alnum}&&[^a-z]]+|[^\\x20-\\x7e]+", "0");
    }

    private static String shown(byte[] input) {
        String hex = HexFormat.of().formatHex(input, 0, Math.min(input.length, 2_000));
        return input.length + " bytes: " + hex;
    }

    private static Object packet(String frame) {
        PacketDecoder decoder = new PacketDecoder(DebugLog.silent());
        Optional<Packet> packet = decoder.add(frame);
        for (int attachments = 0; packet.isEmpty() && attachments <= PacketDecoder.MAX_ATTACHMENTS; attachments++) {
            packet = decoder.add(new byte[] {1});
        }
        String written = ENCODER.encode(packet.orElseThrow()).text();
        if (ENCODER.encode(packet.orElseThrow()).attachments().isEmpty()) {
            Packet again = new PacketDecoder(DebugLog.silent()).add(written).orElseThrow();
            assertThat(ENCODER.encode(again).text()).isEqualTo(written);
        }
        return written;
    }

    private static Object oldPackets(String frame) {
        List<String> written = new ArrayList<>();
        PayloadText.decode(frame).stream()
                .filter(packet -> packet.type() != null)
                .forEach(packet -> written.add(PacketText.encode(packet)));
        return written;
    }

    private static Object json(String text) {
        String written = JsonText.stringify(TREES.parse(text));
        assertThat(JsonText.stringify(TREES.parse(written))).isEqualTo(written);
        return written;
    }

    private static Object messagePack(byte[] message) {
        JsonNode tree = MessagePackDecoder.decode(message);
        byte[] written = MessagePackEncoder.encode(tree);
        assertThat(MessagePackEncoder.encode(MessagePackDecoder.decode(written)))
                .isEqualTo(written);
        return JsonText.stringify(tree);
    }

    private static Object message(byte[] message) {
        JsonNode tree = message.length > 0 && message[0] == '{'
                ? MessageCodec.readMessage(message)
                : MessagePackDecoder.decode(message);
        return tree.isArray()
                ? MessageCodec.readPacket(tree.path(1), "/").describe() + MessageCodec.readOptions(tree.path(2))
                : MessageCodec.readOptions(tree.path("opts")).toString() + MessageCodec.readRooms(tree.path("rooms"));
    }

    private static Object envelope(byte[] message) {
        List<String> read = new ArrayList<>();
        for (Packing packing : List.of(Packing.JSON, Packing.MSGPACK)) {
            JsonNode tree = packing.unpack(message);
            read.add(tree == null ? "unreadable" : JsonText.stringify(tree));
        }
        return read;
    }

    private static Object request(String text) {
        Map<String, String> headers = Map.of("accept-encoding", text);
        HttpRequest request = new HttpRequest("GET", text, headers, new byte[0], "127.0.0.1");
        return request.path() + request.query() + request.preferredEncoding("gzip", "br");
    }

    private static Object address(String url) {
        RedisUrl.requireValid(url);
        return RedisUrl.withoutPassword(url);
    }

    private static Object runString(String text) {
        List<RunString> runs = RunString.parseAll(text);
        runs.forEach(
                run -> assertThat(RunString.parse(run.toString()).toString()).isEqualTo(run.toString()));
        return runs;
    }

    /** A server that clients of both revisions poll. */
    private static final class PolledServer {

        private final TestLab lab = new TestLab();
        private final SocketIoServer io = SocketIoServer.create(
                lab.node("W1"), ServerOptions.engine(EngineOptions.builder().allowEio3(true)));
        private int number;

        PolledServer() {
            io.of(Pattern.compile(".*"));
        }

        Object post(String body) {
            String target = "/socket.io/?transport=polling"
                    + List.of("&EIO=4", "&EIO=3", "&EIO=3&j=0").get(number++ % 3);
            HttpResponse open = MemoryClient.request(io.ports(), io.handler(), "GET", target, "");
            String session = target + "&sid=" + open.text().replaceAll(".*sid\\\\?\":\\\\?\"([^\"\\\\]+).*", "$1");
            int status = MemoryClient.request(io.ports(), io.handler(), "POST", session, body)
                    .status();
            assertThat(status).isIn(200, 400, 413);
            String alive = io.engine().clientCount() == 0 ? "session ended" : "session goes on";
            lab.advance(100_000);
            assertThat(io.sockets().sockets()).isEmpty();
            return status == 200 ? alive : "refused";
        }
    }
}
