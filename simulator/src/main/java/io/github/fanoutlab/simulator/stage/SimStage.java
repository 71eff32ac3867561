package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.program.Beats;
import io.github.fanoutlab.simulator.program.Program;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.program.Supervisor;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Stage;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.scenario.Tally;
import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The virtual stage: the real servers and real clients of one generation, on the nodes of a {@link World} of their own. */
public final class SimStage implements Stage {

    /** Where the workers listen, as in the source document. */
    public static final int PORT = 80;

    /** Whatever takes longer than this is stuck: a minute of virtual time. */
    private static final long PATIENCE_MICROS = 60_000_000;

    private static final String SET_INTERVAL = "setInterval";

    private final RedisDialect dialect;
    private final World world;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, Beats> beats = new LinkedHashMap<>();
    private final Set<String> toFork = new LinkedHashSet<>();
    private final List<SimNode> everyLife = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Scenario scenario;
    private Supervisor supervisor;

    /** The stage of {@code run}. */
    SimStage(RunString run) {
        this(run.dialect(), run.seed());
    }

    /** A stage in a new world, in which nothing has happened. The programs speak {@code dialect}; {@code seed} decides all else. */
    public SimStage(RedisDialect dialect, long seed) {
        this.dialect = dialect;
        this.world = World.of(WorldOptions.seed(seed));
    }

    /** Where it all happens. */
    public World world() {
        return world;
    }

    @Override
    public RedisDialect dialect() {
        return dialect;
    }

    @Override
    public void boot(Scenario scenario) {
        startAll(scenario);
        settle();
    }

    /** Plans for now that every process starts. */
    void startAll(Scenario scenario) {
        this.scenario = scenario;
        scenario.nodes().forEach(this::start);
    }

    /** Starts the node called {@code name}, which must not be alive, with its program. */
    void start(String name) {
        SimNode node = world.node(name);
        everyLife.add(node);
        inTurnOf(name, "start " + name, () -> {
            programs.put(name, program(node));
            beats.put(name, new Beats(name, node.loop()));
        });
    }

    private Program program(SimNode node) {
        boolean listens = !node.name().equals(Scenario.MASTER);
        Program program = listens ? worker(node) : master(node);
        scenario.namespaces().forEach(program::serve);
        if (!scenario.banned().isEmpty()) {
            program.ban(scenario.banned());
        }
        if (listens) {
            program.listen(ListenOptions.port(PORT));
        }
        return program;
    }

    private Program worker(SimNode node) {
        return Programs.worker(dialect, node, World.REDIS_URL, Scenario.idOf(node.name()));
    }

    private Program master(SimNode node) {
        supervisor = new Supervisor(new SimulatedCluster(node));
        return scenario.master() == MasterRole.EMITTER
                ? Programs.emitter(dialect, node, World.REDIS_URL)
                : Programs.master(dialect, node, World.REDIS_URL);
    }

    @Override
    public void connect(ClientRole role, String worker) {
        SimNode node = world.node(role.name());
        int[] joined = {0};
        int greetingsBefore = greetings(role.name(), worker);
        inTurnOf(role.name(), role.name() + " connects to " + worker, () -> {
            LabClient client = Programs.client(generation(), node, node);
            client.on("data", event -> deliver(node, worker, event.string(0)));
            client.connect(urlOf(worker), role.namespace());
            role.rooms().forEach(room -> client.emitWithAck(answer -> joined[0]++, "join", room));
        });
        await(
                role.name() + " is greeted by " + worker + " and in its rooms",
                () -> greetings(role.name(), worker) > greetingsBefore
                        && joined[0] == role.rooms().size());
    }

    /** Where clients find {@code worker}. */
    public static URI urlOf(String worker) {
        return URI.create("http://" + worker + ":" + PORT);
    }

    private void deliver(SimNode client, String worker, String payload) {
        deliveries.add(new Delivery(client.name(), worker, world.nowMicros(), "data", payload));
    }

    private int greetings(String client, String worker) {
        return (int) deliveries.stream()
                .filter(Delivery::isGreeting)
                .filter(delivery ->
                        delivery.client().equals(client) && delivery.worker().equals(worker))
                .count();
    }

    @Override
    public void emit(String node, Broadcast broadcast) {
        inTurnOf(node, broadcast.toString(), () -> emitNow(node, broadcast));
    }

    /** Emits at once; called in the node's turn. */
    void emitNow(String node, Broadcast broadcast) {
        world.node(node).record(Kind.EMIT, "", broadcast.event(), broadcast.payload());
        programs.get(node)
                .emit(
                        broadcast,
                        acks -> world.node(node).record(Kind.ACKED, "", broadcast.payload(), String.join(", ", acks)));
    }

