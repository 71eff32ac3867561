package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom each emit of a run means, as if nothing had failed. */
final class Audience {

    private static final Broadcast TO_ALL = Broadcast.data("");

    private final FaultyRun run;
    private final Map<String, ClientRole> roles = new LinkedHashMap<>();
    private final List<Connection> connections;

    Audience(FaultyRun run) {
        this.run = run;
        run.string().scenario().clients().forEach(role -> roles.put(role.name(), role));
        this.connections = Connection.of(run.string().scenario());
    }

    /** The connections that the scenario's clients hold, or try to come back to. */
    List<Connection> connections() {
        return connections;
    }

    ClientRole role(Connection connection) {
        return roles.get(connection.client());
    }

    Broadcast broadcast(Payload payload) {
        return run.broadcasts().isEmpty() ? TO_ALL : run.broadcasts().getOrDefault(payload.written(), TO_ALL);
    }

    /** Whether the emit shall be delivered there. */
    boolean isDue(Payload payload, Connection to) {
        return isMeant(payload, to) && !isExcepted(payload, to);
    }

    /** Whether it would be due there, if the client were not in a room whose members are excepted. */
    boolean isExceptedOnly(Payload payload, Connection to) {
        return isMeant(payload, to) && isExcepted(payload, to);
    }

    private boolean isMeant(Payload payload, Connection to) {
        Broadcast broadcast = broadcast(payload);
        return connections.contains(to)
                && role(to).namespace().equals(broadcast.namespace())
                && (!broadcast.local() || payload.sender().equals(to.worker()))
                && (broadcast.rooms().isEmpty() || isInOneOf(broadcast.rooms(), to));
    }

    private boolean isExcepted(Payload payload, Connection to) {
        return isInOneOf(broadcast(payload).except(), to);
    }

    private boolean isInOneOf(List<String> rooms, Connection to) {
        return !Collections.disjoint(role(to).rooms(), rooms);
    }
}
