package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.exercise.NodeRecording.Emit;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One server with the reader's adapter, in a world in which a message to Redis takes a millisecond. It is moved by hand. */
final class LoneServer {

    private static final long A_WHILE_MILLIS = 20;
    private static final String NAME = "W1";
    private static final String FILE = OwnAdapter.NAME + ".java";

    /** What else publishes here. */
    private static final String OTHER = "W2";

    /** What the server has published. */
    record Published(String channel, byte[] message) {}

    private final TestLab lab = new TestLab(0, 1);
    private final SocketIoServer io;
    private final RedisConnection other = lab.node(OTHER).createRedisClient("pub", World.REDIS_URL);
    private int seen;
    private long receivedMicros;

    LoneServer(Function<String, AdapterFactory> adapters) {
        io = SocketIoServer.create(lab.node(NAME));
        io.of("/chat");
        io.adapter(adapters.apply(World.REDIS_URL));
        later();
    }

    SocketIoServer io() {
        return io;
    }

    /** Lets everything happen that has to, and nothing that goes on forever. */
    void later() {
        lab.advance(A_WHILE_MILLIS);
    }

    /** A client of {@code namespace}, in {@code rooms}. */
    MemoryClient client(String namespace, String... rooms) {
        io.of(namespace).on("connection", socket -> socket.join(rooms));
        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=4&transport=websocket");
        client.say(namespace.equals("/") ? "40" : "40" + namespace + ",");
        later();
        client.forget();
        return client;
    }

    /** What it has published since this was asked last. */
    List<Published> published() {
        later();
        List<Published> all = new ArrayList<>();
        lab.world().trace().events(Kind.REDIS_HANDLED).stream()
                .filter(event -> event.name().equals("PUBLISH") && event.peer().equals(NAME))
                .forEach(event -> all.add(new Published(event.channel(), event.published())));
        List<Published> fresh = List.copyOf(all.subList(seen, all.size()));
        seen = all.size();
        return fresh;
    }

    /** What is wrong if it publishes again what Node has published; empty if it does not. */
    Optional<Grade> publishesAgain(List<Emit> emits) {
        published();
        for (Emit emit : emits) {
            receives(emit.channel(), emit.message());
            if (!published().isEmpty()) {
                return Optional.of(shownSinceLastMessage(NAME + " publishes what it has received")
                        .notYet(
                                "Your server publishes again what it receives, so two such servers would send it back and forth"
                                        + " forever. Your broadcast publishes. Whose broadcast only delivers?"));
            }
        }
        return Optional.empty();
    }

    /** The commands by which it has subscribed, as {@code PSUBSCRIBE socket.io*}. */
    List<String> subscriptions() {
        return lab.monitor().stream()
                .map(line -> line.replaceFirst("^" + NAME + ": ", ""))
                .filter(line -> line.startsWith("SUBSCRIBE") || line.startsWith("PSUBSCRIBE"))
                .toList();
    }

    /** What happened from {@code beginMicros} on, in a table. */
    OneRun shown(long beginMicros, String cause) {
        Trace trace = lab.world().trace();
        return OneRun.of(
                trace,
                OneRun.lanes(List.of(NAME, OTHER), List.of()),
                beginMicros,
                event -> event.timeMicros() < beginMicros
                                || event.kind() == Kind.REDIS_HANDLED && !event.publishes()
                                || event.kind() == Kind.REDIS_PUSH && !event.isMessage()
                        ? ""
                        : event.kind() == Kind.REDIS_PUSH && event.lane().equals(NAME)
                                ? "received"
                                : OneRun.words(trace, event),
                cause);
    }

    /** What became of what somebody else published last. */
    OneRun shownSinceLastMessage(String cause) {
        return shown(receivedMicros, cause);
    }

    /** What it has logged of an exception in the reader's code; empty if it has logged none. */
    Optional<String> thrown() {
        return lab.node(NAME).warnings().stream()
                .map(warning -> Thrown.logged(FILE, warning))
                .filter(warning -> warning.contains(FILE))
                .findFirst();
    }

    long nowMicros() {
        return lab.world().nowMicros();
    }

    /** Somebody else publishes. */
    void receives(String channel, byte[] message) {
        receivedMicros = nowMicros();
        other.publish(channel, message, reply -> {});
        later();
    }
}
