package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.Lane.Life;
import io.github.fanoutlab.simulator.spacetime.Lane.Role;
import io.github.fanoutlab.simulator.stage.FaultyScript;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the participants of a run, from left to right: clients, workers, Redis, the master, others. */
final class LaneReader {

    private static final String REDIS = "redis";

    /** The order in which the source document creates them; over streams there is one that reads. */
    private static final List<String> REDIS_CLIENTS = List.of("pub", "sub", "client", "read");

    private LaneReader() {}

    static List<Lane> lanes(Trace trace, Scenario scenario) {
        Map<String, Role> roles = new LinkedHashMap<>();
        scenario.clients().stream().map(ClientRole::name).forEach(client -> roles.put(client, Role.CLIENT));
        scenario.workers().forEach(worker -> roles.put(worker, Role.WORKER));
        List<String> traced = trace.lanes();
        if (traced.contains(REDIS)) {
            roles.put(REDIS, Role.REDIS);
        }
        if (scenario.master() != MasterRole.NONE) {
            roles.put(Scenario.MASTER, Role.MASTER);
        }
        traced.forEach(lane -> roles.putIfAbsent(lane, Role.OTHER));
        roles.remove(FaultyScript.LANE);
        List<Lane> lanes = new ArrayList<>();
        roles.forEach((name, role) -> lanes.add(new Lane(name, role, connections(trace, name), lives(trace, name))));
        return lanes;
    }

    private static List<String> connections(Trace trace, String lane) {
        return trace
                .events(event -> event.kind() == Kind.CONNECTION_OPENED
                        && event.lane().equals(lane)
                        && event.peer().equals(REDIS))
                .stream()
                .map(opened -> Place.of(lane, opened.connection()).connection())
                .distinct()
                .sorted(Comparator.comparing(REDIS_CLIENTS::indexOf))
                .toList();
    }

    private static List<Life> lives(Trace trace, String lane) {
        List<Life> lives = new ArrayList<>();
        long from = 0;
        boolean alive = true;
        for (TraceEvent event : trace.events(event -> event.lane().equals(lane))) {
            if (event.kind() == Kind.NODE_STARTED) {
                from = event.timeMicros();
                alive = true;
            } else if (event.kind() == Kind.NODE_DIED && alive) {
                lives.add(new Life(from, event.timeMicros()));
                alive = false;
            }
        }
        if (alive) {
            lives.add(new Life(from, Long.MAX_VALUE));
        }
        return lives;
    }
}
