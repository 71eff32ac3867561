package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A world of nodes, Redis and the links between them, in which a seed decides everything.
 *
 * <p>Time is virtual, in microseconds from 0. One queue holds all that is going to happen, ordered by time and, at the same
 * time, by what was planned first. The world takes the first event off the queue, moves the clock there, and lets one process
 * handle it as one turn. What the process sends is recorded as an effect of what it handled, and planned as an arrival.
 *
 * <pre>
 * World world = World.of(WorldOptions.seed(42));
 * SimNode w1 = world.node("W1");
 * world.at(0, "W1", () -&gt; w1.network().listen(ListenOptions.port(80), handler));
 * world.at(3_000_000, "script", () -&gt; world.faults().kill("W1"));
 * world.runUntil(10_000_000);
 * world.trace().hash();
 * </pre>
 *
 * <p>Everything happens on the thread that calls the world; it must be one thread.
 */
public final class World {

    /** The Redis that is there from the beginning. */
    public static final String REDIS_URL = "redis://redis:6379";

    /** What wall clocks show when a world begins: 2026-01-01T00:00:00Z. */
    public static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private static final long MAX_AT_ONCE = 1_000_000;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?");

    private final WorldOptions options;
    private final RandomSource random;
    private final EventQueue queue = new EventQueue();
    private final Trace trace = new Trace();
    private final Faults faults = new Faults(this);
    private final Tracks tracks = new Tracks();

    private final Map<String, SimNode> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> lives = new LinkedHashMap<>();
    private final Map<String, SimRedis> redises = new LinkedHashMap<>();
    private final Map<String, SimBalancer> balancers = new LinkedHashMap<>();
    private final Map<String, SimListener> listeners = new LinkedHashMap<>();
    private final Map<String, Integer> connections = new LinkedHashMap<>();
    private boolean letsWebSocketsThrough = true;
    private int clients;

    private Consumer<TraceEvent> onEvent = event -> {};
    private long nowMicros;
    private long cause = TraceEvent.NO_CAUSE;
    private SimProcess running;

    private World(WorldOptions options) {
        this.options = options;
        this.random = new RandomSource(options.seed());
    }

    /** A new world in which nothing has happened but the start of Redis at {@link #REDIS_URL}. */
    public static World of(WorldOptions options) {
        World world = new World(options);
        world.redis(REDIS_URL);
        return world;
    }

    public WorldOptions options() {
        return options;
    }

    /** What has happened so far; grows while the world runs. */
    public Trace trace() {
        return trace;
    }

    /** From now on {@code listener} is told of every event when it is recorded. */
    public void onEvent(Consumer<TraceEvent> listener) {
        onEvent = listener;
    }

    /** Virtual microseconds since the beginning. */
    public long nowMicros() {
        return nowMicros;
    }

    /** How many planned things have happened so far. */
    public long happened() {
        return queue.happened();
    }

    /** A source of randomness for {@code purpose}, decided by the seed; the same purpose gets the same numbers. */
    public RandomSource random(String purpose) {
        return random.fork(purpose);
    }

    // Who is there

    /**
     * The live node called {@code name}; started now if there is none. Its URL is {@code http://name:port}.
     *
     * @throws IllegalArgumentException if {@code name} is no host name
     */
    public SimNode node(String name) {
        SimNode node = nodes.get(name);
        if (node == null || !node.isAlive()) {
            requireHostName(name);
            faults.restorePower(name);
            node = new SimNode(this, name, lives.merge(name, 1, Integer::sum));
            nodes.put(name, node);
        }
        return node;
    }

    /** Whether a node of that name was started and lives. */
    public boolean isAlive(String name) {
        SimNode node = nodes.get(name);
        return node != null && node.isAlive();
    }

    /** How often a node of that name was started. */
    public int lives(String name) {
        return lives.getOrDefault(name, 0);
    }

    /** The nodes that live, in the order in which their names first appeared. */
    public List<SimNode> nodes() {
        return nodes.values().stream().filter(SimNode::isAlive).toList();
    }

    /** The Redis at {@link #REDIS_URL}. */
    public SimRedis redis() {
        return redis(REDIS_URL);
    }

