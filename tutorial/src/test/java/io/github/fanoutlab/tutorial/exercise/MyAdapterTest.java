package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader's MyAdapter")
class MyAdapterTest {

    private static final Path ROOT = Book.repository();
    private static final String CHANGED = " => ";

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 6 publishes what Node publishes, and what differs is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            solution                                                                                 | right: Byte for byte as Node, in all 9 recorded emits
            starter                                                                                  | Nothing is published, so no other server can hear of it
            MessagePackEncoder.encode(message) => MessageCodec.json(message)                         | Your message is JSON, as text
            !options.isLocal() => true                                                               | A local emit is for the server's own clients
            prefix + options.rooms().iterator().next() + "#" : => prefix + options.rooms().iterator().next() : | Node's ends with a #
            options.rooms().size() == 1 => options.rooms().size() > 1                                | an emit to exactly one room has a channel of its own
            options.rooms().size() == 1 => options.rooms().size() > 0                                | only an emit to exactly one room has a channel of its own
            .add(MessageCodec.packet(packet)).add(MessageCodec.options(options)) => .add(MessageCodec.options(options)).add(MessageCodec.packet(packet)) | Packet and options have changed places
            .add(uid).add => .add                                                                    | Your list has 2 elements, Node's has 3
            .add(MessageCodec.options(options)) => .add(MessageCodec.options(BroadcastOptions.ALL))  | The options differ: yours are
            "socket.io#" => "socketio#"                                                              | compare them letter by letter
            super.broadcast(packet, options); => ;                                                   | has heard nothing of io.emit("data", "payload") and io.local().emit("data", "local"). Who delivers to
            super.broadcast(packet, options); => throw new IllegalStateException("no");              | Your code threw java.lang.IllegalStateException: no in MyAdapter.java, line
            """)
    void published(String change, String verdict) throws IOException {
        assertVerdict(new Published(ROOT).grade(source(6, change)), verdict);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 7 hears what others publish, and what it does not hear is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            solution                                                                | right: You have a cluster! But look at the client of the server that emits
            starter                                                                 | your server has not subscribed to anything when it starts
            redis.psubscribe(prefix + "*" => redis.subscribe(prefix                 | An emit to a room is published on a channel of that room
            redis.psubscribe(prefix + "*" => redis.subscribe(prefix + "*"           | No message comes to your server. Does the channel match letter by letter?
            redis.psubscribe(prefix + "*" => redis.psubscribe("socket.io#" + namespace.name() + "*" | A client of / gets what was emitted to /chat
            super.broadcast(packet, BroadcastOptions.ALL); => broadcast(packet, BroadcastOptions.ALL); | Your server publishes again what it receives
            super.broadcast(packet, BroadcastOptions.ALL); => ;                     | Messages come to your server, and none of its clients gets one. Who hands the packet
            super.broadcast(packet, BroadcastOptions.ALL); => super.broadcast(packet, BroadcastOptions.ALL); super.broadcast(packet, BroadcastOptions.ALL); | An event arrives more often than it was emitted
            message.get(1) => message.get(2)                                        | Your code threw
            """)
    void arrivals(String change, String verdict) throws IOException {
        assertVerdict(new Arrivals(ROOT).grade(source(7, change)), verdict);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 8 delivers each event once, and what is too much or too little is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            solution                                                            | right: Once, at every client, in 6 runs
            starter                                                             | The client of the emitting server still gets it twice. It is delivered once in broadcast, and once
            message.get(0).stringValue().equals(uid) => message.get(0).stringValue() == uid | == asks whether two texts are the same object
            message.get(0).stringValue().equals(uid) => message.get(0).equals(uid) | list.get(0) is a JsonNode, and no JsonNode equals a String
            message.get(0).stringValue().equals(uid) => !message.get(0).stringValue().equals(uid) | you drop the others' and keep your own. Turn the test round
            message.get(0).stringValue().equals(uid) => message.get(0).toString().equals(uid) | toString() puts quotes round the name
            message.get(0).stringValue().equals(uid) => true                    | Now the messages of other servers are dropped, too
            Uid.next(namespace.ports().ids()) => "myname"                       | Does each of them have a name of its own, or do all have the same?
            // deliver at once => if (true) { return; }                         | io.local() reaches nobody
            message.get(0).stringValue().equals(uid) => !seen.add(message.toString()) | Two equal events are two events
            """)
    void echoes(String change, String verdict) throws IOException {
        String source = source(8, change)
                .replace(
                        "private final String uid;",
                        "private final String uid; final java.util.Set<String> seen = new java.util.TreeSet<>();");
        if (change.startsWith("//")) {
            source = source(8, "starter").replace("super.broadcast(packet, options);", "");
        }
        if (change.contains("seen.add")) {
            source = source.replace(
                    "super.broadcast(packet, options);",
                    "seen.add(JsonNodeFactory.instance.arrayNode().add(uid).add(MessageCodec.packet(packet)).add(MessageCodec.options(options)).toString()); super.broadcast(packet, options);");
        }
        assertVerdict(new Echoes(ROOT).grade(source), verdict);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 9 knows rooms, and who is left out or let in by mistake is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            solution                                                                   | right: Rooms, exceptions and namespaces in 4 runs
            starter                                                                    | A client that is not in r1 gets what another server emits to r1
            MessageCodec.readOptions(message.get(2)) => new BroadcastOptions(MessageCodec.readOptions(message.get(2)).rooms(), java.util.Set.of(), java.util.Map.of()) | The exceptions are in the options of the message
            channel.substring(prefix.length(), channel.length() - 1) => channel.substring(prefix.length()) | is a # left at its end?
            channel.length() > prefix.length() && !hasRoom(channel.substring(prefix.length(), channel.length() - 1)) => !hasRoom(channel.replace(prefix, "").replace("#", "")) | Its channel names no room
            if (isForUnknownRoom(channel)) { => if (false) {                           | A message for the room "nobody" was decoded
            if (!options.isLocal()) { => if (!options.isLocal() && options.rooms().stream().allMatch(this::hasRoom)) { | on another server, somebody may be in that room
            MessageCodec.readOptions(message.get(2)) => channel.length() > prefix.length() ? BroadcastOptions.ALL.to(channel.substring(prefix.length(), channel.length() - 1)) : BroadcastOptions.ALL | The exceptions are in the options
            """)
    void rooms(String change, String verdict) throws IOException {
        assertVerdict(new RoomsOfAll(ROOT).grade(source(9, change)), verdict);
    }

    @Test
    @DisplayName(
            "in exercise 9 is shown the run that the sentence is about: an emit to a room, or one with an exception")
    void roomsShown() throws IOException {
        String room = new RoomsOfAll(ROOT).grade(source(9, "starter")).picture();
        assertThat(room).contains("\"to red\"").doesNotContain("but blue");

        String noExceptions =
                "MessageCodec.readOptions(message.get(2)) => new BroadcastOptions(MessageCodec.readOptions(message.get(2)).rooms(), java.util.Set.of(), java.util.Map.of())";
        String exception = new RoomsOfAll(ROOT).grade(source(9, noExceptions)).picture();
        assertThat(exception).contains("\"but blue\"").doesNotContain("to red");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 10 counts all clients and waits for nobody for ever, and what goes wrong is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            solution                                                  | right: All are counted, once, in a room, too
            starter                                                   | W1 counts one: its own. Has it asked the others?
            servers - 1)); => servers));                              | How many responses do you wait for? A server does not respond to its own request
            servers - 1)); => 3));                                    | Who knows how many servers there are at this moment?
            if (request.missing == 0) { => if (false) {               | All servers respond within milliseconds, and yet it ends with the timeout
            if (request.missing == 0) { => if (true) {                | Does it wait for all who respond
            () -> end(tooLate()) => () -> {}                          | The caller waits for ever
            () -> end(tooLate()) => () -> end(null)                   | Nobody can see that this number is too small
            waiting.remove(requestId); => ;                           | its response came late
            error != null => true                                     | W1 counts one: its own
            new ArrayList<>(own) => new ArrayList<>()                 | does it add its own?
            Uid, always the same | How does a response say to which request it belongs?
            """)
    void count(String change, String verdict) throws IOException {
        String source = source(10, change.startsWith("Uid") ? "solution" : change);
        if (change.startsWith("Uid")) {
            source = source.replace(
                    "String requestId = Uid.next(namespace.ports().ids());", "String requestId = \"me\";");
        }
        assertVerdict(new Headcount().grade(source), verdict);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 11 carries out the requests of others as Node does, and what differs is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            solution                                                   | right: recorded requests, and in one cluster with the real adapter
            starter                                                    | A request of type 1 has no response, so whoever asks waits
            respond(request, "rooms", => respond(request, "room",      | A request of type 1 has a response, in other bytes than Node's
            case JOIN -> super.addSockets( => case JOIN -> addSockets( | A request of type 2 is published again by the server that has got it
            case JOIN -> => case JOIN -> respond(request, "rooms", null); case 22 -> | A request of type 2 like this one gets no response in Node
            case JOIN -> => case 22 ->                                 | those of W1 and W3 are yours. Request type 2
            case JOIN -> super.addSockets(options(request), rooms(request)); => case JOIN -> { if (!own) { super.addSockets(options(request), rooms(request)); } } | Its own client is left out
            case LEAVE -> => case 33 ->                                | W4 says socketsLeave("green"), to all clients
            case DISCONNECT -> => case 44 ->                           | W3 says disconnectSockets(true), to all clients
            , ack(request)); => , null);                               | A request of type 6 has no response
            """)
    void beside(String change, String verdict) throws IOException {
        assertVerdict(new BesideOthers(ROOT).grade(source(11, change)), verdict);
    }

    @Test
    @DisplayName("in exercise 11 does not hear its own event between servers")
    void ownServerSideEmit() throws IOException {
        String solution = source(11, "solution");
        int place = solution.indexOf("case SERVER_SIDE_EMIT");
        String deaf = solution.substring(0, place) + solution.substring(place).replaceFirst("!own", "true");

        assertVerdict(new BesideOthers(ROOT).grade(deaf), "and hears it itself: its own request has come back");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10})
    @DisplayName("begins in each chapter as the solution of the one before, with nothing taken away")
    void starters(int chapter) throws IOException {
        List<String> before = code(source(chapter - 1, "solution"));
        List<String> starter = code(source(chapter, "starter"));

        assertThat(starter).containsSubsequence(before);
        assertThat(code(source(chapter, "solution"))).isNotEqualTo(starter);
    }

    /** The lines from the class on, without those that mark a listing. */
    private static List<String> code(String source) {
        return source.substring(source.indexOf("public class"))
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("region"))
                .toList();
    }

    private static void assertVerdict(Grade grade, String verdict) {
        boolean right = verdict.startsWith("right: ");
        assertThat(grade.message()).contains(right ? verdict.substring("right: ".length()) : verdict);
        assertThat(grade.passed()).isEqualTo(right);
        assertThat(grade.picture().lines().filter(line -> !line.startsWith("./fanout")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(79));
    }

    /** The solution with a change, {@code before => after}; or the starter. */
    private static String source(int chapter, String change) throws IOException {
        String file = String.format("ch%02d/MyAdapter.java", chapter);
        if (change.equals("starter")) {
            return Files.readString(ROOT.resolve("tutorial/src/main/resources/workbook/" + file));
        }
        String solution = Files.readString(ROOT.resolve("tutorial/src/test/resources/workbook/solutions/" + file));
        if (!change.contains(CHANGED)) {
            return solution;
        }
        String[] parts = change.split(CHANGED);
        assertThat(solution + "// deliver at once").contains(parts[0]);
        return solution.replace(parts[0], parts[1]);
    }
}
