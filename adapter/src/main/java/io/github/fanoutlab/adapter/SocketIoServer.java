package io.github.fanoutlab.adapter;

import io.github.fanoutlab.adapter.engine.EngineServer;
import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.Emitter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastOperator;
import io.github.fanoutlab.adapter.server.Broadcaster;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.ClientFiles;
import io.github.fanoutlab.adapter.server.EventHandler;
import io.github.fanoutlab.adapter.server.Middleware;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.NamespaceGate;
import io.github.fanoutlab.adapter.server.Namespaces;
import io.github.fanoutlab.adapter.server.ParentNamespace;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Interval;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpHost;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A Socket.IO server: what {@code new Server()} is in Node.
 *
 * <pre>{@code
 * SocketIoServer io = SocketIoServer.create();
 * io.adapter(RedisAdapter.at("redis://localhost:6379"));
 * io.on("connection", socket -> {
 *     socket.emit("data", "connected to worker: " + id);
 *     socket.on("join", event -> {
 *         socket.join(event.string(0));
 *         event.ack("ok");
 *     });
 * });
 * io.listen(80);
 * io.setInterval(() -> io.emit("data", "payload"), 1000);
 * }</pre>
 *
 * <p>A server that never listens can still emit: with a Redis adapter, to the clients of all others. Methods may be called
 * from any thread; handlers run on the node's loop, one after the other.
 *
 * <p>{@code adapter/README.md} follows an emit from here to the clients of every node, file by file. A client's packet takes the
 * opposite path. {@link EngineServer} accepts the client, and an {@link io.github.fanoutlab.adapter.engine.EngineSocket} receives
 * its messages. {@code server.Client} decodes them and passes each packet to the {@link Socket} of its namespace, which calls the
 * handlers.
 */
public final class SocketIoServer implements Broadcaster {

    private static final String DEBUG_NAMESPACE = "socket.io:server";

    private final NodePorts ports;
    private final Namespaces namespaces;
    private final Namespace main;
    private final EngineServer engine;
    private final ClientHandler handler;
    private final String path;
    private final int maxBodyBytes;
    private final Runnable afterClose;
    /** What ends listening, and detaches this server from other HTTP servers. */
    private final List<Runnable> closers = new ArrayList<>();

    private volatile boolean closed;

    private SocketIoServer(NodePorts ports, ServerOptions options, Runnable afterClose) {
        Payloads.load();
        this.ports = ports;
        this.afterClose = afterClose;
        this.path = options.engine().path();
        this.maxBodyBytes = options.engine().maxPayloadBytes();
        this.namespaces = new Namespaces(ports, options, () -> closed);
        this.main = namespaces.of("/");
        ports.log().log(DEBUG_NAMESPACE, () -> "creating engine.io instance with opts {\"path\":\"" + path + "\"}");
        this.engine = new EngineServer(ports, options.engine(), namespaces::accept);
        this.handler = options.serveClient() ? serveClient(options) : engine;
    }

    private ClientHandler serveClient(ServerOptions options) {
        ports.log().log(DEBUG_NAMESPACE, () -> "attaching client serving req handler");
        return new ClientFiles(options.engine(), ports.log(), engine);
    }

    /** A server in the real world, with a node (a thread) of its own that ends with {@link #close()}. */
    public static SocketIoServer create() {
        return create(ServerOptions.DEFAULT);
    }

    /** A server in the real world with {@code options} instead of Node's defaults. */
    public static SocketIoServer create(ServerOptions options) {
        RealNode node = RealNode.create("socket.io");
        return node.closeIfItThrows(() -> new SocketIoServer(node, options, node::close));
    }

    /**
     * A server in the world of {@code ports}, with Node's defaults. {@code RealNode.create("chat", log)} is a node that logs to
     * {@code log}. {@link #close()} does not end a node of your own. Close the server first, then the node.
     */
    public static SocketIoServer create(NodePorts ports) {
        return create(ports, ServerOptions.DEFAULT);
    }

    /** A server in the world of {@code ports}; see {@link #create(NodePorts)}. */
    public static SocketIoServer create(NodePorts ports, ServerOptions options) {
        return new SocketIoServer(ports, options, () -> {});
    }

    /**
     * An {@link Emitter} in the real world: it reaches the clients of all servers that share the Redis at {@code url}, without
     * being a server. It has a node (a thread) of its own that ends with {@link Emitter#close()}.
     *
     * @see io.github.fanoutlab.adapter.redis.RedisAdapter what a URL may have
     */
    public static Emitter emitter(String url) {
        RealNode node = RealNode.create("emitter");
        return node.closeIfItThrows(() -> Emitter.at(node, url, node::close));
    }

    /**
     * Sets the adapter that broadcasts go through: {@code RedisAdapter.at(…)}. Call it before clients connect.
     *
     * @throws IllegalArgumentException if its Redis URL is not valid; the adapter stays as it was
     */
    public SocketIoServer adapter(AdapterFactory factory) {
        namespaces.use(factory);
        return this;
    }

    /** Calls {@code handler} for each client that connects to the namespace {@code /}; see {@link Namespace#on}. */
    public SocketIoServer on(String event, Consumer<Socket> handler) {
        main.on(event, handler);
        return this;
    }

    /** Lets {@code middleware} decide who may connect to the namespace {@code /}; see {@link Namespace#use}. */
    public SocketIoServer use(Middleware<Socket> middleware) {
        main.use(middleware);
        return this;
    }

