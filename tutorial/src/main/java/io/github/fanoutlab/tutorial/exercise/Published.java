package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.exercise.NodeRecording.Emit;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The grader of chapter 6: what {@code MyAdapter} publishes is compared with what Node published. */
public final class Published {

    private final Path root;

    /** @param root the repository, with the recording */
    public Published(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, this::grade);
    }

    private Grade grade(AdapterTrial trial) {
        List<Emit> emits = NodeRecording.emits(root);
        for (Emit emit : emits) {
            LoneServer server = trial.alone();
            emit.emit().accept(server.io());
            String problem = problem(emit, server.published());
            if (!problem.isEmpty()) {
                return consequence(emit, trial).under(comparison(emit, trial)).notYet(problem);
            }
        }
        return names(trial).orElseGet(() -> ownClients(trial, emits));
    }

    /** What comes of it beside W2, which has the real adapter. Each of the two servers has a client, and both are in room r1. */
    private static OneRun consequence(Emit emit, AdapterTrial trial) {
        String namespace = emit.code().contains("/chat") ? "/chat" : "/";
        Servers servers = new Servers(namespace);
        servers.start("W1", trial.adapter());
        servers.start("W2", RedisAdapter.at(World.REDIS_URL));
        servers.pass();
        servers.connect("C1", "W1", "r1");
        servers.connect("C2", "W2", "r1");
        servers.pass();
        long begun = servers.nowMicros();
        servers.emit("W1", emit.code(), emit.emit());
        String unreadable = "";
        try {
            servers.pass();
        } catch (MalformedMessageException refused) {
            unreadable = "W2 cannot read the message: " + refused.getMessage();
        }
        Trace trace = servers.trace();
        Set<Long> path = OneRun.pathOf(trace, event -> event.timeMicros() >= begun);
        return OneRun.of(
                        trace,
                        servers.lanes(),
                        begun,
                        event -> !path.contains(event.id())
                                ? ""
                                : event.kind() == Kind.EMIT ? "emits" : OneRun.words(trace, event),
                        unreadable.isEmpty() ? cause(trace, path, emit) : unreadable)
                .under("W1 has your adapter, W2 the real one.");
    }

    private static String cause(Trace trace, Set<Long> path, Emit emit) {
        List<TraceEvent> events = trace.events(event -> path.contains(event.id()));
        List<TraceEvent> published =
                events.stream().filter(TraceEvent::publishes).toList();
        if (!emit.isPublished()) {
            return "a local emit is published to everybody";
        }
        if (published.isEmpty()) {
            return "nothing is published, so no other server can receive it";
        }
        if (published.stream().allMatch(event -> event.number() == 0)) {
            return "nobody has subscribed to " + published.get(0).channel();
        }
        boolean delivered = events.stream()
                .anyMatch(event -> event.kind() == Kind.DELIVERY && event.lane().equals("C2"));
        return delivered
                ? "what W2 receives differs from what Node would have sent"
                : "W2 receives it and delivers it to nobody";
    }

    private static Grade ownClients(AdapterTrial trial, List<Emit> all) {
        LoneServer server = trial.alone();
        MemoryClient client = server.client("/");
        server.io().local().emit("data", "local");
        server.io().emit("data", "payload");
        server.later();
        List<String> heard = client.hearsNow();
        boolean payload = heard.contains("42[\"data\",\"payload\"]");
        if (!payload || !heard.contains("42[\"data\",\"local\"]")) {
            OneRun shown = payload
                    ? trial.ownClients().because("W1 does not deliver a local emit to its own client")
                    : consequence(all.get(0), trial).because("W1 delivers nothing to its own client");
            return shown.notYet("Redis gets what it should. But a client of this very server has not received "
                    + (payload ? "io.local().emit(\"data\", \"local\")" : "io.emit(\"data\", \"payload\")")
                    + ". Who delivers to the server's own clients?");
        }
        return Grade.right("Your messages equal those of Node, byte for byte, in all " + all.size()
                + " recorded emits. The server's own clients get their events without Redis.");
    }

    /** What is wrong with the names of two servers, each of which emits two times; empty if nothing is. */
    private static Optional<Grade> names(AdapterTrial trial) {
        Servers servers = new Servers("/");
        servers.start("W1", trial.adapter());
        servers.start("W2", trial.adapter());
        servers.pass();
        long begun = servers.nowMicros();
        for (String server : List.of("W1", "W1", "W2", "W2")) {
            servers.emit(server, "emits", io -> io.emit("data", "payload"));
            servers.pass();
        }
        Trace trace = servers.trace();
        Map<String, Set<String>> names = new LinkedHashMap<>();
        trace.events(Kind.REDIS_HANDLED).stream()
                .filter(TraceEvent::publishes)
                .forEach(event -> names.computeIfAbsent(event.peer(), server -> new LinkedHashSet<>())
                        .add(nameIn(event)));
        OneRun shown = OneRun.of(
                trace,
                servers.lanes(),
                begun,
                event -> switch (event.kind()) {
                    case EMIT -> event.text();
                    case REDIS_HANDLED -> event.publishes() ? "PUBLISH, in the name of " + nameIn(event) : "";
                    default -> "";
                },
                "");
        Set<String> first = names.get("W1");
        if (first.size() > 1) {
            return Optional.of(shown.because("W1 has a new name in each message")
                    .notYet("Two messages of one server contain two different names: " + String.join(" and ", first)
                            + ". A server keeps its name for as long as it runs. Which field has it?"));
        }
        return first.equals(names.get("W2"))
                ? Optional.of(shown.because("W1 and W2 have the same name")
                        .notYet("Both servers call themselves "
                                + first.iterator().next()
                                + ". Each server needs a name of its own, so that the others know whose message it is. Which field"
                                + " has it?"))
                : Optional.empty();
    }

    private static String nameIn(TraceEvent event) {
        return MessagePackDecoder.decode(event.published()).get(0).stringValue();
    }

    private static String problem(Emit emit, List<LoneServer.Published> yours) {
        if (yours.size() > 1) {
            return "One emit is published " + yours.size() + " times. Once is enough: Redis makes the copies.";
        }
        if (yours.isEmpty()) {
            return emit.isPublished()
                    ? "Nothing is published, so no other server can receive it. What does Node send to Redis?"
                    : "";
        }
        LoneServer.Published message = yours.get(0);
        if (!emit.isPublished()) {
            return "A local emit is for the server's own clients, and Node publishes nothing. Your adapter has"
                    + " published it to everybody. Which of the options says that an emit is local?";
        }
        String wrong = wrongMessage(emit, message.message());
        return wrong.isEmpty() ? wrongChannel(emit, message.channel()) : wrong;
    }

    private static String wrongMessage(Emit emit, byte[] message) {
        if (message.length > 0 && (message[0] == '[' || message[0] == '{')) {
            return "Your message is JSON, as text. Node sends MessagePack, which is shorter and can carry bytes. Its"
                    + " first byte is 93, which begins a list of three. Which class encodes that?";
        }
        JsonNode yours;
        try {
            yours = MessagePackDecoder.decode(message);
        } catch (MalformedMessageException e) {
            return "Your message is not MessagePack: " + e.getMessage() + ".";
        }
        JsonNode node = emit.decoded();
        if (!(yours instanceof ArrayNode list)) {
            return "Your message is not a list. Node sends a list of three: a name, the packet, the options.";
        }
        if (list.size() != node.size()) {
            return "Your list has " + list.size() + (list.size() == 1 ? " element" : " elements") + ", and Node's has "
                    + node.size() + ": a name, the packet, the options. Which one is missing, or should not be there?";
        }
        if (!list.get(0).isString()) {
            return "Your list begins with " + shortened(list.get(0))
                    + ". Node's begins with the server's name. Then come the packet and the options.";
        }
        if (list.get(1).has("rooms") && list.get(2).has("data")) {
            return "Packet and options have changed places: a receiver would look for the rooms in the packet.";
        }
        if (!list.get(1).equals(node.get(1))) {
            return "The packet differs: yours is " + shortened(list.get(1))
                    + ". MessageCodec.packet(packet) makes the one that Node sends.";
        }
        if (!list.get(2).equals(node.get(2))) {
            return "The options differ: yours are " + shortened(list.get(2))
                    + ". Without rooms and exceptions, the other servers would deliver to everybody.";
        }
        if (list.get(0).stringValue().length() != NodeRecording.UID.length()) {
            return "The name of your server is " + list.get(0)
                    + ". A server of Node has a name of six random characters, as in the field uid.";
        }
        return Arrays.equals(NodeRecording.renamed(list), emit.message())
                ? ""
                : "Your message has the same values as Node's, but other bytes. Was it made by MessagePackEncoder?";
    }

    private static String wrongChannel(Emit emit, String yours) {
        String node = emit.channel();
        if (yours.equals(node)) {
            return "";
        }
        String begin = "The message is right, but its channel is not: ";
        if ((yours + "#").equals(node)) {
            return begin
                    + "Node's channel ends with a #. Without that #, a receiver cuts off the last letter of the room's"
                    + " name, and finds nobody in the room.";
        }
        if (node.startsWith(yours)) {
            return begin
                    + "an emit to exactly one room has a channel of its own. Servers without a client in that room can"
                    + " drop the message by its channel's name, without reading it.";
        }
        if (yours.startsWith(node)) {
            return begin
                    + "only an emit to exactly one room has a channel of its own. All other emits go to the channel of"
                    + " the namespace.";
        }
        return begin + "compare the two channels letter by letter. Which namespace is it, and which room?";
    }

    private static String shortened(JsonNode tree) {
        String text = JsonText.stringify(tree);
        return text.length() > 70 ? text.substring(0, 70) + "…" : text;
    }

    /** What Node publishes and what the reader's server does, an element on each line. */
    private static String comparison(Emit emit, AdapterTrial trial) {
        LoneServer server = trial.alone();
        emit.emit().accept(server.io());
        StringBuilder text = new StringBuilder(emit.code()).append("\n\nNode publishes\n");
        text.append(emit.isPublished() ? shown(emit.channel(), emit.message()) : "  nothing\n");
        text.append("your adapter publishes\n");
        List<LoneServer.Published> yours = server.published();
        yours.forEach(message -> text.append(shown(message.channel(), message.message())));
        return text.append(yours.isEmpty() ? "  nothing\n" : "").toString();
    }

    private static String shown(String channel, byte[] message) {
        StringBuilder text = new StringBuilder("  on ").append(channel).append('\n');
        try {
            JsonNode tree = MessagePackDecoder.decode(message);
            if (tree instanceof ArrayNode list) {
                list.forEach(
                        each -> text.append("     ").append(shortened(each)).append('\n'));
            } else {
                text.append("     ").append(shortened(tree)).append('\n');
            }
        } catch (MalformedMessageException e) {
            String excerpt = new String(message, StandardCharsets.UTF_8);
            text.append("     ")
                    .append(excerpt, 0, Math.min(70, excerpt.length()))
                    .append('\n');
        }
        return text.toString();
    }
}
