package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A world of nodes, Redis and the links between them, in which a seed decides everything.
 *
 * <p>Time is virtual, in microseconds from 0. One agenda holds all that is going to happen, ordered by time and, at the
 * same time, by who was planned first. The world takes the first thing off, moves the clock there, and lets one process
 * handle it as one turn; what the process sends is recorded as an effect of what it handled, and planned as an arrival.
 *
 * <pre>
 * World world = World.of(WorldOptions.seed(42));
 * SimNode w1 = world.node("W1");
 * world.at(0, "W1", () -&gt; w1.network().listen(ListenOptions.port(80), handler));
 * world.runUntil(10_000_000);
 * world.trace().hash();
 * </pre>
 *
 * <p>Everything happens on the thread that calls the world; it must be one thread.
 */
public final class World {

    /** The Redis that is there from the beginning. */
    public static final String REDIS_URL = "redis://redis:6379";

    /** Where Redis listens when a URL names no port. */
    static final int REDIS_PORT = 6379;

    /** What clocks on the wall show when a world begins: 2026-01-01T00:00:00Z. */
    public static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private static final long MOST_AT_ONCE = 1_000_000;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?");

    private final WorldOptions options;
    private final RandomSource random;
    private final Agenda agenda = new Agenda();
    private final Trace trace = new Trace();
    private final Map<String, SimNode> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> lives = new LinkedHashMap<>();
    private final Map<String, Integer> connections = new LinkedHashMap<>();
    private final Map<String, SimPort> ports = new LinkedHashMap<>();
    private final Map<String, SimRedis> redises = new LinkedHashMap<>();
    private final Map<String, SimBalancer> balancers = new LinkedHashMap<>();
    private boolean withoutWebSockets;
    private final Map<String, Long> blockedUntil = new LinkedHashMap<>();
    private final Set<String> dark = new LinkedHashSet<>();
    private final Map<String, Integer> tracks = new LinkedHashMap<>();
    private final Map<String, Track> scripts = new LinkedHashMap<>();

    private Consumer<TraceEvent> onEvent = event -> {};
    private long nowMicros;
    private int clients;
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

    /** From now on {@code listener} is told of every event, when it is recorded. */
    public void onEvent(Consumer<TraceEvent> listener) {
        onEvent = listener;
    }

    /** Virtual microseconds since the beginning. */
    public long nowMicros() {
        return nowMicros;
    }

    /** How many things were taken off the agenda so far. */
    public long happened() {
        return agenda.happened();
    }

    /** A source of randomness for {@code purpose}, decided by the seed; the same purpose gets the same numbers. */
    public RandomSource random(String purpose) {
        return random.fork(purpose);
    }

