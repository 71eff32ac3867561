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

/**
 * What was planted from outside and went unnoticed once, and the mutants that stand for it here:
 *
 * <pre>
 * a session whose heartbeat fails never ends              ofSessions: 1.0+, and 0.9 "whose client stays away"
 * a session that timed out stays in namespace and rooms   ofSessions: 1.0+, one mutant for each
 * 0.9 does not publish the close of a transport           ofSessions: 0.9.17 and 0.9.16
 * 0.9 keeps rooms of ended sessions                       ofSessions
 * packets that wait during an upgrade are thrown away     ofSessions
 * an exception ends the run                               ofSessions: "an emit throws"
 * volatile is ignored while a poll is away                ofFeatures: 1.0+ and 0.9
 * </pre>
 *
 * <p>Others of that kind: ofTheAdapter and of0_9 have echoes, publishing, subscribing, rooms, exceptions, order; ofFeatures has
 * acks, middleware, disconnects, buffers, heartbeats, upgrades and reconnection; besideAnomalies has what looks like an anomaly.
 */
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
            "local.broadcast(MessageCodec.readPacket(packet, namespace.name()), options);";
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
            "If an emit reaches a client that it leaves out, or reaches a client again after a reconnection, the"
                    + " trace shows the cause";
    private static final String LIVE = "After that, what each node emits reaches everybody exactly once";
    private static final String LEFT =
            "In the end, servers hold only the sessions of connected clients (and, in 0.9, its known leftovers)";
    private static final String NOT_CUT =
            "No session ends unless a fault hit its worker or its connection, or it was told to end";
    private static final String NOT_KEPT = "No volatile event is kept for a client and delivered later";
    private static final String ACKED =
            "Each ack is heard at most once, and only from a client that got the event; each missing ack has a cause in the trace";
    private static final String GOODBYE = "The server disconnects those to whom it says goodbye, and nobody else";
    private static final String BANNED = "Clients that are banned are told so, and never get in";
    private static final String WHOLE =
            "A client that comes back misses nothing, gets nothing twice, and gets all in order";
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
                mutant(
                        SOME,
                        MEANT,
                        "rooms ignored",
                        ROOMS,
                        "return rooms.isEmpty() ? members() : membersOf(rooms.iterator().next());",
                        "return members();"),
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
                        "The master keeps its state: it goes on counting as if nobody had died",
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

    /** Defects in polling, upgrades, heartbeats, reconnection and buffers, and in what only some scenarios do. */
    static List<Arguments> ofFeatures() {
        String adapter = "adapter/src/main/java/io/github/fanoutlab/adapter/";
        String legacy = "legacy-store/src/main/java/io/github/fanoutlab/legacy/server/";
        String volatilePolling = "volatile;adapter;seed=1;transport=polling";
        String legacyVolatile = "volatile;legacy;seed=1;transport=xhr-polling";
        String polling = "sixteen;adapter;seed=3;transport=polling";
        String legacyPolling = "sixteen;legacy;seed=3;transport=xhr-polling";
        String ack = "client.write(Packet.ack(namespace.name(), ackId, answer));";
        return List.of(
                mutant(
                        volatilePolling,
                        NOT_KEPT,
                        "1.0+: volatile is ignored while a poll is away",
                        adapter + "server/Client.java",
                        "if (isVolatile && !connection.isWritable()) {",
                        "if (false) {"),
                mutant(
                        legacyVolatile,
                        NOT_KEPT,
                        "0.9: volatile is ignored while a poll is away",
                        legacy + "Sessions.java",
                        "} else if (!isVolatile) {",
                        "} else {"),
                mutant(
                        volatilePolling,
                        EXPLAINED,
                        "1.0+: volatile is never sent",
                        adapter + "server/Client.java",
                        "if (isVolatile && !connection.isWritable()) {",
                        "if (isVolatile) {"),
                mutant(
                        legacyVolatile,
                        EXPLAINED,
                        "0.9: volatile is never sent",
                        legacy + "Transport.java",
                        "if (isVolatile && !open) {",
                        "if (isVolatile) {"),
                mutant(
                        "acks;adapter;seed=1",
                        ACKED,
                        "1.0+: acks of other nodes' clients are not passed on",
                        adapter + "redis/requests/RequestReceiver.java",
                        "publish(request, MessagePackEncoder.encode(response));",
                        ""),
                mutant(
                        "acks;adapter;seed=1",
                        ACKED,
                        "1.0+: each ack counts twice",
                        adapter + "server/BroadcastAcks.java",
                        "answers.add(answer == null ? JsonNodeFactory.instance.nullNode() : answer);",
                        "answers.add(answer); answers.add(answer);"),
                mutant(
                        "acks;adapter;seed=1",
                        ACKED,
                        "1.0+: no ack for clients",
                        adapter + "server/Socket.java",
                        ack,
                        ""),
                mutant(
                        "acks;adapter;seed=1;transport=polling",
                        ACKED,
                        "1.0+: two acks for clients",
                        adapter + "server/Socket.java",
                        ack,
                        ack + ack),
                mutant(
                        "acks;legacy;seed=1",
                        ACKED,
                        "0.9: acks are not heard",
                        legacy + "Socket.java",
                        "() -> ack.call(new ReceivedArgs(args))",
                        "() -> {}"),
                mutant(
                        "banned;adapter;seed=1",
                        BANNED,
                        "1.0+: a middleware's refusal is ignored",
                        adapter + "server/MiddlewareChain.java",
                        "if (refusal != null) {",
                        "if (false) {"),
                mutant(
                        "banned;adapter;seed=1;transport=polling",
                        BANNED,
                        "1.0+: a refused client is not told",
                        adapter + "server/Socket.java",
                        "client.refuse(namespace.name(), client.revision().refusal(refusal));",
                        ""),
                mutant(
                        "banned;legacy;seed=1",
                        BANNED,
                        "0.9: the authorization is ignored",
                        legacy + "RequestHandler.java",
                        "} else if (authorized) {",
                        "} else if (true) {"),
                mutant(
                        "goodbye;adapter;seed=1",
                        GOODBYE,
                        "1.0+: the order to disconnect is ignored by other nodes",
                        adapter + "redis/requests/RequestReceiver.java",
                        "local.disconnectSockets(MessageCodec.readOptions(request.path(\"opts\")), close);",
                        ""),
                mutant(
                        "goodbye;adapter;seed=1",
                        GOODBYE,
                        "1.0+: the order to disconnect a room hits everybody",
                        adapter + "redis/requests/RequestReceiver.java",
                        "local.disconnectSockets(MessageCodec.readOptions(request.path(\"opts\")), close);",
                        "local.disconnectSockets(BroadcastOptions.ALL, close);"),
                mutant(
                        "goodbye;adapter;seed=1;transport=polling",
                        GOODBYE,
                        "1.0+: who is disconnected is not told",
                        adapter + "server/Socket.java",
                        "client.write(new Packet(PacketType.DISCONNECT, namespace.name(), null, null));",
                        ""),
                mutant(
                        "goodbye;legacy;seed=1",
                        GOODBYE,
                        "0.9: a client is not disconnected",
                        legacy + "Socket.java",
                        "transport.onForcedDisconnect();",
                        ""),
                mutant(
                        polling,
                        LIVE,
                        "1.0+: what comes between two polls is thrown away",
                        adapter + "engine/EngineSocket.java",
                        "buffer.add(packet);",
                        "if (transport.isWritable()) { buffer.add(packet); }"),
                mutant(
                        legacyPolling,
                        LIVE,
                        "0.9: what comes between two polls is thrown away",
                        legacy + "SessionTables.java",
                        "waiting.add(packet);",
                        ""),
                mutant(
                        legacyPolling,
                        TWICE,
                        "0.9: what comes between two polls is kept twice",
                        legacy + "SessionTables.java",
                        "waiting.add(packet);",
                        "waiting.add(packet); waiting.add(packet);"),
                mutant(
                        "heartbeat;adapter;seed=1;transport=polling",
                        NOT_CUT,
                        "1.0+: no pings",
                        adapter + "engine/Heartbeat.java",
                        "pulse.send(EnginePacket.of(Type.PING, \"\"));",
                        ""),
                mutant(
                        "heartbeat;adapter;seed=1;transport=polling",
                        NOT_CUT,
                        "1.0+: pongs are not heard",
                        adapter + "engine/Heartbeat.java",
                        "} else if (type == Type.PONG) {",
                        "} else if (false) {"),
                mutant(
                        "sixteen;adapter;seed=9;transport=upgrade",
                        EXPLAINED,
                        "1.0+: the client moves to its WebSocket, and the server does not",
                        adapter + "engine/UpgradeProbe.java",
                        "socket.upgradeTo(transport);",
                        ""),
                mutant(
                        "heartbeat;adapter;seed=3;cut:W2.sub@1.5s+1s",
                        LIVE,
                        "1.0+: a restored subscription is given up",
                        ADAPTER,
                        "sub.psubscribe(channels.broadcast() + \"*\", onBroadcast, () -> {});",
                        "int[] times = {0}; sub.psubscribe(channels.broadcast() + \"*\", onBroadcast,"
                                + " () -> { if (++times[0] == 2) sub.punsubscribe(channels.broadcast() + \"*\"); });"));
    }

    /** Defects in runs that show known anomalies. None is taken for the anomaly: two for each. */
    static List<Arguments> besideAnomalies() {
        String notInRoom = "rooms;%s;seed=1;leave:C3@100ms+810ms";
        String memberUnknown = "rooms;legacy;leave:C2@100ms+200ms;cut:W3.sub@50ms+700ms";
        String stranger = "rooms;legacy;transport=xhr-polling;balancer=round-robin;seed=3";
        String keptTwice = "four-emitters;legacy;transport=xhr-polling;balancer=round-robin";
        String formerLife = "sixteen;%s;seed=101811;nodes=W4;beats=5;stall:W4.pub@5s+2.9s;kill:W4@7s+1us";
        String moved = "sixteen;adapter;seed=110;balancer=round-robin;nodes=W1,W2;beats=8;failover:redis@6s+1.6s;"
                + "leave:C1@8s+1us";
        String memory = "adapter/src/main/java/io/github/fanoutlab/adapter/server/MemoryAdapter.java";
        String encoded = "EncodedPacket message = namespace.encode(packet).sentWith(options);";
        String again = encoded
                + "namespace.ports().loop().schedule(1500, () -> sockets(options)"
                + ".forEach(socket -> socket.client().write(message, false)));";
        String ignored = "except.forEach(room -> selected.removeAll(membersOf(room)));";
        String excepting = "if (!exceptIds.contains(id)) {";
        return List.of(
                mutant(
                        notInRoom.formatted("adapter"),
                        EXCEPTED,
                        "not in the room, or: exceptions ignored by 1.0+",
                        ROOMS,
                        ignored,
                        ""),
                mutant(
                        notInRoom.formatted("legacy"),
                        EXCEPTED,
                        "not in the room, or: exceptions ignored by 0.9",
                        MESSAGE,
                        excepting,
                        "if (true) {"),
                mutant(
                        memberUnknown,
                        EXCEPTED,
                        "member unknown, or: exceptions ignored",
                        MESSAGE,
                        excepting,
                        "if (true) {"),
                mutant(
                        memberUnknown,
                        EXCEPTED,
                        "member unknown, or: joins not told to peers",
                        SOCKET,
                        JOINS,
                        JOIN + ".apply(manager)"),
                mutant(
                        stranger,
                        EXCEPTED,
                        "handled by a stranger, or: exceptions ignored",
                        MESSAGE,
                        excepting,
                        "if (true) {"),
                mutant(
                        stranger,
                        EXCEPTED,
                        "handled by a stranger, or: exceptions not sent",
                        NAMESPACE,
                        BOTH,
                        DISPATCH
                                + PUBLISH.replace(
                                        "dispatch", "new StoreMessage.Dispatch(key, text, isVolatile, List.of())")),
                mutant(keptTwice, TWICE, "kept twice, or: published twice", NAMESPACE, BOTH, BOTH + PUBLISH),
                mutant(
                        keptTwice.replace("round-robin", "cookie"),
                        TWICE,
                        "kept twice, or: twice to own clients",
                        NAMESPACE,
                        BOTH,
                        DISPATCH + BOTH),
                Arguments.of(formerLife.formatted("adapter"), TWICE, Mutant.ECHO),
                mutant(
                        formerLife.formatted("legacy"),
                        TWICE,
                        "former life, or: twice to own clients of 0.9",
                        NAMESPACE,
                        BOTH,
                        DISPATCH + BOTH),
                mutant(moved, TWICE, "moved, or: once more after a second and a half", memory, encoded, again),
                mutant(
                        moved,
                        TWICE,
                        "moved, or: twice to others' clients",
                        RECEIVER,
                        FROM_PEERS,
                        FROM_PEERS + FROM_PEERS));
    }

    /** Over streams, what a client that comes back is promised, and what a stream is for. */
    static List<Arguments> ofStreams() {
        String streams = "adapter/src/main/java/io/github/fanoutlab/adapter/redis/streams/";
        String adapter = streams + "StreamsNamespaceAdapter.java";
        String comeback = "heartbeat;adapter=streams;seed=1;kill:W2@3.2s+2s";
        String lost = "heartbeat;adapter=streams;seed=1;cut:W2.redis@3.2s+2s";
        return List.of(
                mutant(
                        comeback,
                        EXPLAINED,
                        "events carry no offset",
                        adapter,
                        "carryOut(entry.message(), sessions.isPresent() ? entry.id().toString() : null);",
                        "carryOut(entry.message(), null);"),
                mutant(
                        comeback,
                        EXPLAINED,
                        "sessions are written only when a client goes",
                        streams + "Sessions.java",
                        "changed.add(socketId);",
                        ""),
                mutant(
                        comeback,
                        EXPLAINED,
                        "sessions expire at once",
                        streams + "Sessions.java",
                        "\"PX\", maxDisconnectionMillis)",
                        "\"PX\", 1)"),
                mutant(
                        comeback,
                        EXPLAINED,
                        "a session is not found",
                        streams + "Sessions.java",
                        "reply instanceof RedisReply.Bulk found && found.bytes() != null",
                        "reply instanceof RedisReply.Bulk found && found.bytes() == null"),
                mutant(
                        comeback,
                        WHOLE,
                        "a client that comes back gets the event of its offset again",
                        adapter,
                        "new ArrayList<>(sinceOffset.subList(1, sinceOffset.size()))",
                        "new ArrayList<>(sinceOffset)"),
                mutant(
                        comeback,
                        WHOLE,
                        "a client that comes back misses the first event",
                        adapter,
                        "new ArrayList<>(sinceOffset.subList(1, sinceOffset.size()))",
                        "new ArrayList<>(sinceOffset.subList(Math.min(2, sinceOffset.size()), sinceOffset.size()))"),
                mutant(
                        comeback,
                        WHOLE,
                        "what was missed comes in the wrong order",
                        adapter,
                        "eventFor(session, entry).ifPresent(missed::add);",
                        "eventFor(session, entry).ifPresent(event -> missed.add(0, event));"),
                mutant(
                        comeback,
                        EXPLAINED,
                        "the stream keeps two entries",
                        streams + "StreamWriter.java",
                        "List.of(stream, \"MAXLEN\", \"~\", maxLen, \"*\")",
                        "List.of(stream, \"MAXLEN\", 2, \"*\")"),
                mutant(
                        lost,
                        EXPLAINED,
                        "a server reads on from the end of the stream",
                        streams + "StreamReader.java",
                        "send(xread(position), this::read, streams -> {",
                        "send(xread(position), this::start, streams -> {"),
                mutant(
                        "four-emitters;adapter=streams;seed=1;cut:W2.pub@W2#2",
                        EXPLAINED,
                        "what was in doubt is not added again",
                        streams + "StreamWriter.java",
                        "again.forEach(this::send);",
                        ""),
                mutant(
                        "four-emitters;adapter=streams;seed=1;silence:W2.pub@W2#3,600us+1s",
                        TWICE,
                        "what was in doubt is added again without a look",
                        streams + "StreamWriter.java",
                        "confirmed.clear();",
                        ""),
                mutant(
                        "acks;adapter=streams;seed=1",
                        ACKED,
                        "responses are lost",
                        adapter,
                        "publish(channelTo(to), response);",
                        ""));
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

    @ParameterizedTest(name = "{2}")
    @MethodSource({"ofFeatures", "besideAnomalies", "ofStreams"})
    void elsewhere(String run, String claim, Mutant mutant) throws ReflectiveOperationException {
        caught(RunString.parse(run), claim, mutant);
    }

    @Test
    @DisplayName("without these defects, the same runs pass")
    void nothing_to_catch_elsewhere() {
        assertThat(Stream.of(ofFeatures(), besideAnomalies(), ofStreams())
                        .flatMap(List::stream)
                        .map(mutant -> (String) mutant.get()[0])
                        .distinct()
                        .filter(run -> !FaultyClaims.judge(FaultyRun.of(RunString.parse(run)))
                                .passed()))
                .isEmpty();
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
        Stream.of(ofTheAdapter(), of0_9(), ofSessions(), ofTheMaster(), ofStreams())
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
