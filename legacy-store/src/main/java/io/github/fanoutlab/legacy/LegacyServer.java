package io.github.fanoutlab.legacy;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.server.Logger;
import io.github.fanoutlab.legacy.server.Manager;
import io.github.fanoutlab.legacy.server.Namespace;
import io.github.fanoutlab.legacy.server.RequestHandler;
import io.github.fanoutlab.legacy.server.ServerLog;
import io.github.fanoutlab.legacy.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Interval;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpHost;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.real.log.Terminal;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Socket.IO 0.9 server as of 0.9.17 to 0.9.19. Its RedisStore can also speak as 0.9.16 did:
 *
 * <pre>{@code
 * LegacyServer io = LegacyServer.create();
 * io.set("store", RedisStore.of(
 *     io.createRedisClient("pub", url), io.createRedisClient("sub", url), io.createRedisClient("client", url)));
 * io.sockets().on("connection", socket -> socket.emit("data", "connected to worker: " + id));
 * io.listen(80);
 * }</pre>
 *
 * <p>For a master, leave out the last line. What one node emits, every node delivers to its own clients.
 *
 * <p>This class is the API. Behind it, {@link RequestHandler} serves requests, and {@link Manager} is the table of contents of
 * everything else. {@code legacy-store/README.md} follows an emit from here to the clients of all nodes, file by file.
 *
 * <p>Methods may be called from any thread unless they say otherwise.
 */
public final class LegacyServer {

    private final NodePorts ports;
    private final Manager manager;
    private final Runnable afterClose;
    private final List<Runnable> closers = new ArrayList<>();
    private ClientHandler handler;
    private volatile boolean closed;

    private LegacyServer(NodePorts ports, Map<String, ?> options, Runnable afterClose) {
        JavaScriptJson.load();
        this.ports = ports;
        this.manager = new Manager(ports, options);
        this.afterClose = afterClose;
    }

    /**
     * A server in the real world, with a node (a thread) of its own that ends with {@link #close()}. It logs to standard
     * output, as 0.9 did.
     */
    public static LegacyServer create() {
        return create(Map.of());
    }

    /** Like {@link #create()}, with initial settings: {@code Map.of("log level", 1)}. */
    public static LegacyServer create(Map<String, ?> options) {
        RealNode node = RealNode.create("socket.io");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("logger", Logger.lines(System.out::println));
        all.put("log colors", Terminal.isStandardOutput());
        all.putAll(options);
        return node.closeIfItThrows(() -> new LegacyServer(node, all, node::close));
    }

    /** A server in the world of {@code ports}: a real one, a simulated one, or a test's. It logs to the node's log. */
    public static LegacyServer create(NodePorts ports) {
        return create(ports, Map.of());
    }

    /** Like {@link #create(NodePorts)}, with initial settings. */
    public static LegacyServer create(NodePorts ports, Map<String, ?> options) {
        return new LegacyServer(ports, options, () -> {});
    }

    /** Opens a connection to the Redis at {@code url}, which need not be up yet. A RedisStore needs three. */
    public RedisConnection createRedisClient(String name, String url) {
        return ports.createRedisClient(name, url);
    }

