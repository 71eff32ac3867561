package io.github.fanoutlab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketDecoder;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.adapter.redis.Dialect;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.ShardedRedisAdapter;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackJs;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.Packing;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.json.JsonTrees;
import io.github.fanoutlab.platform.real.jedis.RedisUrl;
import io.github.fanoutlab.platform.real.jedis.RespReader;
import io.github.fanoutlab.platform.real.log.StderrLog;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.cluster.ClusterDialer;
import io.github.fanoutlab.platform.redis.sentinel.SentinelDialer;
import io.github.fanoutlab.simulator.check.diagram.Diagram;
import io.github.fanoutlab.simulator.check.diagram.DiagramSyntaxException;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import io.github.fanoutlab.testbed.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.exceptions.JedisException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generated inputs to every parser between the wire and a handler, and to those of what people type.
 *
 * <p>An input with a new outcome joins the corpus, so that the next ones are like it. {@code -Dfuzz.seconds=N} tries each parser for
 * so long and says how many inputs that were, {@code -Dfuzz.seed=N} others than the usual inputs. A failure shows its input in hexadecimal digits.
 *
 * <p>Jazzer 0.30 works on JDK 17 and 25, too, and its inputs reach further, since it sees what code they run. It needs half a minute
 * and 1.4 GB to start, for one parser in each JVM: these parsers have a minute, 256 MB and a bound on what each input may take.
 */
