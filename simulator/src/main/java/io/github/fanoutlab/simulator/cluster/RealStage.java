package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Stage;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.scenario.Tally;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Plays scenarios with real processes on a real Redis. Used by one thread; a shutdown hook closes it when that thread cannot.
 *
 * <p>Everything that was set off has happened when the {@linkplain Census counts} say that no message is under way between
 * the nodes, and each client has then got an ack from its worker, which comes after everything that the worker sent before.
 */
public final class RealStage implements Stage {

    /** How often a client tries to reach one of four workers behind one port. It fails once in 10^12 times. */
    private static final int MAX_TRIES = 100;

    private final RedisDialect dialect;
    private final ClusterOptions options;
    private final BoundedWait wait;
    private final Processes processes;
    private final Deque<Runnable> closers = new ConcurrentLinkedDeque<>();
    private final Thread hook = new Thread(this::closeAll, "end of the cluster");
    private final List<Map<String, Long>> lastCountsOfDead = new ArrayList<>();

    /** How long the stream was when a process began, by the name of its node. */
    private final Map<String, Long> entriesBefore = new LinkedHashMap<>();

    private long entriesOfDead;

    /** What was counted while the system led clients to other workers than they wanted. It is no part of the scenario. */
    private final Map<String, Long> astray = new LinkedHashMap<>();

    private RedisView redis;
    private Clients clients;
    private FlowLog flows;
    private Census census;

    /** Nothing is started yet. */
    public RealStage(RedisDialect dialect, ClusterOptions options) {
        LastLines lastLines = new LastLines();
        this.dialect = dialect;
        this.options = options;
        this.wait = new BoundedWait(lastLines);
        this.processes = new Processes(wait, lastLines, options.progress());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * {@inheritDoc}
     *
     * @throws CannotStart if there is no Redis, or it is in use
     */
    @Override
    public void boot(Scenario scenario) {
        String url = redisUrl();
        RealNode launcher = RealNode.create("launcher", DebugLog.silent());
        closers.push(launcher::close);
        redis = RedisView.of(launcher, url, wait);
        closers.push(processes::close);
        scenario.nodes().forEach(node -> entriesBefore.put(node, entries()));
        new Boot(scenario, dialect, url, options.sharedPort()).start(processes);
        clients = new Clients(generation(), launcher, wait, options.progress());
        census = awaitQuiet();
        flows = new FlowLog(scenario, dialect, census);
    }

    private String redisUrl() {
        if (options.redisUrl() != null) {
            CannotStart.unlessReachable(options.redisUrl());
            return options.redisUrl();
        }
        try {
            EmbeddedRedis embedded = EmbeddedRedis.start();
            closers.push(embedded::close);
            options.progress().accept("Redis is at " + embedded.url());
            return embedded.url();
        } catch (IllegalStateException noRedis) {
            throw new CannotStart(noRedis.getMessage());
        }
    }

    @Override
    public RedisDialect dialect() {
        return dialect;
    }

    @Override
    public void connect(ClientRole client, String worker) {
        int port = processes.port(worker);
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Census before = options.sharedPort() ? awaitQuiet() : census;
            if (clients.connect(client, worker, port, options.sharedPort())) {
                return;
            }
            Census after = awaitQuiet();
            after.since(before).forEach((counter, more) -> astray.merge(counter, more, Long::sum));
        }
        throw wait.failure(client.name() + " connected " + MAX_TRIES + " times to port " + port + ", but " + worker
                + " never greeted it.");
    }

    @Override
    public void emit(String node, Broadcast broadcast) {
        options.progress().accept(node + ": " + broadcast);
        flows.emitted(askAll(List.of(node), new Command.Emit(broadcast), BoundedWait.MILLIS));
    }

    @Override
    public void beat(Step.Beat beat) {
        long period = options.intervalMillis();
        Broadcast shown = beat.numbered() ? beat.broadcast().saying("<name>#<count>") : beat.broadcast();
        options.progress()
                .accept(String.join(", ", beat.nodes()) + ", " + beat.times() + " times, every " + period + " ms: "
                        + shown);
        Command command = new Command.Beat(beat.times(), period, beat.numbered(), beat.broadcast());
        flows.emitted(askAll(beat.nodes(), command, beat.times() * period + BoundedWait.MILLIS));
    }

