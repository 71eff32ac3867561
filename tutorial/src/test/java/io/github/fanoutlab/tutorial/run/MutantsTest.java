package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.tutorial.book.Book;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Defects planted in the servers are caught by the checkers of runs with faults")
class MutantsTest {

    private static final String ADAPTER =
            "adapter/src/main/java/io/github/fanoutlab/adapter/redis/RedisNamespaceAdapter.java";
    private static final String MEMBER =
            "adapter/src/main/java/io/github/fanoutlab/adapter/redis/pubsub/ClusterMember.java";
    private static final String RECEIVER =
            "adapter/src/main/java/io/github/fanoutlab/adapter/redis/pubsub/BroadcastReceiver.java";
    private static final String CODEC =
            "adapter/src/main/java/io/github/fanoutlab/adapter/redis/codec/MessageCodec.java";
    private static final String ROOMS = "adapter/src/main/java/io/github/fanoutlab/adapter/server/Rooms.java";
    private static final String NAMESPACE =
            "legacy-store/src/main/java/io/github/fanoutlab/legacy/server/Namespace.java";
    private static final String MESSAGE =
            "legacy-store/src/main/java/io/github/fanoutlab/legacy/server/StoreMessage.java";
    private static final String SOCKET = "legacy-store/src/main/java/io/github/fanoutlab/legacy/server/Socket.java";
    private static final String ENVELOPE = "legacy-store/src/main/java/io/github/fanoutlab/legacy/store/Envelope.java";

    private static final String PUBLISH_PACKED = "publisher.publish(channel, MessagePackEncoder.encode(message));";
    private static final String OWN_CLIENTS = "local.broadcast(packet, options);";
    private static final String FROM_PEERS =
            "local.broadcast(MessageCodec.readPacket(packet, namespace.name()), MessageCodec.readOptions(message.path(2)));";
    private static final String BOTH = "manager.applyAndPublish(dispatch);";
    private static final String DISPATCH = "dispatch.apply(manager);";
    private static final String PUBLISH = "manager.publish(dispatch);";
    private static final String JOINS = "manager.applyAndPublish(new StoreMessage.Join(id, namespace.roomKey(room)))";
    private static final String JOIN = "new StoreMessage.Join(id, namespace.roomKey(room))";
    private static final String ALL =
            "sixteen;%s;seed=3;" + "stall:W2.sub@2.5s+1s;cut:W3.C1@4.5s+500ms;restart:redis@6.5s+300ms";
    private static final String SOME = "rooms;%s;seed=3;stall:W2.sub@200ms+300ms;cut:W3.sub@1.2s+100ms";

    private static final String TWICE = "No emit is delivered twice over one connection, whatever fails";
    private static final String ORDER = "On each connection, the events of one sender arrive in the order of emitting";
    private static final String MEANT =
            "Nothing is delivered that was not emitted before, and nothing to a client that it is not meant for";
    private static final String EXCEPTED =
            "Nothing reaches a client that it excepts, or a client again after reconnecting, without a cause in the trace";
    private static final String LIVE = "After that, what each node emits reaches everybody exactly once";
    private static final String LEFT =
            "In the end, servers hold the sessions of the connected clients, and of others only what 0.9 is known to keep";
    private static final String EXPLAINED = "Everything that a client missed has a cause in the trace";

