package io.github.fanoutlab.tutorial.exercise;

import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.EXACTLY_ONCE;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.failing;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.run;

import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.tutorial.exercise.NodeRecording.Emit;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The grader of chapter 9: rooms, exceptions and namespaces over all servers, and no work for a room that nobody here is in. */
public final class RoomsOfAll {

    private static final List<RunString> CALM =
            List.of(run(Scenarios.ROOMS), run(Scenarios.ROOMS).withSeed(7), run(Scenarios.MIRROR));

    private static final List<RunString> FAULTY = List.of(run(Scenarios.ROOMS).withFault("kill:W2@1s+500ms"));

    private static final List<RunString> TO_ALL = List.of(run(Scenarios.MIRROR));
    private static final List<RunString> TO_A_ROOM = List.of(RunString.parse("rooms;adapter=mine;steps=1"));
    private static final List<RunString> EXCEPT_A_ROOM = List.of(RunString.parse("rooms;adapter=mine;steps=3"));

    /** What is wrong, the runs that may show it, and what one server did, if they do not. */
    private record Mistake(String words, List<RunString> runs, OneRun alone) {

        Grade grade() {
            return failing(runs, EXACTLY_ONCE)
                    .map(failure -> failure.notYet(words))
                    .orElseGet(() -> alone.notYet(words));
        }
    }

    private final Path root;