    /** The Redis at {@code url} ({@code redis://host:port}); a new one, started now, when there was none. */
    public SimRedis redis(String url) {
        String address = SimRedisDialer.address(url);
        return redises.computeIfAbsent(
                address, absent -> new SimRedis(this, URI.create(url).getHost()));
    }

    /**
     * From now on there is a load balancer called {@code host} in front of {@code servers}, which are nodes that live or will.
     * Whoever dials {@code http://host:port} gets to that port of one of them.
     */
    public void balance(String host, Balancing balancing, List<String> servers) {
        balance(host, new KnownBalancer(balancing, servers), servers);
    }

    /** The same, with a balancer of the caller's. */
    public void balance(String host, Balancer balancer, List<String> servers) {
        balancers.put(host, new SimBalancer(this, balancer, servers));
    }

    /** From now on no WebSocket gets through, as with many proxies when WebSockets were new. */
    public void letNoWebSocketThrough() {
        letsWebSocketsThrough = false;
    }

    /** What can go wrong. */
    public Faults faults() {
        return faults;
    }

    // What happens

    /** Plans a step of the script that has no name in the trace, as {@link #at(long, String, String, Runnable)} does. */
    public void at(long timeMicros, String lane, Runnable step) {
        at(timeMicros, lane, "", step);
    }

    /**
     * Plans a step of the script, a root of the causal graph. When {@code lane} is the name of a node, the step is a turn of
     * the node that has this name then, and is left out when none lives. Otherwise it is nobody's turn.
     *
     * @param timeMicros not before now
     * @param name what is done, for the trace
     */
    public void at(long timeMicros, String lane, String name, Runnable step) {
        if (timeMicros < nowMicros) {
            throw new IllegalArgumentException(
                    "a step is planned for " + timeMicros + " µs, but it is already " + nowMicros + " µs");
        }
        queue.plan(timeMicros, tracks.ofScript(lane), () -> act(lane, name, step));
    }

    /**
     * Plans a step of the script as a timer is planned, {@code micros} from now: where somebody else decides the order of things
     * ({@link #interleaving}), it does not happen before time goes on.
     */
    public void after(long micros, String lane, String name, Runnable step) {
        queue.planTimer(nowMicros + micros, () -> act(lane, name, step));
    }

    private void act(String lane, String name, Runnable step) {
        SimNode node = nodes.get(lane);
        if (node == null) {
            handle(null, recordAction(lane, name), step);
        } else {
            node.whenAwake(() -> act(node, name, step));
        }
    }

    private void act(SimNode node, String name, Runnable step) {
        if (node.isAlive()) {
            node.handle(recordAction(node.name(), name), step);
        }
    }

    private long recordAction(String lane, String name) {
        return recordCaused(TraceEvent.NO_CAUSE, lane, Kind.ACTION, "", "", name, null, 0);
    }

    /** Runs everything that happens until {@code timeMicros}, that moment included; the clock then shows it. */
    public void runUntil(long timeMicros) {
        while (queue.nextMicros() <= timeMicros) {
            step();
        }
        nowMicros = Math.max(nowMicros, timeMicros);
    }

    /** Runs until {@code done} holds, which is asked after each turn. Returns false when {@code limitMicros} came first. */
    public boolean runUntil(BooleanSupplier done, long limitMicros) {
        while (!done.getAsBoolean()) {
            if (queue.nextMicros() > limitMicros) {
                nowMicros = Math.max(nowMicros, limitMicros);
                return false;
            }
            step();
        }
        return true;
    }

    /**
     * Runs until nothing is on its way and the script is at its end, so that only timers are left. Returns false when {@code
     * limitMicros} came first.
     */
    public boolean runToQuiescence(long limitMicros) {
        return runUntil(queue::hasOnlyTimers, limitMicros);
    }

    /**
     * Runs everything that is left to happen at this moment.
     *
     * @throws IllegalStateException if that does not come to an end
     */
    void settle() {
        long limit = queue.happened() + MAX_AT_ONCE;
        while (queue.nextMicros() <= nowMicros) {
            if (queue.happened() == limit) {
                throw new IllegalStateException(
                        "the world does not settle: a million things have happened at " + nowMicros + " µs");
            }
            step();
        }
    }

    private void step() {
        nowMicros = queue.nextMicros();
        queue.next().run();
    }

