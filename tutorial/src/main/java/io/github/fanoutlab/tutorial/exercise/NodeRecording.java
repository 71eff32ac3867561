package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * What Node's {@code @socket.io/redis-adapter} publishes: recorded from the package by {@code peers/v4/record-golden.js}. The name
 * of its server, which is random, is {@value #UID} in the recording.
 */
public final class NodeRecording {

    /** The name of the recorded server. */
    static final String UID = "UIDUID";

    private static final String FILE = "adapter/src/test/resources/golden/v4.json";

    /**
     * An emit and what Node publishes.
     *
     * @param code the emit as a program says it
     * @param emit does the same on one of our servers
     * @param channel empty if nothing is published
     */
    record Emit(String code, Consumer<SocketIoServer> emit, String channel, byte[] message) {

        boolean isPublished() {
            return !channel.isEmpty();
        }

        JsonNode decoded() {
            return MessagePackDecoder.decode(message);
        }

        /** What Node would publish of the same event for others, in the namespace {@code /}. */
        Emit meantFor(BroadcastOptions options) {
            StringBuilder operators = new StringBuilder();
            options.rooms()
                    .forEach(room -> operators.append(".to(\"").append(room).append("\")"));
            options.except()
                    .forEach(room -> operators.append(".except(\"").append(room).append("\")"));
            ArrayNode copy = (ArrayNode) decoded();
            copy.set(2, MessageCodec.options(options));
            return new Emit(
                    "io" + operators + code.substring(code.lastIndexOf(".emit(")),
                    emit,
                    "socket.io#/#" + (options.rooms().size() == 1 ? String.join("", options.rooms()) + "#" : ""),
                    MessagePackEncoder.encode(copy));
        }
    }

    private static final Map<String, Emit> KNOWN = new LinkedHashMap<>();

    static {
        know("emit", "io.emit(\"data\", \"payload\")", io -> io.emit("data", "payload"));
        know(
                "emit to one room",
                "io.to(\"r1\").emit(\"x\", 1)",
                io -> io.to("r1").emit("x", 1));
        know(
                "emit to two rooms",
                "io.to(\"r1\").to(\"r2\").emit(\"x\", 1)",
                io -> io.to("r1").to("r2").emit("x", 1));
        know(
                "emit except",
                "io.except(\"r2\").emit(\"x\")",
                io -> io.except("r2").emit("x"));
        know(
                "emit to one room except two",
                "io.to(\"r1\").except(\"r2\", \"r3\").emit(\"x\", {a: [1, null]})",
                io -> io.to("r1").except("r2", "r3").emit("x", Map.of("a", Arrays.asList(1, null))));
        know("emit volatile", "io.volatile.emit(\"x\")", io -> io.volatile_().emit("x"));
        know("emit local", "io.local.emit(\"x\")", io -> io.local().emit("x"));
        know("emit bytes", "io.emit(\"x\", Buffer.from([1, 2, 3]))", io -> io.emit("x", new byte[] {1, 2, 3}));
        know(
                "emit to a namespace",
                "io.of(\"/chat\").to(\"r1\").emit(\"x\", \"y\")",
                io -> io.of("/chat").to("r1").emit("x", "y"));
    }

    private static void know(String step, String code, Consumer<SocketIoServer> emit) {
        KNOWN.put(step, new Emit(code, emit, "", new byte[0]));
    }

    private NodeRecording() {}

    /** The recorded emits. */
    static List<Emit> emits(Path root) {
        List<Emit> emits = new ArrayList<>();
        for (JsonNode step : read(root).path("adapter").path("steps")) {
            Emit known = KNOWN.get(step.path("step").stringValue());
            if (known != null) {
                JsonNode command = step.path("commands").path(0);
                String[] words = command.isMissingNode()
                        ? new String[] {"", "", ""}
                        : command.stringValue().split(" ");
                emits.add(new Emit(
                        known.code, known.emit, words[1], HexFormat.of().parseHex(words[2])));
            }
        }
        return emits;
    }

    /** Some of them, for a page: each with its channel, and the message in its three elements; the first one also in bytes. */
    public static String shown(Path root) {
        StringBuilder text = new StringBuilder();
        for (Emit emit : emits(root)) {
            if (emit.code().contains("except")
                    || emit.code().contains("volatile")
                    || emit.code().contains("Buffer")) {
                continue;
            }
            text.append(emit.code()).append('\n');
            if (!emit.isPublished()) {
                text.append("  nothing\n\n");
                continue;
            }
            text.append("  on ").append(emit.channel()).append('\n');
            emit.decoded().forEach(each -> text.append("     ").append(each).append('\n'));
            if (emit.code().equals(KNOWN.get("emit").code())) {
                text.append("  in bytes\n");
                HexFormat.ofDelimiter(" ")
                        .formatHex(emit.message())
                        .replaceAll("(.{71}) ", "$1\n")
                        .lines()
                        .forEach(line -> text.append("     ").append(line).append('\n'));
            }
            text.append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** How large the first message is, and how large it would be as JSON. */
    public static Map<String, Long> sizes(Path root) {
        Emit first = emits(root).get(0);
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("bytes", (long) first.message().length);
        sizes.put("jsonBytes", (long) JsonText.stringify(first.decoded()).length());
        return sizes;
    }

    /**
     * A request of another server, and what Node responds.
     *
     * @param responses in hexadecimal, on the channel of responses; empty if there is none
     */
    record Request(byte[] message, List<String> responses) {

        /** As text, if it is that; a broadcast with ack is in MessagePack. */
        String text() {
            return message[0] == '{'
                    ? new String(message, StandardCharsets.UTF_8)
                    : JsonText.stringify(MessagePackDecoder.decode(message));
        }

        int type() {
            return MessageCodec.readMessage(message).path("type").asInt(-1);
        }

        /** The same in another type, with {@code more} fields at its end. */
        Request ofType(int other, String more) {
            String text =
                    text().replace("\"type\":" + type(), "\"type\":" + other).replaceFirst("}$", more + "}");
            return new Request(text.getBytes(StandardCharsets.UTF_8), responses);
        }
    }

    /** The recorded requests, without those that only older peers send. */
    static List<Request> requests(Path root) {
        List<Request> requests = new ArrayList<>();
        for (JsonNode recorded : read(root).path("responses")) {
            byte[] message = HexFormat.of().parseHex(recorded.path("request").stringValue());
            List<String> responses = new ArrayList<>();
            recorded.path("commands")
                    .forEach(command -> responses.add(command.stringValue().split(" ")[2]));
            Request request = new Request(message, responses);
            if (request.type() != 0 && !MessageCodec.readMessage(message).has("sid")) {
                requests.add(request);
            }
        }
        return requests;
    }

    /** The recorded requests in JSON, each with its response; and how many that are, of how many. */
    public static Experiment requestsShown(Path root) {
        List<Request> all = requests(root);
        List<Request> shown = all.stream()
                .filter(request -> request.message()[0] == '{' && request.type() < 10)
                .toList();
        StringBuilder text = new StringBuilder();
        for (Request request : shown) {
            text.append(request.text()).append('\n');
            request.responses()
                    .forEach(response -> text.append("     ")
                            .append(new String(HexFormat.of().parseHex(response), StandardCharsets.UTF_8))
                            .append('\n'));
            text.append(request.responses().isEmpty() ? "     no response\n\n" : "\n");
        }
        Map<String, Long> numbers = Map.of("all", (long) all.size(), "shown", (long) shown.size());
        return new Experiment(numbers, text.toString().stripTrailing());
    }

    static JsonNode read(Path root) {
        try {
            return JsonMapper.shared().readTree(Files.readString(root.resolve(FILE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the recording of Node cannot be read", e);
        }
    }

    /** The message with the recorded name in the place of the server's own, so that both can be compared. */
    static byte[] renamed(ArrayNode message) {
        ArrayNode copy = message.deepCopy();
        copy.set(0, UID);
        return MessagePackEncoder.encode(copy);
    }
}