@DisplayName("Whatever arrives, a parser reads it or says what is wrong, in bounded memory and time")
class ParsersFuzzTest {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int INPUTS = 700;
    private static final int MAX_CORPUS = 1_000;
    private static final int READS_OF_A_LAB = 300;
    private static final long ALWAYS_ALLOWED_BYTES = 12 << 20;
    private static final long ALLOWED_BYTES_PER_BYTE = 800;
    private static final long ALLOWED_NANOS = 10_000_000_000L;
    private static final int LINE_OF_HTTP = 15_000;
    private static final int POSITIONS_IN_A_SEED = 12;
    private static final long ALLOWED_NANOS_OF_A_LINE = 500_000_000L;

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
                        "what DEBUG asks for",
                        null,
                        ParsersFuzzTest::debug,
                        "socket.io*,-socket.io-parser",
                        "engine, *redis*  -x"),
                Parser.ofText(
                        "patterns of a model of Redis",
                        null,
                        ParsersFuzzTest::glob,
                        "socket.io#/#*\nsocket.io#/#room#",
                        "[^a-c]\\\\?*x\nd\\x"),
                Parser.ofText(
                        "pictures of scenarios",
                        DiagramSyntaxException.class,
                        Diagram::parse,
                        "Client <-- Worker 1 emit --> Redis\nClient <-- Worker 2 <----------|\n",
                        "Master emit --> Redis --> Worker 1 --> Client"),
                Parser.ofText(
                        "RESP",
                        JedisException.class,
                        ParsersFuzzTest::replies,
                        "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\n{}\r\n",
                        "+OK\r\n:12\r\n-ERR no\r\n$-1\r\n*-1\r\n*0\r\n"),
                Parser.ofText(
                        "what a Redis Cluster replies",
                        null,
                        ParsersFuzzTest::cluster,
                        "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$1\r\nm\r\n:7000\r\n+OK\r\n",
                        "*1\r\n*3\r\n:0\r\n:9\r\n*2\r\n$0\r\n\r\n:1\r\n-MOVED 3 other:7001\r\n-ASK 3 :7002\r\n+OK\r\n+OK\r\n"),
                Parser.ofText(
                        "what Sentinels reply",
                        null,
                        ParsersFuzzTest::sentinel,
                        "*2\r\n$1\r\nm\r\n$4\r\n6379\r\n*2\r\n$6\r\nmaster\r\n:0\r\n+OK\r\n",
                        "*2\r\n$1\r\nm\r\n$4\r\n6379\r\n*1\r\n$5\r\nslave\r\n"),
                Parser.ofBytes(
                        "what arrives at servers on Redis",
                        null,
                        renewed(() -> new ServersOnRedis()::publish),
                        broadcast,
                        request,
                        "{\"uid\":\"O\",\"type\":3,\"data\":{\"opts\":{\"rooms\":[]},\"packet\":{\"type\":2,\"data\":[\"x\"]}}}",
                        "{\"requestId\":\"r\",\"sockets\":[{\"id\":\"a\",\"handshake\":{\"query\":{}},\"rooms\":[\"a\"],\"data\":{}}]}"),
                Parser.ofText(
                        "entries of a Redis stream, and sessions kept there",
                        null,
                        renewed(() -> new ServersOnStream()::add),
                        "nsp\n/\ntype\n3\nuid\n7\ndata\n{\"packet\":{\"type\":2,\"data\":[\"x\"]},\"opts\":{\"rooms\":[],\"flags\":{}}}",
                        "nsp\n/\ntype\n3\nuid\n7\ndata\ngqZwYWNrZXSCpHR5cGUCpGRhdGGRoXikb3B0c4GlZmxhZ3OA",
                        "nsp\n/\ntype\n3\nuid\n7\ndata\n{\"packet\":{\"type\":2,\"data\":{}},\"opts\":{\"rooms\":[7]}}",
                        "sid\na\npid\nb\nrooms\n[\"a\"]\ndata\n{}",
                        "sid\n{}\npid\n[1]\nrooms\n{}\ndata\n[[1]]",
                        "nsp\n/\ntype\n8\nuid\n7\ndata\n{\"opts\":{\"rooms\":[\"a\"]},\"rooms\":[\"b\"]}"),
                Parser.ofBytes(
                        "what arrives at servers of 0.9 on Redis",
                        null,
                        renewed(() -> new OldServersOnRedis()::publish),
                        "{\"nodeId\":7,\"args\":[\"1\",\"/r1\",null]}",
                        "{\"nodeId\":7,\"args\":[\"1\",{\"address\":{\"address\":\"::1\",\"port\":1},\"query\":{}}]}",
                        "{\"nodeId\":7,\"args\":[\"/r1\",\"5:::{}\",false,[\"1\"]]}"),
                Parser.ofText(
                        "requests to a server of 0.9",
                        null,
                        renewed(() -> new OldServer()::request),
                        "GET /socket.io/1/?t=1&jsonp=0\n",
                        "POST /socket.io/1/xhr-polling/SID?t=1\n\ufffd5\ufffd3:::x\ufffd3\ufffd2::",
                        "POST /socket.io/1/jsonp-polling/SID?i=0\nd=%225:::{}%22",
                        "GET /socket.io/1/htmlfile/SID\n",
                        "GET /socket.io/static/flashsocket/x.swf?a=%zz\n"),
                Parser.ofText(
                        "frames of WebSocket clients",
                        null,
                        renewed(() -> new WebSockets()::say),
                        "40/chat,{\"a\":1}\n42[\"x\",1]\n3\n5",
                        "451-[\"x\",{\"_placeholder\":true,\"num\":0}]\nb",
                        "5:1+::{\"name\":\"x\",\"args\":[1]}\n1::/chat?a=b\n2::\n0::"),
                Parser.ofText(
                        "bodies of polling clients",
                        null,
                        renewed(() -> new PolledServer()::post),
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
        int inputs = 0;
        for (; inputs < INPUTS || System.nanoTime() < end; inputs++) {
            byte[] input = mutations.next(corpus);
            if (outcomes.add(outcome(parser, input)) && corpus.size() < MAX_CORPUS) {
                corpus.add(input);
            }
        }
        if (SECONDS > 0) {
            System.out.println(parser + ": " + inputs + " inputs, " + outcomes.size() + " outcomes");
        }
        assertThat(outcomes).as("outcomes that differ").hasSizeGreaterThan(1);
    }

    /** Hostile clients send that for which a parser starts over at each byte: one piece, as often as fits, and then what does not. */
    @ParameterizedTest
    @MethodSource("parsers")
    void one_piece_again_and_again(Parser parser) {
        for (byte[] seed : parser.seeds()) {
            int step = 1 + seed.length / POSITIONS_IN_A_SEED;
            for (int from = 0; from < seed.length; from += step) {
                for (int length = 1; length <= 2 && from + length <= seed.length; length++) {
                    for (String misfit : List.of("", "//", "\0")) {
                        byte[] input = Mutations.repeated(seed, from, length, LINE_OF_HTTP / length, misfit);
                        long start = THREADS.getCurrentThreadCpuTime();
                        read(parser, input);
                        assertThat(THREADS.getCurrentThreadCpuTime() - start)
                                .as("nanoseconds for " + shown(input))
                                .isLessThan(ALLOWED_NANOS_OF_A_LINE);
                    }
                }
            }
        }
    }

    /** What the parser makes of {@code input}, without its details. */
    private static String outcome(Parser parser, byte[] input) {
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        String outcome = read(parser, input);
        assertThat(System.nanoTime() - start)
                .as("nanoseconds for " + shown(input))
                .isLessThan(ALLOWED_NANOS);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore)
                .as("bytes of memory for " + shown(input))
                .isLessThan(ALWAYS_ALLOWED_BYTES + ALLOWED_BYTES_PER_BYTE * input.length);
        String start80 = outcome.substring(0, Math.min(80, outcome.length()));
        return start80.replaceAll("[\\p{Alnum}&&[^a-z]]+|[^\\x20-\\x7e]+", "0");
    }

    private static String read(Parser parser, byte[] input) {
        try {
            return String.valueOf(parser.read().apply(input));
        } catch (Throwable thrown) {
            if (parser.complaint() == null || !parser.complaint().isInstance(thrown)) {
                throw new AssertionError(parser.name() + ": " + thrown + " at " + shown(input), thrown);
            }
            return String.valueOf(thrown.getMessage());
        }
    }

    private static String shown(byte[] input) {
        String hex = HexFormat.of().formatHex(input, 0, Math.min(input.length, 2_000));
        return input.length + " bytes: " + hex;
    }

    /** What reads in a lab, whose trace grows: every now and then another one. */
    private static <T> Function<T, Object> renewed(Supplier<Function<T, Object>> labs) {
        return new Function<>() {
            private int reads;
            private Function<T, Object> lab;

            @Override
            public Object apply(T input) {
                if (reads++ % READS_OF_A_LAB == 0) {
                    lab = labs.get();
                }
                return lab.apply(input);
            }
        };
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
        List<RunString> runs = RunString.parseAll(text, RedisDialect.COMPARED);
        runs.forEach(
                run -> assertThat(RunString.parse(run.toString()).toString()).isEqualTo(run.toString()));
        return runs;
    }

    private static Object debug(String text) {
        String before = System.setProperty("DEBUG", text);
        try {
            StderrLog log = StderrLog.fromEnvironment("W1");
            return Stream.of("socket.io:server", "socket.io-parser", "engine", "redis", "")
                    .filter(log::isEnabled)
                    .toList();
        } finally {
            if (before == null) {
                System.clearProperty("DEBUG");
            } else {
                System.setProperty("DEBUG", before);
            }
        }
    }

    /** Whether a subscriber to the pattern in the first line hears what is published on the channel in the second. */
    private static Object glob(String text) {
        String[] lines = text.split("\n", 2);
        RedisModel redis = new RedisModel(() -> 0);
        int connection = redis.connect();
        redis.handle(connection, RedisCommand.of("PSUBSCRIBE", lines[0]));
        return redis.handle(redis.connect(), RedisCommand.of("PUBLISH", lines[lines.length - 1], "x"));
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

    private static Object replies(String text) {
        RespReader reader = reader(text);
        List<RedisReply> replies = new ArrayList<>();
        try {
            for (RedisReply reply = reader.next(); reply != null; reply = reader.next()) {
                replies.add(reply);
            }
        } catch (JedisException end) {
            if (replies.isEmpty()) {
                throw end;
            }
        }
        return replies;
    }

    /** Of all of {@code text}. */
    private static RespReader reader(String text) {
        RespReader reader = new RespReader();
        ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            while (reader.take(in) > 0) {
                // There is more.
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return reader;
    }

    private static Object cluster(String text) {
        Replaying redis = new Replaying(text);
        redis.send(new ClusterDialer("cluster", List.of("a:1", "b:2"), redis::at, key -> 3).dial(redis));
        return redis.told;
    }

    private static Object sentinel(String text) {
        Replaying redis = new Replaying(text);
        redis.send(new SentinelDialer("sentinels", "main", List.of(redis.at("s:1"), redis.at("s:2")), redis::at)
                .dial(redis));
        return redis.told;
    }

    /** Nodes of Redis whose replies are written down, in the order in which they are asked. */
    private static final class Replaying implements RedisDialer.Listener {

        private final RespReader replies;
        private final Deque<Runnable> turns = new ArrayDeque<>();
        private final List<String> told = new ArrayList<>();
        private boolean up;

        Replaying(String replies) {
            this.replies = reader(replies);
        }

        void send(RedisDialer.Link link) {
            run();
            if (up) {
                link.write(List.of(RedisCommand.of("GET", "k"), RedisCommand.of("PING")));
                run();
            }
        }

        private void run() {
            for (int turn = 0; turn < 200 && !turns.isEmpty(); turn++) {
                turns.poll().run();
            }
        }

        RedisDialer at(String address) {
            return new RedisDialer() {
                @Override
                public String address() {
                    return address;
                }

                @Override
                public Link dial(Listener listener) {
                    boolean[] closed = new boolean[1];
                    turns.add(() -> unless(closed, listener::onUp));
                    return new Link() {
                        @Override
                        public void write(List<RedisCommand> commands) {
                            commands.forEach(command -> turns.add(() -> unless(closed, () -> reply(listener))));
                        }

                        @Override
                        public void close() {
                            closed[0] = true;
                        }
                    };
                }
            };
        }

        private static void unless(boolean[] closed, Runnable task) {
            if (!closed[0]) {
                task.run();
            }
        }

        private void reply(RedisDialer.Listener listener) {
            RedisReply reply;
            try {
                reply = replies.next();
            } catch (JedisException end) {
                reply = null;
            }
            if (reply == null) {
                listener.onDown("no more replies");
            } else {
                listener.onReply(reply);
            }
        }

        @Override
        public void onUp() {
            up = true;
            told.add("up");
        }

        @Override
        public void onReply(RedisReply reply) {
            told.add(reply.toString());
        }

        @Override
        public void onDown(String reason) {
            up = false;
            told.add("down: " + reason);
        }
    }

    /** Servers with every adapter, each with a client, and a stranger on their Redis. */
    private static final class ServersOnRedis {

        private final TestLab lab = new TestLab();
        private final List<MemoryClient> clients = new ArrayList<>();
        private final List<SimNode> nodes = new ArrayList<>();
        private int number;

        ServersOnRedis() {
            server("V8", RedisAdapter.at(World.REDIS_URL));
            server("V5", RedisAdapter.at(World.REDIS_URL).dialect(Dialect.V5));
            server("V0", RedisAdapter.at(World.REDIS_URL).dialect(Dialect.V0_1));
            server("sharded", ShardedRedisAdapter.at(World.REDIS_URL));
        }

        private void server(String name, AdapterFactory adapter) {
            SimNode node = lab.node(name);
            nodes.add(node);
            SocketIoServer io = SocketIoServer.create(node);
            io.adapter(adapter);
            lab.settle();
            clients.add(MemoryClient.connect(node, io.handler(), "/socket.io/?EIO=4&transport=websocket"));
            clients.get(clients.size() - 1).say("40");
        }

        Object publish(byte[] message) {
            nodes.forEach(node -> node.warnings().clear());
            switch (number++ % 4) {
                case 0 -> lab.publish("socket.io#/#", message);
                case 1 -> lab.publish("socket.io-request#/#", message);
                case 2 -> lab.publish("socket.io-response#/#", message);
                default -> lab.spublish("socket.io#/#", message);
            }
            List<String> heard = new ArrayList<>();
            clients.forEach(client -> heard.addAll(client.hearsNow()));
            return heard + nodes.stream().map(SimNode::warnings).toList().toString();
        }
    }

    /**
     * Servers that share a stream, to which a stranger adds an entry while a client is away; or he overwrites the session that is kept for
     * the client. It comes back, and hears what is emitted then.
     */
    private static final class ServersOnStream {

        private final TestLab lab = new TestLab();
        private final List<SimNode> nodes = List.of(lab.node("W1"), lab.node("W2"));
        private final List<SocketIoServer> servers = new ArrayList<>();
        private final RedisConnection stranger = lab.node("stranger").createRedisClient("pub", World.REDIS_URL);
        private int number;

        ServersOnStream() {
            for (SimNode node : nodes) {
                servers.add(SocketIoServer.create(
                                node,
                                ServerOptions.builder()
                                        .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                                        .build())
                        .adapter(RedisStreamsAdapter.at(World.REDIS_URL)));
            }
            lab.advance(10);
        }

        Object add(String text) {
            nodes.forEach(node -> node.warnings().clear());
            MemoryClient client = connect(0, "40");
            String pid = client.heard().get(1).replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
            String offset = hears(client, "before").replaceAll(".*\"([0-9]+-[0-9]+)\"].*", "$1");
            client.vanish();
            lab.advance(10);
            String[] words = text.split("\n");
            if (text.startsWith("sid")) {
                String session = Base64.getEncoder().encodeToString(MessagePackEncoder.encode(tree(words)));
                stranger.send(RedisCommand.of("SET", "sio:session:" + pid, session), reply -> {});
            } else {
                List<Object> entry = new ArrayList<>(List.of("socket.io", "*", "by", "a stranger"));
                entry.addAll(List.of(words).subList(0, words.length / 2 * 2));
                stranger.send(RedisCommand.of("XADD", entry.toArray()), reply -> {});
            }
            lab.advance(10);
            MemoryClient back = connect(1, "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
            List<String> heard = back.heard().subList(2, back.heard().size());
            assertThat(hears(back, "after")).as("what is emitted afterwards").contains("[\"after\",");
            back.say("41");
            back.vanish();
            lab.advance(10);
            return heard + nodes.stream().map(SimNode::warnings).toList().toString();
        }

        private MemoryClient connect(int server, String packet) {
            SocketIoServer io = servers.get(server);
            MemoryClient client =
                    MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=4&transport=websocket");
            client.say(packet);
            lab.advance(10);
            return client;
        }

        private String hears(MemoryClient client, String event) {
            client.forget();
            servers.get(number++ % 2).emit(event, number);
            lab.advance(10);
            return client.hearsNow().toString();
        }

        private static JsonNode tree(String[] words) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i + 1 < words.length; i += 2) {
                tree.set(words[i], read(words[i + 1]));
            }
            return tree;
        }

        private static JsonNode read(String word) {
            try {
                return TREES.parse(word);
            } catch (IllegalArgumentException text) {
                return JsonNodeFactory.instance.stringNode(word);
            }
        }
    }

    /** Servers of 0.9 with either packing, and a stranger on their Redis. */
    private static final class OldServersOnRedis {

        private final TestLab lab = new TestLab();
        private final List<SimNode> nodes = new ArrayList<>();
        private int number;

        OldServersOnRedis() {
            server("json", Packing.JSON);
            server("msgpack", Packing.MSGPACK);
        }

        private void server(String name, Packing packing) {
            SimNode node = lab.node(name);
            nodes.add(node);
            LegacyServer io = LegacyServer.create(node);
            io.set(
                    "store",
                    RedisStore.of(
                                    io.createRedisClient("pub", World.REDIS_URL),
                                    io.createRedisClient("sub", World.REDIS_URL),
                                    io.createRedisClient("client", World.REDIS_URL))
                            .packing(packing));
            io.handler();
            lab.settle();
        }

        Object publish(byte[] message) {
            nodes.forEach(node -> node.logLines().clear());
            Channel[] channels = Channel.values();
            lab.publish(channels[number++ % channels.length].wireName(), message);
            return nodes.stream().map(SimNode::logLines).toList();
        }
    }

    /** A server of 0.9, asked by a method, a target and a body; {@code SID} stands for a session that is open. */
    private static final class OldServer {

        private final TestLab lab = new TestLab();
        private final LegacyServer io = LegacyServer.create(lab.node("W1"));

        Object request(String text) {
            String session = MemoryClient.request(lab.node("W1"), io.handler(), "GET", "/socket.io/1/", "")
                    .text()
                    .split(":")[0];
            String[] lines = text.replace("SID", session).split("\n", 2);
            String[] words = lines[0].split(" ", 2);
            String target = words.length < 2 ? "/socket.io/1/" : words[1];
            HttpResponse response = MemoryClient.request(
                    lab.node("W1"),
                    io.handler(),
                    words[0].startsWith("P") ? "POST" : "GET",
                    target,
                    lines.length < 2 ? "" : lines[1]);
            String answer = response == null ? "waits" : response.status() + response.text();
            lab.advance(100_000);
            return answer.replace(session, "SID");
        }
    }

    /** Servers of both generations, to which each line is sent as a frame; the last one as binary, too. */
    private static final class WebSockets {

        private final TestLab lab = new TestLab();
        private final SocketIoServer io = SocketIoServer.create(
                lab.node("W1"), ServerOptions.engine(EngineOptions.builder().allowEio3(true)));
        private final LegacyServer old = LegacyServer.create(lab.node("W2"));
        private int number;

        WebSockets() {
            io.of(Pattern.compile(".*"));
            io.on("connection", socket -> socket.onAny(event -> event.args().forEach(arg -> socket.emit("echo", arg))));
            old.sockets().on("connection", socket -> socket.on("x", args -> socket.emit("echo")));
        }

        Object say(String frames) {
            MemoryClient client = connect(number++ % 3);
            client.forget();
            String[] lines = frames.split("\n");
            for (String line : lines) {
                client.say(line);
            }
            if (lines.length > 0) {
                client.say(lines[lines.length - 1].getBytes(StandardCharsets.UTF_8));
            }
            String heard = client.heard() + " " + client.closedByServer();
            client.vanish();
            lab.advance(100_000);
            return heard;
        }

        private MemoryClient connect(int kind) {
            if (kind < 2) {
                return MemoryClient.connect(
                        lab.node("W1"), io.handler(), "/socket.io/?transport=websocket&EIO=" + (kind + 3));
            }
            String id = MemoryClient.request(lab.node("W2"), old.handler(), "GET", "/socket.io/1/", "")
                    .text()
                    .split(":")[0];
            return MemoryClient.connect(lab.node("W2"), old.handler(), "/socket.io/1/websocket/" + id);
        }
    }
}