    /** For those who decide themselves in which order things happen, whatever the clock says. */
    public Interleaving interleaving() {
        return new Interleaving(queue, tracks, redis().name());
    }

    // What the parts of the world ask it

    /**
     * The live node called {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    SimNode live(String name) {
        if (!isAlive(name)) {
            throw new IllegalArgumentException("no node called " + name + " lives at " + nowMicros + " µs");
        }
        return nodes.get(name);
    }

    /** {@code ports}, which must be those of a node of a world. */
    static SimNode nodeOf(NodePorts ports) {
        if (ports instanceof SimNode node) {
            return node;
        }
        throw new IllegalArgumentException("the server stands on " + ports.name() + ", which is no node of a world");
    }

    /** A new node that is a client. */
    SimNode newClient() {
        return node("C" + ++clients);
    }

    private static void requireHostName(String name) {
        if (!HOST_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a node cannot be called \"" + name
                    + "\": its name is its host name in URLs; use letters, digits and hyphens, a letter first");
        }
    }

    EventQueue queue() {
        return queue;
    }

    Tracks tracks() {
        return tracks;
    }

    /** Who listens, by {@code host:port}. */
    Map<String, SimListener> listeners() {
        return listeners;
    }

    /** Who listens at {@code host:port}, or null. */
    SimListener listener(String address) {
        SimListener listener = listeners.get(address);
        return listener != null && listener.process().isAlive() ? listener : null;
    }

    /** The balancer called {@code host}, or null. */
    SimBalancer balancer(String host) {
        return balancers.get(host);
    }

    /** The Redis that listens at {@code host:port}, or null. */
    SimRedisProcess redisAt(String address) {
        SimRedis redis = redises.get(address);
        return redis == null ? null : redis.listener();
    }

    boolean letsWebSocketsThrough() {
        return letsWebSocketsThrough;
    }

    long wallClockMillis() {
        return EPOCH_MILLIS + nowMicros / 1_000;
    }

    /** The randomness of one more connection called {@code name}. */
    RandomSource randomOfConnection(String name) {
        return random.fork("tcp " + name + '#' + connections.merge(name, 1, Integer::sum));
    }

    /** The event that is being handled now, or {@link TraceEvent#NO_CAUSE}. */
    long cause() {
        return cause;
    }

    /** The process whose turn it is, or null. */
    SimProcess running() {
        return running;
    }

    /** Runs {@code input} as a turn of {@code process}, or of nobody if that is null; {@code event} causes all that it does. */
    void handle(SimProcess process, long event, Runnable input) {
        SimProcess before = running;
        long causeBefore = cause;
        running = process;
        cause = event;
        try {
            input.run();
            if (process != null) {
                process.endTurn();
            }
        } catch (RuntimeException | Error escaped) {
            escaped.addSuppressed(new EscapedFromTurn(options.seed(), nowMicros, trace, event));
            throw escaped;
        } finally {
            running = before;
            cause = causeBefore;
        }
    }

    /** Records an effect of what is being handled now; returns the event's id. */
    long record(String lane, Kind kind, String peer, String connection, String name, Object payload, long number) {
        return recordCaused(cause, lane, kind, peer, connection, name, payload, number);
    }

    /** Records an effect of {@code cause}; returns the event's id. */
    long recordCaused(
            long cause,
            String lane,
            Kind kind,
            String peer,
            String connection,
            String name,
            Object payload,
            long number) {
        long id = trace.add(cause, nowMicros, lane, kind, peer, connection, name, payload, number);
        onEvent.accept(trace.event(id));
        return id;
    }

    /** Says where in a run an exception left the code under simulation: suppressed in that exception. */
    public static final class EscapedFromTurn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Trace trace;
        private final transient TraceEvent handled;

        EscapedFromTurn(long seed, long micros, Trace trace, long event) {
            super(
                    "seed " + seed + ", at " + micros + " µs, while this was handled: " + trace.event(event),
                    null,
                    false,
                    false);
            this.trace = trace;
            this.handled = trace.event(event);
        }

        /** What has happened in that run. */
        public Trace trace() {
            return trace;
        }

        /** What was being handled. */
        public TraceEvent handled() {
            return handled;
        }
    }
}
