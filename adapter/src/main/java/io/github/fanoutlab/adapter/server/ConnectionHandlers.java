package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** What a new socket of a namespace goes through: middleware, then the handlers of {@code connect} and {@code connection}. */
final class ConnectionHandlers {

    private final NodePorts ports;
    private final MiddlewareChain<Socket> middleware;
    private final List<Consumer<Socket>> connect = new ArrayList<>();
    private final List<Consumer<Socket>> connection = new ArrayList<>();

    ConnectionHandlers(NodePorts ports) {
        this.ports = ports;
        this.middleware = new MiddlewareChain<>(ports, "middleware of a namespace");
    }

    /** From any thread. */
    void use(Middleware<Socket> link) {
        Objects.requireNonNull(link, "the middleware must not be null");
        ports.loop().run(() -> middleware.add(link));
    }

    /**
     * Adds a handler; from any thread.
     *
     * @throws IllegalArgumentException if it is not for {@code connect} or {@code connection}
     */
    void on(String event, Consumer<Socket> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        List<Consumer<Socket>> handlers = switch (event) {
            case "connect" -> connect;
            case "connection" -> connection;
            default ->
                throw new IllegalArgumentException("a namespace has the event \"connection\", not \"" + event
                        + "\"; events of clients arrive at socket.on, those of other servers at onServerSide");
        };
        ports.loop().run(() -> handlers.add(handler));
    }

    /** Adds what {@code other} has now. */
    void inherit(ConnectionHandlers other) {
        middleware.addAll(other.middleware);
        connect.addAll(other.connect);
        connection.addAll(other.connection);
    }

    /** Asks the middleware; {@code outcome} gets null when it lets the socket in. */
    void ask(Socket socket, Consumer<Refusal> outcome) {
        middleware.run(socket, outcome);
    }

    /** Calls the handlers: the socket is in. */
    void welcome(Socket socket) {
        fire("connect", connect, socket);
        fire("connection", connection, socket);
    }

    private void fire(String event, List<Consumer<Socket>> handlers, Socket socket) {
        for (Consumer<Socket> handler : List.copyOf(handlers)) {
            UserCode.run(
                    ports.log(),
                    () -> handler.accept(socket),
                    () -> "handler of \"" + event + "\" for " + socket.shown()
                            + " threw; the client stays connected, but the rest of the handler did not run");
        }
    }
}
