package io.github.fanoutlab.adapter.clients;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Event;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Next;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.adapter.server.TimedAck;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The server of the scenarios that official clients play ({@code peers/clients/scenarios.js}, {@link JavaClientTest}): what it
 * does for each event of a client.
 */
final class ScenarioServer implements AutoCloseable {

    private final SocketIoServer io = SocketIoServer.create(ServerOptions.engine(
            EngineOptions.builder().allowEio3(true).pingIntervalMillis(300).pingTimeoutMillis(20_000)));
    private Network.Listening listening;
    private final Map<String, String> reasonsByName = new LinkedHashMap<>();
    private final Map<String, Consumer<String>> curiousByName = new LinkedHashMap<>();

    ScenarioServer() {
        io.use(ScenarioServer::letIn);
        serve(io.sockets());
        serve(io.of("/chat"));
        io.of(Pattern.compile("/room-\\d+"))
                .on(
                        "connection",
                        socket -> socket.on(
                                "where am I",
                                event -> event.ack(socket.namespace().name())));
        listening = listen();
    }

    String url() {
        return "http://127.0.0.1:" + listening.port();
    }

    SocketIoServer io() {
        return io;
    }

    /** Breaks all connections; clients that come back find the same server at the same port. */
    void breakConnections() {
        Network.Listening before = listening;
        listening = listen();
        before.close();
    }

    private Network.Listening listen() {
        int port = listening == null ? 0 : listening.port();
        return io.listen(new ListenOptions("127.0.0.1", port, true, ListenOptions.DEFAULT_MAX_BODY_BYTES));
    }

    @Override
    public void close() {
        io.close();
    }

    /** What a client says of itself: in its auth, or in the query when it is older than that. */
    private static String said(Socket socket, String key) {
        String inQuery = socket.handshake().query().get(key);
        return socket.handshake().auth().path(key).asString(inQuery == null ? "" : inQuery);
    }

    private static void letIn(Socket socket, Next next) {
        switch (said(socket, "refuse")) {
            case "with data" -> next.fail("not you", Map.of("code", 7));
            case "with words" -> next.fail("not you");
            default -> next.proceed();
        }
    }

    private void serve(Namespace namespace) {
        namespace.on("connection", socket -> {
            socket.emit("hello", said(socket, "token"));
            socket.on("disconnect", event -> left(said(socket, "name"), event.string(0)));
            talk(namespace, socket);
        });
    }

    private void talk(Namespace namespace, Socket socket) {
        socket.on("echo", event -> {
            if (event.hasAck()) {
                event.ack(event.args().toArray());
            } else {
                socket.emit("echo", event.args().toArray());
            }
        });
        socket.on(
                "ask me",
                event -> socket.emit("question", event.get(0), (Ack)
                        answer -> socket.emit("you said", answer.args().toArray())));
        socket.on(
                "ask me, but not for long",
                event -> socket.timeout(20).emit("question", (TimedAck)
                        (error, answer) -> socket.emit("you said", error == null ? "something" : "nothing")));
        socket.on("where am I", event -> event.ack(namespace.name()));
        socket.on("join", event -> {
            socket.join(event.args().stream().map(room -> room.stringValue()).toArray(String[]::new));
            event.ack("ok");
        });
        socket.on("leave", event -> {
            socket.leave(event.string(0));
            event.ack("ok");
        });
        socket.on("tell", event -> {
            namespace.to(event.string(0)).emit("told", event.get(1));
            event.ack("ok");
        });
        socket.on("tell the others in", event -> {
            socket.to(event.string(0)).emit("told", event.get(1));
            event.ack("ok");
        });
        socket.on(
                "ask all in",
                event -> namespace.to(event.string(0)).timeout(30_000).emit("question", event.get(1), (BroadcastAck)
                        (error, answers) -> socket.emit("all said", answers)));
        socket.on("say something fleeting", event -> {
            socket.volatile_().emit("fleeting");
            event.ack("ok");
        });
        socket.on("send me out", event -> socket.disconnect(event.get(0).booleanValue()));
        socket.on("why did it leave", this::tellWhy);
    }

    private void left(String name, String reason) {
        reasonsByName.putIfAbsent(name, reason);
        Consumer<String> curious = curiousByName.remove(name);
        if (curious != null) {
            curious.accept(reason);
        }
    }

    /** Answers now, or when it has left. */
    private void tellWhy(Event event) {
        String reason = reasonsByName.get(event.string(0));
        if (reason != null) {
            event.ack(reason);
        } else {
            curiousByName.put(event.string(0), event::ack);
        }
    }
}