    /** The namespace {@code name}, created if there is none. The slash at its beginning may be left out. */
    public Namespace of(String name) {
        return namespaces.of(name);
    }

    /**
     * The parent of all namespaces whose names match {@code pattern}. Such a namespace is created when a client connects to it.
     * {@code io.of(Pattern.compile("^/project-\\d+$")).on("connection", socket -> …)}.
     */
    public ParentNamespace of(Pattern pattern) {
        return namespaces.of(pattern);
    }

    /** The parent of all namespaces that {@code gate} allows: {@code io.of((name, auth, next) -> next.accept(auth != null))}. */
    public ParentNamespace of(NamespaceGate gate) {
        return namespaces.of(gate);
    }

    /** Calls {@code handler} for each namespace that is created from now on: the event {@code new_namespace} in Node. */
    public SocketIoServer onNewNamespace(Consumer<Namespace> handler) {
        namespaces.onNewNamespace(handler);
        return this;
    }

    /** The Engine.IO server that clients connect to: {@code io.engine} in Node. */
    public EngineServer engine() {
        return engine;
    }

    /** The namespace {@code /}. */
    public Namespace sockets() {
        return main;
    }

    @Override
    public BroadcastOperator toAll() {
        return main.toAll();
    }

    /** See {@link Namespace#serverSideEmit}. */
    public void serverSideEmit(String event, Object... args) {
        main.serverSideEmit(event, args);
    }

    /** See {@link Namespace#allRooms}. */
    public void allRooms(Callback<Set<String>> answer) {
        main.allRooms(answer);
    }

    /** See {@link Namespace#serverCount}. */
    public void serverCount(Callback<Integer> answer) {
        main.serverCount(answer);
    }

    /** See {@link Namespace#onServerSide}. */
    public SocketIoServer onServerSide(String event, EventHandler handler) {
        main.onServerSide(event, handler);
        return this;
    }

    /**
     * Listens on {@code port}, 0 for any free one, at every address of this machine.
     *
     * @throws java.io.UncheckedIOException if the port cannot be bound
     */
    public Network.Listening listen(int port) {
        return listen(new ListenOptions("0.0.0.0", port, false, maxBodyBytes));
    }

    /**
     * Listens where {@code options} say. If that fails and no other port is open, a server with its own node no longer keeps the
     * process alive. An uncaught exception then ends the process, as in Node. You can still listen on another port.
     *
     * @throws java.io.UncheckedIOException if the port cannot be bound
     * @throws IllegalStateException if this server was closed
     */
    public Network.Listening listen(ListenOptions options) {
        requireOpen();
        ports.log().log(DEBUG_NAMESPACE, () -> "creating http server and binding to " + options.port());
        Network.Listening bound = ports.network().listen(options, handler);
        ports.loop().run(() -> closers.add(bound::close));
        return bound;
    }

    /**
     * Serves clients through your own HTTP server, which keeps running when this server closes:
     *
     * <pre>{@code
     * io.attach(JettyHost.of(jetty));
     * }</pre>
     *
     * @throws IllegalStateException if {@code host} no longer accepts handlers, or this server was closed
     */
    public SocketIoServer attach(HttpHost host) {
        requireOpen();
        Runnable unmount = host.mount(path, maxBodyBytes, handler(), ports.loop(), ports.backlogs(), ports.log());
        ports.loop().run(() -> closers.add(unmount));
        return this;
    }

    /** What handles the requests of clients, for your own HTTP server if there is no {@link HttpHost} for it. */
    public ClientHandler handler() {
        return handler;
    }

    /** Runs {@code task} on the loop every {@code millis}; what it throws is logged. */
    public EventLoop.Timer setInterval(Runnable task, long millis) {
        return Interval.start(ports.loop(), millis, () -> UserCode.run(ports.log(), "interval", task));
    }

    /** Runs {@code task} on the node's thread: at once when called there, otherwise in a later turn. What it throws is logged. */
    public void run(Runnable task) {
        ports.loop().run(() -> UserCode.run(ports.log(), "task", task));
    }

    /**
     * The state of this server's connections to Redis, {@code pub} and {@code sub}; empty with an adapter that has none. May be
     * called from any thread. Waits until the server's thread is free, even if a handler blocks it.
     *
     * @throws IllegalStateException if the server's thread has ended
     */
    public List<RedisHealth> redis() {
        return ports.loop().call(namespaces::redis);
    }

    /** The world of this server. */
    public NodePorts ports() {
        return ports;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this server was closed and accepts no more clients; create another one");
        }
    }

    /**
     * Disconnects all clients ({@code server shutting down}), stops listening and leaves Redis. A server with its own node is
     * closed when this returns, which takes at most ten seconds. With this hook, clients are told when SIGTERM ends the process:
     *
     * <pre>{@code
     * Runtime.getRuntime().addShutdownHook(new Thread(io::close));
     * }</pre>
     *
     * <p>If the node is your own ({@link #create(NodePorts)}), this does not wait. Call {@code io.close(); node.close();}
     * instead.
     */
    public void close() {
        closed = true;
        ports.loop().run(() -> {
            namespaces.close();
            engine.close();
            closers.forEach(Runnable::run);
            closers.clear();
        });
        afterClose.run();
    }
}
