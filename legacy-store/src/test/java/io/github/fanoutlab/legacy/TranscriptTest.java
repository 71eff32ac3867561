package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Repeats what peers/v09/record-transcript.js did to real servers of socket.io 0.9.19 and 0.9.16, and compares all results:
 * commands on Redis in their order, packets to clients, log lines, tables. Where Node just closes the connection, this server
 * answers 400.
 */
@DisplayName("Step by step, this server does what socket.io 0.9 with a RedisStore did")
class TranscriptTest {

    private static final int STRANGER = 99;
    private static final Map<String, String> OWN = Map.of(
            "message-remote", "message",
            "disconnect-remote", "disconnect",
            "dispatch-remote", "dispatch",
            "heartbeat-clear", "heartbeat-clear",
            "disconnect-force", "disconnect-force");
    private static final List<String> POLLING = List.of("websocket", "xhr-polling", "jsonp-polling");
    private static final List<String> ALL_TRANSPORTS = List.of("websocket", "htmlfile", "xhr-polling", "jsonp-polling");
    private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9_-]{20}(?=:)");

    private final TestLab lab = new TestLab();
    private LegacyNode legacy;
    private final SessionNames ids = new SessionNames();
    private final Map<String, MemoryClient> clients = new LinkedHashMap<>();
    private final List<Poll> polls = new ArrayList<>();
    private final Map<String, Poll> pages = new LinkedHashMap<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private RefereeApplication application;
    private int redisRead;
    private int logRead;
    private JsonNode tables;

    @TestFactory
    Stream<DynamicTest> as_0_9_19() {
        return steps("transcript.json", Dialect.V0_9_17, List.of("websocket"));
    }

    @TestFactory
    Stream<DynamicTest> as_0_9_16() {
        return steps("transcript-0.9.16.json", Dialect.V0_9_16, List.of("websocket"));
    }

    @TestFactory
    Stream<DynamicTest> polling_as_0_9_19() {
        return steps("transcript-polling.json", Dialect.V0_9_17, POLLING);
    }

    @TestFactory
    Stream<DynamicTest> polling_as_0_9_16() {
        return steps("transcript-polling-0.9.16.json", Dialect.V0_9_16, POLLING);
    }

    @TestFactory
    Stream<DynamicTest> htmlfile_as_0_9_19() {
        return steps("transcript-htmlfile.json", Dialect.V0_9_17, ALL_TRANSPORTS);
    }

    @TestFactory
    Stream<DynamicTest> htmlfile_as_0_9_16() {
        return steps("transcript-htmlfile-0.9.16.json", Dialect.V0_9_16, ALL_TRANSPORTS);
    }

    private Stream<DynamicTest> steps(String file, Dialect dialect, List<String> transports) {
        legacy = LegacyNode.clustered(lab, "W1", 7, dialect);
        legacy.io.set("transports", transports);
        application = new RefereeApplication(
                legacy.io, line -> legacy.node.logLines().add("legacy:" + line), () -> ids.get("A"));
        tables = tables();
        List<JsonNode> steps = Vectors.load(file).get("steps").valueStream().toList();
        return steps.stream().map(recorded -> {
            int number = steps.indexOf(recorded);
            String title = number + " " + JsonText.stringify(recorded.get("step"));
            return DynamicTest.dynamicTest(
                    title,
                    () -> assertThat(pretty(repeat(recorded.get("step")))).isEqualTo(pretty(recorded)));
        });
    }

    private JsonNode repeat(JsonNode step) {
        ObjectNode happened = JsonNodeFactory.instance.objectNode();
        happened.set("step", step);
        HttpResponse response = perform(step);
        lab.settle();
        if (response != null) {
            happened.set("response", describe(response));
        }
        put(happened, "log", newLogLines());
        List<String> redis = newRedisLines();
        put(happened, "publishes", pick(redis, true));
        put(happened, "commands", pick(redis, false));
        put(happened, "heard", newFrames());
        put(happened, "ended", newEnds());
        JsonNode now = tables();
        if (!now.equals(tables)) {
            happened.set("tables", now);
            tables = now;
        }
        return happened;
    }

    private HttpResponse perform(JsonNode step) {
        String first = step.has(1) ? step.get(1).asString() : "";
        switch (step.get(0).stringValue()) {
            case "get" -> {
                return request(ids.real(first), null);
            }
            case "handshake" -> {
                HttpResponse response = request(step.get(2).stringValue(), step.get(3));
                Matcher id = SESSION_ID.matcher(response.text());
                if (id.find()) {
                    ids.put(first, id.group());
                }
                return response;
            }
            case "poll" -> {
                String query = step.has(3) ? step.get(3).stringValue() : "";
                polls.add(Poll.of(first, legacy.io, httpRequest(pollTarget(step) + query, step.get(4))));
            }
            case "stream" -> {
                String session = step.has(2) ? step.get(2).stringValue() : first;
                String target = "/socket.io/1/htmlfile/" + ids.getOrDefault(session, "undefined") + "?t=1";
                Poll page = Poll.of(first, legacy.io, httpRequest(target, null));
                polls.add(page);
                pages.put(first, page);
            }
            case "leave" -> {
                gone.add(first);
                pages.get(first).leave();
            }
            case "post" -> {
                return MemoryClient.request(legacy.io.ports(), legacy.io.handler(), post(step));
            }
            case "open" -> open(first, ids.get(first), step.get(2));
            case "open-again" -> open(first, ids.real(step.get(2).stringValue()), null);
            case "say" -> clients.get(first).say(step.get(2).stringValue());
            case "close" -> {
                gone.add(first);
                clients.get(first).close(1000, "");
            }
            case "vanish" -> {
                gone.add(first);
                clients.get(first).vanish();
            }
            case "server" -> application.act(first);
            case "publish" -> publish(first, step.get(2));
            case "set" -> legacy.io.set(first, Vectors.value(step.get(2)));
            case "authorize" -> legacy.io.set("authorization", RefereeApplication.authorization(first));
            case "wait" -> lab.advance(step.get(1).intValue());
            default -> assertThat(first).as("step").isEmpty();
        }
        return null;
    }

    private String pollTarget(JsonNode step) {
        return "/socket.io/1/" + step.get(2).stringValue() + "/"
                + ids.getOrDefault(step.get(1).stringValue(), "undefined") + "?t=1";
    }

    private HttpRequest post(JsonNode step) {
        HttpRequest get = httpRequest(pollTarget(step), step.get(4));
        byte[] body = step.get(3).stringValue().getBytes(StandardCharsets.UTF_8);
        return new HttpRequest("POST", get.target(), get.headers(), body, get.remoteAddress());
    }

    private HttpResponse request(String target, JsonNode headers) {
        return MemoryClient.request(legacy.io.ports(), legacy.io.handler(), httpRequest(target, headers));
    }

    private void open(String client, String id, JsonNode headers) {
        HttpRequest request = httpRequest("/socket.io/1/websocket/" + id, headers);
        clients.put(client, MemoryClient.connect(legacy.io.ports(), legacy.io.handler(), request));
        gone.remove(client);
    }

    private static HttpRequest httpRequest(String target, JsonNode headers) {
        Map<String, String> map = new LinkedHashMap<>();
        if (headers != null) {
            headers.forEachEntry((name, value) -> map.put(name, value.stringValue()));
        }
        return new HttpRequest("GET", target, map, new byte[0], "127.0.0.1");
    }

    /** Where clients have channels of their own, these stand for five of the shared ones, and their messages lack the id. */
    private void publish(String shared, JsonNode all) {
        ArrayNode args = (ArrayNode) all.deepCopy();
        String own = dialect() == Dialect.V0_9_16 ? OWN.get(shared) : null;
        String channel = own == null ? shared : own + ":" + args.remove(0).stringValue();
        String payload = "{\"nodeId\":" + STRANGER + ",\"args\":" + JsonText.stringify(args) + "}";
        lab.publish(ids.real(channel), ids.real(payload).getBytes(StandardCharsets.UTF_8));
    }

    private Dialect dialect() {
        return ((Store) legacy.io.get("store")).dialect();
    }

    private JsonNode describe(HttpResponse response) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        if (response.status() == 400) {
            return described.put("hungUp", true);
        }
        return described
                .put("status", response.status())
                .put("type", response.headers().get("Content-Type"))
                .put("body", ids.named(response.text()));
    }

    private List<String> newLogLines() {
        List<String> all = legacy.node.logLines();
        List<String> lines = all.subList(logRead, all.size()).stream()
                .filter(line -> line.startsWith("legacy:"))
                .map(line -> ids.named(line.substring("legacy:".length())))
                .toList();
        logRead = all.size();
        return lines;
    }

    private List<String> newRedisLines() {
        List<String> all = lab.monitor();
        List<String> lines = all.subList(redisRead, all.size()).stream()
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
        redisRead = all.size();
        return lines;
    }

    private List<String> pick(List<String> commands, boolean publishes) {
        return commands.stream()
                .filter(command -> command.startsWith("PUBLISH ") == publishes)
                .map(command -> publishes ? ids.describe(command).substring("PUBLISH ".length()) : ids.named(command))
                .toList();
    }

    private List<String> newFrames() {
        List<String> frames = new ArrayList<>();
        for (Poll poll : polls) {
            HttpResponse answer = poll.takeAnswer();
            if (answer != null) {
                String type = answer.headers().getOrDefault("Content-Type", "");
                frames.add(ids.named(
                        String.join(" ", poll.client(), Integer.toString(answer.status()), type, answer.text())));
            }
            poll.takeChunks().forEach(chunk -> frames.add(ids.named(poll.client() + " " + chunk)));
        }
        clients.forEach((name, client) -> client.hearsNow().forEach(frame -> frames.add(name + " " + frame)));
        return frames;
    }

    private List<String> newEnds() {
        Stream<String> sockets =
                clients.keySet().stream().filter(name -> !clients.get(name).isOpen());
        Stream<String> endedPages =
                pages.keySet().stream().filter(name -> pages.get(name).isEnded());
        return Stream.concat(sockets, endedPages).filter(gone::add).toList();
    }

    private JsonNode tables() {
        LegacyServer io = legacy.io;
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("handshaken", keys(io.handshaken().keySet()));
        all.set("connected", keys(io.connected()));
        all.set("open", keys(io.open()));
        all.set("closed", JavaScriptJson.of(io.closed()));
        all.set("rooms", JavaScriptJson.of(io.rooms()));
        all.set("roomClients", JavaScriptJson.of(io.roomClients()));
        return JavaScriptJson.parse(ids.named(JsonText.stringify(all)));
    }

    private static ArrayNode keys(Iterable<String> names) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        names.forEach(array::add);
        return array;
    }

    private static void put(ObjectNode happened, String what, List<String> lines) {
        if (!lines.isEmpty()) {
            happened.set(what, keys(lines));
        }
    }

    /**
     * One line for each part, so that a difference can be seen. Lines to different clients may come in any order, and so
     * may commands on different connections.
     */
    private static String pretty(JsonNode happened) {
        StringBuilder text = new StringBuilder();
        happened.forEachEntry((what, lines) -> {
            Stream<String> each = lines.isArray() && !what.equals("step")
                    ? lines.valueStream().map(JsonText::stringify)
                    : Stream.of(JsonText.stringify(lines));
            Stream<String> ordered = what.equals("commands")
                    ? each.sorted(Comparator.comparing(line -> line.contains("SUBSCRIBE")))
                    : what.equals("heard") ? each.sorted() : each;
            ordered.forEach(line -> text.append(what).append(' ').append(line).append('\n'));
        });
        return text.toString();
    }
}