    @Override
    public void beat(Step.Beat beat) {
        int[] left = {beat.nodes().size() * beat.times()};
        for (String node : beat.nodes()) {
            inTurnOf(
                    node,
                    SET_INTERVAL,
                    () -> beats.get(node)
                            .begin(
                                    beat.times(),
                                    Step.Beat.PERIOD_MILLIS,
                                    beat.numbered(),
                                    beat.broadcast(),
                                    broadcast -> {
                                        emitNow(node, broadcast);
                                        left[0]--;
                                    }));
        }
        long longest = (beat.times() + 1) * Step.Beat.PERIOD_MILLIS * 1_000 + PATIENCE_MICROS;
        await("every beat of " + beat, () -> left[0] == 0, longest);
    }

    /** {@code node} starts an interval timer that calls {@code tick} once a second, until that returns false. */
    void everySecond(String node, BooleanSupplier tick) {
        inTurnOf(node, SET_INTERVAL, () -> {
            EventLoop.Timer[] timer = new EventLoop.Timer[1];
            timer[0] = world.node(node).loop().every(Step.Beat.PERIOD_MILLIS, () -> {
                if (!tick.getAsBoolean()) {
                    timer[0].cancel();
                }
            });
        });
    }

    @Override
    public void kill(String worker) {
        endProcess(worker, () -> world.faults().kill(worker));
        if (scenario.master() != MasterRole.NONE) {
            inTurnOf(Scenario.MASTER, worker + " exited", () -> supervisor.exited(Scenario.idOf(worker), worker));
        }
        settle();
    }

    /** Ends the process of {@code node} by {@code end}, and does nothing else. */
    void endProcess(String node, Runnable end) {
        end.run();
        programs.remove(node);
        beats.remove(node);
    }

    /** The system of a simulated master. It takes its time to fork: until the scenario wants the worker back. */
    private final class SimulatedCluster implements Supervisor.Cluster {

        private final SimNode master;

        SimulatedCluster(SimNode master) {
            this.master = master;
        }

        @Override
        public void say(String line) {
            master.log().warn(line);
            log.add(line);
        }

        @Override
        public void fork(String id) {
            toFork.add(Scenario.workerOf(id));
        }
    }

    @Override
    public boolean fork(String worker) {
        boolean wanted = toFork.remove(worker);
        if (wanted) {
            start(worker);
            settle();
        }
        return wanted;
    }

    @Override
    public void settle() {
        if (!world.runToQuiescence(world.nowMicros() + PATIENCE_MICROS)) {
            throw stuck("everything to be delivered", PATIENCE_MICROS);
        }
    }

    /** Plans {@code task} for now, as a turn of {@code node}; it is left out if that is dead then. */
    public void inTurnOf(String node, String action, Runnable task) {
        world.at(world.nowMicros(), node, action, task);
    }

    /** Runs until {@code done}; throws if that takes more than a minute of virtual time. */
    private void await(String what, BooleanSupplier done) {
        await(what, done, PATIENCE_MICROS);
    }

    private void await(String what, BooleanSupplier done, long patienceMicros) {
        if (!world.runUntil(done, world.nowMicros() + patienceMicros)) {
            throw stuck(what, patienceMicros);
        }
    }

    private IllegalStateException stuck(String what, long micros) {
        return new IllegalStateException(scenario.name() + ", " + dialect + ", seed "
                + world.options().seed() + ": waited " + micros / 1_000_000 + " virtual seconds for this: " + what
                + "; the last thing that happened: "
                + world.trace().event(world.trace().size() - 1));
    }

    @Override
    public Tally tally() {
        RedisModel redis = world.redis().model();
        return new Tally(
                redis.openConnections(),
                redis.channels().size() + redis.patterns().size(),
                redis.commandCount("PUBLISH") + redis.commandCount("XADD"),
                redis.messagesDelivered() + redis.entriesRead(),
                counted(generation().ownEchoesDropped()),
                counted(generation().stateMessages()),
                counted(RedisConnection.PUBLISHED_BYTES));
    }

    private long counted(String counter) {
        return everyLife.stream()
                .mapToLong(node -> node.counters().get(counter))
                .sum();
    }

    /** What each server that is alive holds of clients now, by node. */
    Map<String, Holdings> holdings() {
        Map<String, Holdings> all = new LinkedHashMap<>();
        programs.forEach((node, program) ->
                all.put(node, program.holdings().withTimers(world.node(node).pendingTimers())));
        return all;
    }

    @Override
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    @Override
    public List<Flow> flows() {
        return new FlowReader(world.trace(), scenario).flows();
    }

    @Override
    public List<String> log() {
        return List.copyOf(log);
    }

    @Override
    public String traceHash() {
        return world.trace().hash();
    }

    @Override
    public void close() {
        programs.clear();
    }
}