    static List<Arguments> ofTheAdapter() {
        return List.of(
                Arguments.of(ALL, TWICE, Mutant.ECHO),
                mutant(ALL, TWICE, "published twice", MEMBER, PUBLISH_PACKED, PUBLISH_PACKED + PUBLISH_PACKED),
                mutant(ALL, EXPLAINED, "never published", MEMBER, PUBLISH_PACKED, ""),
                mutant(ALL, TWICE, "twice to own clients", ADAPTER, OWN_CLIENTS, OWN_CLIENTS + OWN_CLIENTS),
                mutant(ALL, EXPLAINED, "nothing to own clients", ADAPTER, OWN_CLIENTS, ""),
                mutant(ALL, ORDER, "every other emit late", ADAPTER, OWN_CLIENTS, late(OWN_CLIENTS)),
                mutant(ALL, TWICE, "twice to others' clients", RECEIVER, FROM_PEERS, FROM_PEERS + FROM_PEERS),
                mutant(ALL, EXPLAINED, "nothing to others' clients", RECEIVER, FROM_PEERS, ""),
                mutant(
                        ALL,
                        LIVE,
                        "never subscribed",
                        ADAPTER,
                        "sub.psubscribe(channels.broadcast() + \"*\", onBroadcast, () -> {});",
                        ""),
                mutant(
                        SOME,
                        LIVE,
                        "not subscribed to rooms",
                        ADAPTER,
                        "sub.psubscribe(channels.broadcast() + \"*\", onBroadcast, () -> {});",
                        "sub.psubscribe(channels.broadcast(), onBroadcast, () -> {});"),
                mutant(SOME, MEANT, "rooms ignored", ROOMS, "if (rooms.isEmpty()) {", "if (true) {"),
                mutant(SOME, MEANT, "local ignored", ADAPTER, "if (!options.isLocal()) {", "if (true) {"),
                mutant(
                        SOME,
                        EXCEPTED,
                        "exceptions not sent",
                        CODEC,
                        "selection.set(\"except\", rooms(options.except(), options));",
                        "selection.set(\"except\", rooms(java.util.Set.of(), options));"),
                mutant(
                        SOME,
                        EXCEPTED,
                        "exceptions ignored",
                        ROOMS,
                        "except.forEach(room -> selected.removeAll(membersOf(room)));",
                        ""));
    }

    static List<Arguments> of0_9() {
        return List.of(
                mutant(
                        ALL,
                        EXPLAINED,
                        "others taken for itself",
                        ENVELOPE,
                        "if (isOwn(payload)) {",
                        "if (!isOwn(payload)) {"),
                mutant(ALL, TWICE, "published twice", NAMESPACE, BOTH, BOTH + PUBLISH),
                mutant(ALL, EXPLAINED, "never published", NAMESPACE, BOTH, DISPATCH),
                mutant(ALL, TWICE, "twice to own clients", NAMESPACE, BOTH, DISPATCH + BOTH),
                mutant(ALL, EXPLAINED, "nothing to own clients", NAMESPACE, BOTH, PUBLISH),
                mutant(
                        ALL,
                        ORDER,
                        "every other emit late",
                        NAMESPACE,
                        BOTH,
                        late(DISPATCH).replace("ports.loop", "manager.ports().loop") + PUBLISH),
                mutant(
                        SOME,
                        EXCEPTED,
                        "exceptions not sent",
                        NAMESPACE,
                        BOTH,
                        DISPATCH
                                + PUBLISH.replace(
                                        "dispatch", "new StoreMessage.Dispatch(key, text, isVolatile, List.of())")),
                mutant(SOME, EXCEPTED, "exceptions ignored", MESSAGE, "if (!exceptIds.contains(id)) {", "if (true) {"),
                mutant(SOME, MEANT, "rooms ignored", NAMESPACE, "return name + \"/\" + room;", "return name;"),
                mutant(SOME, EXCEPTED, "joins not told to peers", SOCKET, JOINS, JOIN + ".apply(manager)"),
                mutant(SOME, LIVE, "joins forgotten", SOCKET, JOINS, "manager.publish(" + JOIN + ")"),
                mutant(
                        SOME,
                        EXPLAINED,
                        "packets without their namespace",
                        NAMESPACE,
                        "String text = PacketText.encode(packet.to(name));",
                        "String text = PacketText.encode(packet.to(\"\"));"));
    }