    private Map<String, List<Report.Emission>> askAll(List<String> nodes, Command command, long millis) {
        Map<String, CompletableFuture<Report.Emitted>> answers = new LinkedHashMap<>();
        nodes.forEach(node -> answers.put(node, processes.ask(node, command, Report.Emitted.class)));
        Map<String, List<Report.Emission>> emissions = new LinkedHashMap<>();
        answers.forEach((node, answer) -> emissions.put(
                node, wait.get(node + " to have emitted", millis, answer).emissions()));
        return emissions;
    }

    @Override
    public void kill(String worker) {
        lastCountsOfDead.add(count(List.of(worker)).get(worker));
        entriesOfDead += entries() - entriesBefore.remove(worker);
        processes.kill(worker);
        clients.awaitCutOff(worker);
    }

    @Override
    public boolean fork(String worker) {
        entriesBefore.put(worker, entries());
        boolean forked = processes.fork(worker);
        census = awaitQuiet();
        return forked;
    }

    @Override
    public void settle() {
        census = awaitQuiet();
        clients.awaitArrivals();
        flows.finishStep(clients.deliveries(), census);
    }

    private Census awaitQuiet() {
        List<Census> counts = new ArrayList<>(List.of(new Census(Map.of(), List.of(), 0)));
        wait.until("nothing is under way between the nodes", BoundedWait.MILLIS, () -> {
            Census before = counts.get(counts.size() - 1);
            Census now = new Census(count(processes.alive()), lastCountsOfDead, toRead());
            counts.add(now);
            return now.unfinished().or(() -> openDespiteDeath(now)).or(() -> now.newSince(before));
        });
        return counts.get(counts.size() - 1);
    }

    /** How many entries of the stream all processes together have read when nothing is under way. */
    private long toRead() {
        long entries = entries();
        return entriesOfDead
                + entriesBefore.values().stream()
                        .mapToLong(before -> entries - before)
                        .sum();
    }

    private long entries() {
        return dialect == RedisDialect.STREAMS ? redis.entries() : 0;
    }

    private Optional<String> openDespiteDeath(Census now) {
        long open = redis.connections();
        long known = now.alive(RedisConnection.CONNECTIONS_UP);
        return open == known
                ? Optional.empty()
                : Optional.of("Redis has " + open + " connections open, while the living nodes know of " + known);
    }

    private Map<String, Map<String, Long>> count(List<String> nodes) {
        Map<String, CompletableFuture<Report.Counted>> answers = new LinkedHashMap<>();
        nodes.forEach(node -> answers.put(node, processes.ask(node, new Command.Count(), Report.Counted.class)));
        Map<String, Map<String, Long>> counters = new LinkedHashMap<>();
        answers.forEach((node, answer) -> counters.put(
                node,
                wait.get("the counters of " + node, BoundedWait.MILLIS, answer).counters()));
        return counters;
    }

    @Override
    public Tally tally() {
        return new Tally(
                redis.connections(),
                redis.channels(),
                counted(RedisConnection.PUBLISHED),
                counted(RedisConnection.DELIVERED),
                counted(generation().ownEchoesDropped()),
                counted(generation().stateMessages()),
                counted(RedisConnection.PUBLISHED_BYTES));
    }

    private long counted(String counter) {
        return census.total(counter) - astray.getOrDefault(counter, 0L);
    }

    @Override
    public List<Delivery> deliveries() {
        return clients.deliveries();
    }

    @Override
    public List<Flow> flows() {
        return flows.flows();
    }

    @Override
    public List<String> log() {
        return processes.log();
    }

    /** Empty: what real threads and real sockets do cannot be repeated to the byte. */
    @Override
    public String traceHash() {
        return "";
    }

    /** Ends what was started, and returns when no process is left. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException theHookRuns) {
            // It closes everything itself.
        }
        closeAll();
    }

    private void closeAll() {
        for (Runnable closer = closers.poll(); closer != null; closer = closers.poll()) {
            closer.run();
        }
    }
}
