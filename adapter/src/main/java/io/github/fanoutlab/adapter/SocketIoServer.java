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
 * <p>{@code adapter/README.md} follows an emit from here to the clients of every node, file by file. A client's packet comes the
 * other way: {@link EngineServer} lets the client in, an {@link io.github.fanoutlab.adapter.engine.EngineSocket} receives its
 * messages, {@code server.Client} decodes them and hands each packet to the {@link Socket} of its namespace, which calls the
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
    /** What ends listening, and leaves the HTTP servers that are attached to. */
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

    /** A server in the real world with {@code options} in place of Node's defaults. */
    public static SocketIoServer create(ServerOptions options) {
        RealNode node = RealNode.create("socket.io");
        return node.closeIfItThrows(() -> new SocketIoServer(node, options, node::close));
    }

    /**
     * A server in the world of {@code ports}, with Node's defaults. {@code RealNode.create("chat", log)} is a node that logs to {@code
     * log}. {@link #close()} does not wait for a node of yours: close the server first, then the node.
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
     * @throws IllegalArgumentException if the address of its Redis is none; the adapter stays the one of before
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
     * The parent of all namespaces whose name has a match for {@code pattern}. Such a namespace is created when a client connects
     * to it. {@code io.of(Pattern.compile("^/project-\\d+$")).on("connection", socket -> …)}.
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
     * Listens where {@code options} say. When that fails and no other port is open, a server with a node of its own no longer keeps
     * the process alive, so that an exception that nobody catches ends it, as in Node. Listening on another port is still possible.
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
     * Serves clients through an HTTP server of yours, which goes on when this server closes:
     *
     * <pre>{@code
     * io.attach(JettyHost.of(jetty));
     * }</pre>
     *
     * @throws IllegalStateException if it is too late for {@code host} to take requests, or this server was closed
     */
    public SocketIoServer attach(HttpHost host) {
        requireOpen();
        Runnable unmount = host.mount(path, maxBodyBytes, handler(), ports.loop(), ports.backlogs(), ports.log());
        ports.loop().run(() -> closers.add(unmount));
        return this;
    }

    /** What handles the requests of clients, for an HTTP server of yours that is no {@link HttpHost}. */
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
     * How this server's connections to Redis are: {@code pub} and {@code sub}; empty with an adapter that has none. From any thread.
     * Waits until the server's thread is free, behind a handler that blocks, too.
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
            throw new IllegalStateException("this server was closed and takes no more clients; create another one");
        }
    }

    /**
     * Disconnects all clients ({@code server shutting down}), stops listening and leaves Redis. A server with a node of its own is
     * closed when this returns, after ten seconds at most, so that a hook lets clients hear of it when the process is ended by SIGTERM:
     *
     * <pre>{@code
     * Runtime.getRuntime().addShutdownHook(new Thread(io::close));
     * }</pre>
     *
     * <p>A server with a node of yours ({@link #create(NodePorts)}) is not waited for: say {@code io.close(); node.close();} there.
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