    /** Defects of sessions: most are seen only by who looks into the servers. */
    static List<Arguments> ofSessions() {
        String adapter = "adapter/src/main/java/io/github/fanoutlab/adapter/";
        String legacy = "legacy-store/src/main/java/io/github/fanoutlab/legacy/server/";
        String lost = "rooms;%s;seed=3;transport=%s;cut:W1.C1@300ms+2s";
        String polling = lost.formatted("adapter", "polling");
        String socket = lost.formatted("adapter", "websocket");
        String legacyPolling = lost.formatted("legacy", "xhr-polling");
        String legacySocket = lost.formatted("legacy", "websocket");
        String betweenPolls = "sixteen;adapter;seed=59;transport=polling;kill:W1@3.656s+68ms;cut:W3.C1@4.721s+61ms";
        return List.of(
                mutant(
                        betweenPolls,
                        LEFT,
                        "1.0+: a session whose heartbeat fails never ends",
                        adapter + "engine/Heartbeat.java",
                        "pulse.over(\"ping timeout\")",
                        "{}"),
                mutant(
                        "sixteen;adapter;seed=9;transport=upgrade;kill:W1@8.9s+80ms",
                        EXPLAINED,
                        "1.0+: packets that wait during an upgrade are thrown away",
                        adapter + "engine/EngineSocket.java",
                        "upgradeHandlers.tell(next.name()); flush();",
                        "upgradeHandlers.tell(next.name()); buffer.clear();"),
                mutant(
                        socket,
                        "No exception escapes while the run is played and judged",
                        "1.0+: an emit throws",
                        ADAPTER,
                        OWN_CLIENTS,
                        "if (true) throw new IllegalStateException(\"planted\");"),
                mutant(
                        socket,
                        LEFT,
                        "1.0+: a lost session stays in its rooms",
                        adapter + "server/Namespace.java",
                        "adapter().delAll(socket.id());",
                        ""),
                mutant(
                        polling,
                        LEFT,
                        "1.0+: a session that timed out stays in its namespace",
                        adapter + "server/Namespace.java",
                        "sockets.remove(socket.id(), socket);",
                        ""),
                mutant(
                        legacyPolling,
                        LEFT,
                        "0.9: a session whose client stays away never ends",
                        legacy + "Transport.java",
                        "end(\"close timeout\");",
                        ""),
                mutant(
                        legacyPolling,
                        LEFT,
                        "0.9: close is not published",
                        legacy + "Transport.java",
                        "manager.applyAndPublish(StoreMessage.close(id));",
                        "StoreMessage.close(id).apply(manager);"),
                mutant(
                        legacySocket.replace("legacy", "legacy=0.9.16"),
                        LEFT,
                        "0.9.16: close is not published",
                        legacy + "Transport.java",
                        "manager.applyAndPublish(StoreMessage.close(id));",
                        "StoreMessage.close(id).apply(manager);"),
                mutant(
                        legacySocket,
                        LEFT,
                        "0.9: rooms of ended sessions are kept",
                        legacy + "SessionTables.java",
                        "leave(id, room);",
                        ""),
                mutant(
                        legacySocket,
                        LEFT,
                        "0.9: the end of a session is not published",
                        legacy + "Transport.java",
                        "manager.publish(StoreMessage.DisconnectRemote.because(id, reason));",
                        ""));
    }

    /** Defects of the master's program, in a run in which a worker dies. */
    static List<Arguments> ofTheMaster() {
        String program = "simulator/src/main/java/io/github/fanoutlab/simulator/program/";
        return List.of(
                calm(
                        "The master keeps counting as if nobody had died: its state stays",
                        "the master loses its count",
                        program + "Beats.java",
                        "int[] left = {times};",
                        "count = 0; int[] left = {times};"),
                calm(
                        "The master logs that a worker died",
                        "the master says nothing",
                        program + "Supervisor.java",
                        "cluster.say(\"worker \" + process + \" died\");",
                        ""),
                calm(
                        "Every connection is greeted once, by its own worker",
                        "the supervisor does not fork again",
                        program + "Supervisor.java",
                        "cluster.fork(id);",
                        ""));
    }

    private static Arguments calm(String claim, String name, String file, String line, String instead) {
        return Arguments.of("worker-death", claim, new Mutant(name, file, line, instead, 1));
    }

