package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/** A trace made by hand, one millisecond between events, with the fields that the virtual world records. */
final class PlannedTrace {

    final Trace trace = new Trace();
    private final List<String> servers = new ArrayList<>();
    private final List<ClientRole> clients = new ArrayList<>();
    private long micros;

    SpaceTime spaceTime() {
        return SpaceTime.of(trace, scenario());
    }

    Scenario scenario() {
        List<String> workers =
                servers.stream().filter(server -> !server.equals("master")).toList();
        MasterRole master = servers.contains("master") ? MasterRole.SERVER : MasterRole.NONE;
        return new Scenario("planned", "", master, workers, clients, List.of(), 0, "");
    }

    /** A server with connections to Redis of these names. */
    PlannedTrace server(String name, String... connections) {
        servers.add(name);
        long started = started(name);
        for (String connection : connections) {
            add(started, name, Kind.CONNECTION_OPENED, "redis", name + '.' + connection, "");
        }
        return this;
    }

    /** A client that {@code worker} has greeted. */
    PlannedTrace client(String name, String worker) {
        clients.add(ClientRole.on(name, worker));
        deliver(started(name), worker, name);
        return this;
    }

    PlannedTrace dies(String name) {
        add(TraceEvent.NO_CAUSE, name, Kind.NODE_DIED, "", "", "");
        return this;
    }

    private long started(String name) {
        return add(TraceEvent.NO_CAUSE, name, Kind.NODE_STARTED, "", "", "");
    }

    /** The turn in which {@code node} emits {@code data "payload"}. */
    long emit(String node) {
        micros += 1_000_000 - micros % 1_000_000;
        long turn = trace.add(TraceEvent.NO_CAUSE, micros, node, Kind.ACTION, "", "", "", null, 0);
        trace.add(turn, micros, node, Kind.EMIT, "", "", "data", "payload", 0);
        return turn;
    }

    /** A PUBLISH that arrives at Redis. */
    long publish(long turn, String node, String connection, long subscribers) {
        RedisCommand command = RedisCommand.of("PUBLISH", "channel", "payload");
        String on = node + '.' + connection;
        long sent = trace.add(turn, micros, node, Kind.REDIS_SENT, "redis", on, "PUBLISH", command, 0);
        micros += 1000;
        return trace.add(sent, micros, "redis", Kind.REDIS_HANDLED, node, on, "PUBLISH", command, subscribers);
    }

    long push(long handled, String node, String connection) {
        return add(handled, node, Kind.REDIS_PUSH, "redis", node + '.' + connection, "message");
    }

    void deliver(long cause, String worker, String client) {
        long sent = frame(cause, worker, client);
        long received = add(sent, client, Kind.FRAME_RECEIVED, worker, client + '>' + worker, "text");
        trace.add(received, micros, client, Kind.DELIVERY, worker, "", "data", null, 0);
    }

    /** A frame in flight. */
    long frame(long cause, String worker, String client) {
        return trace.add(cause, micros, worker, Kind.FRAME_SENT, client, client + '>' + worker, "text", "frame", 0);
    }

    void lose(long sent, String where, String from, String connection, String why) {
        add(sent, where, Kind.LOST, from, connection, why);
    }

    long timer(long cause, String node) {
        return add(cause, node, Kind.TIMER, "", "", "");
    }

    private long add(long cause, String lane, Kind kind, String peer, String connection, String name) {
        micros += 1000;
        return trace.add(cause, micros, lane, kind, peer, connection, name, null, 0);
    }
}