    /**
     * Sets a setting, by its name in 0.9. These are all settings, with their defaults. Times are in seconds.
     *
     * <pre>
     *   authorization                false        an Authorization that each handshake must pass
     *   backlog size                 16777216     how many bytes may wait for a client that reads slowly, before it is
     *                                             disconnected; 0: any number, as in 0.9
     *   blacklist                    disconnect   events that no client may emit
     *   browser client               true         whether the client for browsers is served
     *   browser client cache         true         whether a script is kept once it has been built
     *   browser client etag          false        whether it has an ETag
     *   browser client expires       315360000    how long browsers may keep a script with a version in its name
     *   browser client gzip          false        whether it is compressed for browsers that accept it
     *   browser client handler       false        a Consumer of HttpExchange that answers instead
     *   browser client minification  false        whether it is minified; it has all transports then
     *   browser client source        -            a BrowserClient; not in 0.9, whose package contained it
     *   client store expiration      15           how long a client's data outlives it; not a number: not at all
     *   close timeout                60           how long a session waits for its next transport
     *   destroy buffer size          10E7         how many bytes a client may send before it is kicked
     *   destroy upgrade              true         whether a refused upgrade to another path is logged
     *   heartbeats                   true         whether there are any
     *   heartbeat interval           25           from a client's heartbeat to the server's next one
     *   heartbeat timeout            60           how long the server waits for the client's
     *   log                          true         whether anything is logged
     *   log colors                   -            whether the log's lines are colored; in 0.9, and for {@code create()}, when
     *                                             standard output is a terminal
     *   log level                    3            0 to 3: error, warn, info, debug; as in 0.9, 0 silences errors too
     *   logger                       -            a Logger; in 0.9, and for {@code create()}, to standard output, else
     *                                             the node's log
     *   match origin protocol        false        no effect; it was for WebSocket drafts before RFC 6455
     *   origins                      *:*          text or a list: host:port, either may be *
     *   polling duration             20           how long a poll waits for a packet
     *   resource                     /socket.io   the server's path, as text or a Pattern
     *   store                        MemoryStore  a MemoryStore or a RedisStore; setting it empties all tables
     *   total backlog size           -            the same for all clients of this node together, before the one that
     *                                             has most is disconnected; a quarter of the JVM's memory if not set
     *   transports                   all four     which a handshake offers and a request may use: websocket,
     *                                             htmlfile, xhr-polling, jsonp-polling
     * </pre>
     *
     * <p>The transport {@code flashsocket}, which no server of 0.9 offered by default, is missing, since Flash is gone from every
     * browser. So are its settings, {@code flash policy server} and {@code flash policy port}.
     *
     * <p>As in 0.9, settings of other names are kept and have no effect.
     *
     * @throws IllegalArgumentException if the setting must be a number, and {@code value} is not, or is negative; or if it is of
     *     another wrong type, or names a transport that does not exist
     */
    public LegacyServer set(String name, Object value) {
        manager.set(name, value);
        return this;
    }

    /** The value of a setting; null if it has none. */
    public Object get(String name) {
        return manager.get(name);
    }

    /** Sets a setting to true. */
    public LegacyServer enable(String name) {
        return set(name, true);
    }

    /** Sets a setting to false. */
    public LegacyServer disable(String name) {
        return set(name, false);
    }

    /** Whether a setting is set, and neither false nor 0 nor empty. */
    public boolean enabled(String name) {
        return manager.enabled(name);
    }

    /** The opposite of {@link #enabled}. */
    public boolean disabled(String name) {
        return !enabled(name);
    }

    /** Runs {@code configuration} on this server, at once: {@code io.configure(() -> io.enable("…"))}. */
    public LegacyServer configure(Runnable configuration) {
        configuration.run();
        return this;
    }

    /**
     * Runs {@code configuration} on this server, at once, if the environment variable {@code NODE_ENV} is {@code environment}. If
     * the variable is not set, it counts as {@code development}.
     */
    public LegacyServer configure(String environment, Runnable configuration) {
        return environment.equals(System.getenv().getOrDefault("NODE_ENV", "development"))
                ? configure(configuration)
                : this;
    }

    /** The server's log, for your own lines: {@code io.log().info(() -> "…")}. On the node's loop only. */
    public ServerLog log() {
        return manager.log();
    }

    /** The default namespace. Every client is connected to it. */
    public Namespace sockets() {
        return of("");
    }

    /** The namespace {@code name}, created if necessary. */
    public Namespace of(String name) {
        return manager.of(name);
    }

    /** The same as {@code sockets().on(event, handler)}. */
    public LegacyServer on(String event, Consumer<Socket> connectionHandler) {
        sockets().on(event, connectionHandler);
        return this;
    }

    /**
     * Calls {@code listener} with value and name each time a setting is set, by {@link #set}, {@link #enable} or {@link
     * #disable}, after it has taken effect: {@code io.on("set:log level", (level, name) -> …)}. It runs on the node's loop.
     *
     * @param event {@code set:} and the setting's name
     * @throws IllegalArgumentException if {@code event} does not begin with {@code set:}
     */
    public LegacyServer on(String event, BiConsumer<Object, String> listener) {
        manager.on(event, listener);
        return this;
    }

    /** Stops calling {@code listener} for {@code event}, {@code set:NAME}. */
    public LegacyServer removeListener(String event, BiConsumer<Object, String> listener) {
        manager.removeListener(event, listener);
        return this;
    }

    /**
     * Listens on {@code port}; 0 means any free one. A request body longer than the present value of {@code destroy buffer size}
     * is refused before memory is allocated for it.
     */
    public Network.Listening listen(int port) {
        ListenOptions options = ListenOptions.port(port);
        return listen(new ListenOptions(options.host(), port, options.sharedPort(), maxBodyBytes()));
    }