    /** @param root the repository, with the recording of Node */
    public RoomsOfAll(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, this::grade);
    }

    private Grade grade(AdapterTrial trial) {
        Optional<Grade> endless =
                trial.alone().publishesAgain(NodeRecording.emits(root).subList(0, 2));
        if (endless.isPresent()) {
            return endless.get();
        }
        Optional<Mistake> mistake = mistake(trial);
        if (mistake.isPresent()) {
            return mistake.get().grade();
        }
        return failing(CALM, EXACTLY_ONCE)
                .or(() -> failing(FAULTY))
                .map(found -> found.notYet(found.words()))
                .orElseGet(() ->
                        Grade.right("Rooms, exceptions and namespaces are right in " + (CALM.size() + FAULTY.size())
                                + " runs. A server drops a message for a room without members there by the name of its channel. And"
                                + " no server has told another who is in which room."));
    }

    /** What is wrong with one server that gets what Node has published; empty if nothing is. */
    private Optional<Mistake> mistake(AdapterTrial trial) {
        Map<String, Emit> emits = new LinkedHashMap<>();
        NodeRecording.emits(root).forEach(emit -> emits.put(emit.code(), emit));
        Emit toOne = emits.get("io.to(\"r1\").emit(\"x\", 1)");
        LoneServer server = trial.alone();
        MemoryClient member = server.client("/", "r1");
        if (heard(server, member, emits.get("io.emit(\"data\", \"payload\")")) != 1) {
            return mistake(
                    server,
                    TO_ALL,
                    "a client gets what it should not get, or misses what it should",
                    "A message for everybody does not arrive any more. Its channel names no room. What does your code"
                            + " do then?");
        }
        if (heard(server, member, toOne) != 1) {
            return mistake(
                    server,
                    TO_A_ROOM,
                    "a client gets what it should not get, or misses what it should",
                    "A client in a room does not get what another server emits to that room. The channel of the room"
                            + " red is socket.io#/#red#. Which part of that name is the room? Does your code leave a # at its"
                            + " end?");
        }
        LoneServer other = trial.alone();
        MemoryClient stranger = other.client("/", "r2");
        if (heard(other, stranger, toOne) != 0) {
            return mistake(
                    other,
                    TO_A_ROOM,
                    "a client gets what it should not get, or misses what it should",
                    "A client that is not in a room gets what another server emits to that room. The third element of"
                            + " the message, the options, says whom it is for.");
        }
        if (heard(other, stranger, emits.get("io.except(\"r2\").emit(\"x\")")) != 0) {
            return mistake(
                    other,
                    EXCEPT_A_ROOM,
                    "a client gets what it should not get, or misses what it should",
                    "A client in a room gets what another server emits to everybody except that room. The exceptions are in the"
                            + " options of the message, beside the rooms.");
        }
        return severalRooms(trial, toOne)
                .or(() -> numberSignInRoom(trial, toOne, "doc#42"))
                .or(() -> numberSignInRoom(trial, toOne, "C#"))
                .or(() -> withoutMembers(trial));
    }

    /** Three servers, with a client in r1, in r2 and in both, get what is for several rooms. */
    private static Optional<Mistake> severalRooms(AdapterTrial trial, Emit any) {
        List<BroadcastOptions> options = List.of(
                BroadcastOptions.ALL.to("r1", "r2"),
                BroadcastOptions.ALL.to("r1").except("r2"),
                BroadcastOptions.ALL.except("r1", "r2"));
        for (String rooms : List.of("r1", "r2", "r1 r2")) {
            LoneServer server = trial.alone();
            MemoryClient client = server.client("/", rooms.split(" "));
            for (BroadcastOptions each : options) {
                Emit emit = any.meantFor(each);
                boolean meant = (each.rooms().isEmpty() || each.rooms().stream().anyMatch(rooms::contains))
                        && each.except().stream().noneMatch(rooms::contains);
                int heard = heard(server, client, emit);
                if (heard != (meant ? 1 : 0)) {
                    return mistake(
                            server,
                            CALM,
                            "a client gets what it should not get, or misses what it should",
                            "Another server says " + emit.code() + ". A client in " + rooms.replace(" ", " and ")
                                    + (meant ? " should get it once" : " should not get it") + ", but gets it "
                                    + heard
                                    + (heard == 1 ? " time" : " times")
                                    + ". The options of a message may name several rooms, several exceptions, or both.");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Mistake> numberSignInRoom(AdapterTrial trial, Emit any, String room) {
        LoneServer server = trial.alone();
        MemoryClient member = server.client("/", room);
        Emit toRoom = any.meantFor(BroadcastOptions.ALL.to(room));
        return heard(server, member, toRoom) == 1
                ? Optional.empty()
                : mistake(
                        server,
                        List.of(),
                        "W1 takes another room than " + room + " from the channel",
                        "A client in the room " + room
                                + " does not get what another server emits to that room. The channel is "
                                + toRoom.channel()
                                + ". A room may have any name. The room is everything between prefix and the last #.");
    }

    private static Optional<Mistake> withoutMembers(AdapterTrial trial) {
        LoneServer server = trial.alone();
        server.client("/", "body");
        server.published();
        server.io().to("elsewhere").emit("x", 1);
        server.io().to("elsewhere").to("nowhere").emit("x", 1);
        if (server.published().size() != 2) {
            return mistake(
                    server,
                    CALM,
                    "nothing is published, so no other server can receive it",
                    "Your server publishes nothing for rooms that none of its own clients is in. It knows its own"
                            + " clients only. On another server, a client may be in one of these rooms.");
        }
        for (String channel : List.of("socket.io#/#nobody#", "socket.io#/chat#nobody#")) {
            try {
                server.receives(channel, "no MessagePack".getBytes(StandardCharsets.UTF_8));
            } catch (MalformedMessageException decoded) {
                return mistake(
                        server,
                        List.of(),
                        "W1 reads a message that is for none of its clients",
                        "Your server decoded a message on " + channel
                                + ", although none of its clients is in the room \"nobody\" of that namespace. The name of the"
                                + " channel already says which room it is for.");
            }
        }
        return Optional.empty();
    }

    private static Optional<Mistake> mistake(LoneServer server, List<RunString> runs, String cause, String words) {
        return Optional.of(new Mistake(words, runs, server.shownSinceLastMessage(cause)));
    }

    private static int heard(LoneServer server, MemoryClient client, Emit emit) {
        client.forget();
        server.receives(emit.channel(), emit.message());
        return client.hearsNow().size();
    }
}