    private static Arguments mutant(String run, String claim, String name, String file, String line, String instead) {
        return Arguments.of(run, claim, new Mutant(name, file, line, instead, 1));
    }

    /** Delays a statement by a second and a half if it runs in an odd second. */
    private static String late(String statement) {
        return "ports.loop().schedule(ports.loop().nowMillis() / 1000 % 2 * 1500, () -> "
                + statement.substring(0, statement.length() - 1) + ");";
    }

    @ParameterizedTest(name = "1.0+: {2}")
    @MethodSource
    void ofTheAdapter(String run, String claim, Mutant mutant) throws ReflectiveOperationException {
        caught(RunString.parse(run.formatted("adapter")), claim, mutant);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource
    void ofSessions(String run, String claim, Mutant mutant) throws ReflectiveOperationException {
        assertThat(FaultyClaims.judge(FaultyRun.of(RunString.parse(run))).failures())
                .as("without the defect")
                .isEmpty();
        caught(RunString.parse(run), claim, mutant);
    }

    @ParameterizedTest(name = "worker-death: {2}")
    @MethodSource
    void ofTheMaster(String scenario, String claim, Mutant mutant) {
        PatchedSimulator patched = mutant.compile(Book.repository());
        for (Generation generation : Generation.values()) {
            Observation seen = patched.run(Scenarios.named(scenario).orElseThrow(), generation, 1);
            assertThat(CalmClaims.judge(seen).failures())
                    .extracting(Check::name)
                    .contains(claim);
        }
    }

    @ParameterizedTest(name = "0.9: {2}")
    @MethodSource
    void of0_9(String run, String claim, Mutant mutant) throws ReflectiveOperationException {
        caught(RunString.parse(run.formatted("legacy")), claim, mutant);
    }

    @ParameterizedTest(name = "without a defect: {0}")
    @ValueSource(strings = {"adapter", "legacy"})
    void nothing_to_catch(String generation) {
        for (String run : List.of(ALL, SOME)) {
            RunString string = RunString.parse(run.formatted(generation));
            assertThat(FaultyClaims.judge(FaultyRun.of(string)).failures()).isEmpty();
        }
    }

    @Test
    @DisplayName("every mutant finds the line that it changes; all that do not are listed at once")
    void lines_are_there() {
        List<String> gone = new ArrayList<>();
        Stream.of(ofTheAdapter(), of0_9(), ofSessions(), ofTheMaster())
                .flatMap(List::stream)
                .map(mutant -> (Mutant) mutant.get()[2])
                .forEach(mutant -> {
                    try {
                        mutant.changed(Book.repository());
                    } catch (IllegalArgumentException e) {
                        gone.add(e.getMessage());
                    }
                });
        assertThat(gone).isEmpty();
    }

    private static void caught(RunString string, String claim, Mutant mutant) throws ReflectiveOperationException {
        FaultyRun run = run(mutant.compile(Book.repository()), string);
        assertThat(FaultyClaims.judge(run).failures()).extracting(Check::name).contains(claim);
    }

    /** The run of the changed servers, as a run of this class loader. */
    @SuppressWarnings("unchecked")
    static FaultyRun run(PatchedSimulator patched, RunString string) throws ReflectiveOperationException {
        Class<?> type = patched.loadClass(FaultyRun.class.getName());
        Object run = type.getMethod("of", RunString.class).invoke(null, string);
        return new FaultyRun(
                string,
                (Trace) type.getMethod("trace").invoke(run),
                (long) type.getMethod("begunMicros").invoke(run),
                (long) type.getMethod("healedMicros").invoke(run),
                (long) type.getMethod("probedMicros").invoke(run),
                List.of(),
                (Map<String, Broadcast>) type.getMethod("broadcasts").invoke(run),
                (Map<String, Holdings>) type.getMethod("holdings").invoke(run),
                (String) type.getMethod("escaped").invoke(run));
    }
}