    /** The live node called {@code name}; started now if there is none. Its URL is {@code http://name:port}. */
    public SimNode node(String name) {
        SimNode node = nodes.get(name);
        if (node == null || !node.isAlive()) {
            requireHostName(name);
            dark.remove(name);
            node = new SimNode(this, name, lives.merge(name, 1, Integer::sum));
            nodes.put(name, node);
        }
        return node;
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
     * From now on there is a load balancer called {@code host} before {@code servers}, nodes that live or will: who dials {@code
     * http://host:port} gets to the port of that number of one of them.
     */
    public void balance(String host, Balancing balancing, List<String> servers) {
        balancers.put(host, new SimBalancer(this, balancing, servers));
    }

    /** From now on something on the way lets no WebSocket through, as many proxies did not when WebSockets were new. */
    public void letNoWebSocketThrough() {
        withoutWebSockets = true;
    }

    /** Whether requests for WebSockets are turned back. */
    boolean turnsWebSocketsBack() {
        return withoutWebSockets;
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

    /**
     * Plans a step of the script, a root of the causal graph. When {@code lane} is the name of a node, the step is a turn of
     * the node that has this name then, and is left out when none lives; else it is done by nobody in particular.
     *
     * @param timeMicros not before now
     */
    public void at(long timeMicros, String lane, Runnable step) {
        at(timeMicros, lane, "", step);
    }

    /** The same with a word for the trace on what is done. */
    public void at(long timeMicros, String lane, String name, Runnable step) {
        if (timeMicros < nowMicros) {
            throw new IllegalArgumentException(
                    "a step is planned for " + timeMicros + " µs, but it is already " + nowMicros + " µs");
        }
        Track script = scripts.computeIfAbsent(lane, none -> track(lane, "script of " + lane));
        agenda.plan(timeMicros, script, () -> act(lane, name, step));
    }

    /**
     * Plans a step of the script that is due when {@code micros} from now have passed, as a timer is: where somebody decides
     * the order of things, not before time goes on.
     */
    public void after(long micros, String lane, String name, Runnable step) {
        agenda.planTimer(nowMicros + micros, () -> act(lane, name, step));
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

    /**
     * Kills a node at once: its timers, inputs and state are gone, the system closes its connections, what is on its way to
     * it is lost. What it had sent still arrives. A later {@link #node} of that name is a new life.
     *
     * @throws IllegalArgumentException if no node of that name lives
     */
    public void kill(String name) {
        SimNode node = live(name);
        long fault = record(name, Kind.FAULT, "", "", "kill", null, 1);
        die(node, fault, "killed", node.life());
    }

    /**
     * The machine of a node loses its power: as {@link #kill}, but nobody is told. What is sent to it gets nowhere, and who
     * dials it waits. After a later {@link #node} of that name, who sends something on an old connection learns that it is
     * over.
     *
     * @throws IllegalArgumentException if no node of that name lives
     */
    public void crash(String name) {
        SimNode node = live(name);
        long fault = record(name, Kind.FAULT, "", "", "crash", null, 1);
        recordCaused(fault, name, Kind.NODE_DIED, "", "", "", "crashed", node.life());
        dark.add(name);
        node.crash();
    }

    /** Whether the machine called so is without power. */
    boolean isDark(String name) {
        return dark.contains(name);
    }

    /**
     * The connections of a node that are called {@code which}, as for {@link #cut}, die silently: nothing gets through any
     * more and nobody is told. After {@code micros} the systems of both ends give them up, as TCP's keepalive does; an
     * application's heartbeat may do so earlier.
     *
     * @return how many connections died
     * @throws IllegalArgumentException if no node of that name lives
     */
    public int silence(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        long fault = record(name, Kind.FAULT, "", "", "silence", which, hit.size());
        hit.forEach(endpoint -> endpoint.silence(fault, nowMicros + micros));
        return hit.size();
    }

    /**
     * For {@code micros}, whoever is at the other end of the node's connections called {@code which} reads slowly: what the
     * node sends piles up, in order, and {@code isWritable} tells so. On a connection to Redis it is the node that reads
     * slowly.
     *
     * @return how many connections are slow
     * @throws IllegalArgumentException if no node of that name lives
     */
    public int slow(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        record(name, Kind.FAULT, "", "", "slow", which, hit.size());
        for (Endpoint endpoint : hit) {
            boolean toRedis = endpoint.peer().owner() instanceof RedisProcess;
            (toRedis ? endpoint : endpoint.peer()).slowUntil(nowMicros + micros);
        }
        return hit.size();
    }

    /**
     * For {@code micros}, messages on the node's connections called {@code which} take longer: 100 ms on average, some much
     * more; in order, as always.
     *
     * @return how many connections lag
     * @throws IllegalArgumentException if no node of that name lives
     */
    public int lag(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        record(name, Kind.FAULT, "", "", "lag", which, hit.size());
        hit.forEach(endpoint -> endpoint.lagUntil(nowMicros + micros));
        return hit.size();
    }

    /**
     * The node reads nothing on its connections to Redis called {@code which} for {@code micros}; then Redis, whose buffers for
     * it are full, ends them ({@code client-output-buffer-limit}). What was in the buffers is lost.
     *
     * @return how many connections it is about
     * @throws IllegalArgumentException if no node of that name lives
     */
    public int overflow(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        long fault = record(name, Kind.FAULT, "", "", "overflow", which, hit.size());
        hit.forEach(endpoint -> endpoint.overflow(fault, nowMicros + micros, RedisProcess.BUFFER_FULL));
        return hit.size();
    }

    /**
     * Somebody sets the clock on a node's wall back by {@code millis}. Timers do not care.
     *
     * @throws IllegalArgumentException if no node of that name lives
     */
    public void setClockBack(String name, long millis) {
        SimNode node = live(name);
        record(name, Kind.FAULT, "", "", "clock", null, millis);
        node.setClockBack(millis);
    }

    /**
     * Cuts the connections of a node that are called {@code which}: the name of a Redis connection ({@code pub}), or the
     * lane at the other side ({@code redis}, {@code C1}). Both ends learn after their latency; what is on its way is lost.
     *
     * @return how many connections were cut
     * @throws IllegalArgumentException if no node of that name lives
     */
    public int cut(String name, String which) {
        List<Endpoint> hit = endpoints(name, which);
        long fault = record(name, Kind.FAULT, "", "", "cut", which, hit.size());
        hit.forEach(endpoint -> endpoint.cut(fault));
        return hit.size();
    }

    /** The same, and until {@code micros} from now who dials it anew is refused; returns how many were cut. */
    public int cut(String name, String which, long micros) {
        blockedUntil.merge(name + '.' + which, nowMicros + micros, Math::max);
        return cut(name, which);
    }

    /**
     * Stalls the connections of a node that are called {@code which}, as for {@link #cut}: what is sent on them within the
     * next {@code micros} arrives no earlier than at their end, in order. Nothing is lost.
     *
     * @return how many connections stall
     * @throws IllegalArgumentException if no node of that name lives
     */
    public int stall(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        record(name, Kind.FAULT, "", "", "stall", which, hit.size());
        hit.forEach(endpoint -> endpoint.stallUntil(nowMicros + micros));
        return hit.size();
    }

    /**
     * Stops a node's process for {@code micros} as the signal SIGSTOP does: no turn meanwhile. What arrives waits, and timers
     * that are due fire once when it goes on. Nobody else notices but by its silence.
     *
     * @throws IllegalArgumentException if no node of that name lives
     */
    public void pause(String name, long micros) {
        SimNode node = live(name);
        record(name, Kind.FAULT, "", "", "pause", null, 1);
        node.pauseUntil(nowMicros + micros);
    }

    /** The open connections of a live node that are called {@code which}, as for {@link #cut}. */
    List<Endpoint> endpoints(String name, String which) {
        List<Endpoint> hit = new ArrayList<>();
        for (Endpoint endpoint : live(name).endpoints()) {
            if (endpoint.connection().equals(name + '.' + which)
                    || endpoint.peer().owner().name().equals(which)) {
                hit.add(endpoint);
            }
        }
        return hit;
    }

    /** Whether nobody gets through from {@code dialer} to {@code host} now, or not for the connection called so. */
    boolean isBlocked(String dialer, String connection, String host) {
        return !blockedUntil.isEmpty()
                && (isBlocked(connection) || isBlocked(dialer + '.' + host) || isBlocked(host + '.' + dialer));
    }

    private boolean isBlocked(String way) {
        return blockedUntil.getOrDefault(way, 0L) > nowMicros;
    }

    /** What can happen next, whatever the clock says: for those who decide the order themselves. */
    public Frontier frontier() {
        return new Frontier(this);
    }

    /** Runs everything that happens until {@code timeMicros}, that moment included; the clock then shows it. */
    public void runUntil(long timeMicros) {
        while (agenda.nextMicros() <= timeMicros) {
            step();
        }
        nowMicros = Math.max(nowMicros, timeMicros);
    }

    /**
     * Runs everything that is left to happen at this moment.
     *
     * @throws IllegalStateException if that does not come to an end
     */
    void settle() {
        long limit = agenda.happened() + MOST_AT_ONCE;
        while (agenda.nextMicros() <= nowMicros) {
            if (agenda.happened() == limit) {
                throw new IllegalStateException(
                        "the world does not settle: a million things have happened at " + nowMicros + " µs");
            }
            step();
        }
    }

    /** Runs until {@code done} holds, looking after each turn. Returns false when {@code limitMicros} came first. */
    public boolean runUntil(BooleanSupplier done, long limitMicros) {
        while (!done.getAsBoolean()) {
            if (agenda.nextMicros() > limitMicros) {
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
        return runUntil(agenda::onlyTimers, limitMicros);
    }

    private void step() {
        nowMicros = agenda.nextMicros();
        agenda.next().run();
    }

    private SimNode live(String name) {
        if (!isAlive(name)) {
            throw new IllegalArgumentException("no node called " + name + " lives at " + nowMicros + " µs");
        }
        return nodes.get(name);
    }

    private static void requireHostName(String name) {
        if (!HOST_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a node cannot be called \"" + name
                    + "\": its name is its host name in URLs; use letters, digits and hyphens, a letter first");
        }
    }

    void die(SimProcess process, long fault, String reason, int life) {
        long death = recordCaused(fault, process.name(), Kind.NODE_DIED, "", "", "", reason, life);
        process.die(death, process.name() + " died");
    }

    /** A new track of things that happen at {@code lane}. */
    Track track(String lane, String name) {
        int number = tracks.merge(name, 1, Integer::sum);
        return new Track(lane, number == 1 ? name : name + '#' + number);
    }

    /**
     * The tracks of both directions of all connections of the node that were ever called {@code which}, as for {@link #cut},
     * those included that are just being dialed.
     */
    List<String> tracks(String name, String which) {
        List<String> found = new ArrayList<>();
        tracks.forEach((track, times) -> {
            boolean own = track.startsWith(name + '.' + which + " to ");
            boolean withRedis = which.equals(redis().name()) && track.startsWith(name + '.');
            boolean withClient = track.startsWith(which + '>' + name + ':');
            if (own || withRedis || withClient) {
                found.add(track);
                IntStream.rangeClosed(2, times).forEach(number -> found.add(track + '#' + number));
            }
        });
        return found;
    }

    Agenda agenda() {
        return agenda;
    }

    /** The ports that are listened on, by {@code host:port}. */
    Map<String, SimPort> ports() {
        return ports;
    }

    /** The port that is listened on at {@code host:port}, or null. */
    SimPort listener(String address) {
        SimPort port = ports.get(address);
        return port != null && port.process().isAlive() ? port : null;
    }

    /** The balancer called {@code host}, or null. */
    SimBalancer balancer(String host) {
        return balancers.get(host);
    }

    /** The Redis that listens at {@code host:port}, or null. */
    RedisProcess redisAt(String address) {
        SimRedis redis = redises.get(address);
        return redis == null ? null : redis.listener();
    }

    long wallClockMillis() {
        return EPOCH_MILLIS + nowMicros / 1_000;
    }

    /** The randomness of one more connection called {@code name}. */
    RandomSource randomOfConnection(String name) {
        return random.fork("tcp " + name + '#' + connections.merge(name, 1, Integer::sum));
    }

    /** The event that is being handled now, or none. */
    long cause() {
        return cause;
    }

    /** The process whose turn it is, or null. */
    SimProcess running() {
        return running;
    }

    /** Runs {@code input} with {@code event} as the cause of everything it does. */
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
            escaped.addSuppressed(new EscapedFromTurn("seed " + options.seed() + ", at " + nowMicros
                    + " µs, while this was handled: " + trace.event(event)));
            throw escaped;
        } finally {
            running = before;
            cause = causeBefore;
        }
    }

    long record(String lane, Kind kind, String peer, String connection, String name, Object payload, long number) {
        return recordCaused(cause, lane, kind, peer, connection, name, payload, number);
    }

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

    /** Says where in a run an exception left the code under simulation. */
    static final class EscapedFromTurn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EscapedFromTurn(String where) {
            super(where, null, false, false);
        }
    }
}