    private int maxBodyBytes() {
        return get("destroy buffer size") instanceof Number most ? (int) most.doubleValue() : 0;
    }

    /**
     * Listens. The smaller of {@link ListenOptions#maxBodyBytes()} and the setting {@code destroy buffer size} applies. If
     * listening fails and no other port is open, a server with its own node no longer keeps the process alive. An uncaught
     * exception then ends the process, as in Node. You can still listen on another port.
     *
     * @throws java.io.UncheckedIOException if the port cannot be bound
     * @throws IllegalStateException if this server was closed
     */
    public Network.Listening listen(ListenOptions options) {
        requireOpen();
        Network.Listening bound = ports.network().listen(options, handler());
        ports.loop().run(() -> closers.add(bound::close));
        return bound;
    }

    /**
     * Serves clients through your own HTTP server, which keeps running when this server closes: {@code
     * io.attach(JettyHost.of(jetty))}.
     *
     * @throws IllegalStateException if {@code host} takes no more handlers, this server was closed, or the setting {@code
     *     resource} is not a path as text
     */
    public LegacyServer attach(HttpHost host) {
        requireOpen();
        if (!(get("resource") instanceof String path)) {
            throw new IllegalStateException(
                    "to attach, the setting \"resource\" must be a path as text, but is " + get("resource"));
        }
        Runnable unmount = host.mount(path, maxBodyBytes(), handler(), ports.loop(), ports.backlogs(), ports.log());
        ports.loop().run(() -> closers.add(unmount));
        return this;
    }

    /** Handles this server's requests and upgrades, for a port that somebody else listens on. */
    public ClientHandler handler() {
        if (handler == null) {
            handler = new RequestHandler(manager);
        }
        return handler;
    }

    /** Runs {@code task} on the node's loop every {@code periodMillis}. What it throws is logged. */
    public EventLoop.Timer setInterval(Runnable task, long periodMillis) {
        return Interval.start(ports.loop(), periodMillis, () -> manager.guard("an interval", task));
    }

    /**
     * The state of this server's connections to Redis, three with a RedisStore; empty with a store that has none. May be called
     * from any thread. Waits until the server's thread is free, even if a handler blocks it.
     *
     * @throws IllegalStateException if the server's thread has ended
     */
    public List<RedisHealth> redis() {
        return ports.loop().call(manager::redis);
    }

    /** The node that this server runs on. */
    public NodePorts ports() {
        return ports;
    }

    /**
     * Ends the sessions that have a transport here, tells the other nodes, stops listening, and closes the store's connections. A
     * server with its own node is closed when this returns, which takes at most ten seconds. With this hook, clients are told
     * when SIGTERM ends the process:
     *
     * <pre>{@code
     * Runtime.getRuntime().addShutdownHook(new Thread(io::close));
     * }</pre>
     */
    public void close() {
        closed = true;
        ports.loop().run(() -> {
            manager.close();
            closers.forEach(Runnable::run);
            closers.clear();
        });
        afterClose.run();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this server was closed and accepts no more clients; create another one");
        }
    }

    /** The handshakes of the cluster's sessions, as this node knows them, by id. Live; on the node's loop only. */
    public Map<String, ObjectNode> handshaken() {
        return manager.tables().handshaken();
    }

    /** The ids of sessions that have had an open transport. Live; on the node's loop only. */
    public Collection<String> connected() {
        return manager.tables().connected();
    }

    /** The ids of sessions that have an open transport. Live; on the node's loop only. */
    public Collection<String> open() {
        return manager.tables().open();
    }

    /** The packets that wait for the next transport, by session id. Live; on the node's loop only. */
    public Map<String, List<String>> closed() {
        return manager.tables().closed();
    }

    /**
     * The members of each room, by room key: {@code ""}, {@code /r1}, {@code /chat}, {@code /chat/r1}. Live; on the
     * node's loop only.
     */
    public Map<String, ? extends Collection<String>> rooms() {
        return manager.tables().rooms();
    }

    /** The room keys of each session, by id. Live; on the node's loop only. */
    public Map<String, ? extends Collection<String>> roomClients() {
        return manager.tables().roomClients();
    }

    /** How much of the cluster's state this node holds: the number of entries of each table. On the node's loop only. */
    public Map<String, Integer> tableSizes() {
        return manager.tables().sizes();
    }
}
