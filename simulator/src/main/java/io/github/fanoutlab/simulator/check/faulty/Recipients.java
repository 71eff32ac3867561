package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom each emit of a run means, as if nothing had failed. */
final class Recipients {

    private static final Broadcast TO_ALL = Broadcast.data("");

    private final FaultyRun run;
    private final Map<String, ClientRole> roles = new LinkedHashMap<>();
    private final List<Connection> connections;
    private Map<Payload, TraceEvent> emits;
    private WorkerSessions sessions;

    Recipients(FaultyRun run) {
        this.run = run;
        run.string().played().clients().forEach(role -> roles.put(role.name(), role));
        this.connections = Connection.of(run.string().played());
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

    /** Whether what was delivered in {@code delivery} is due there. */
    boolean isDue(Payload payload, Connection to, TraceEvent delivery) {
        return isAddressed(payload, to) && !isExcepted(payload, to) && isLocalTo(payload, to, delivery);
    }

    /** Whether it would be due there, if the client were not in a room whose members are excepted. */
    boolean isExceptedOnly(Payload payload, Connection to) {
        return isMeant(payload, to) && isExcepted(payload, to);
    }

    private boolean isMeant(Payload payload, Connection to) {
        return isAddressed(payload, to) && isLocalTo(payload, to, null);
    }

    private boolean isAddressed(Payload payload, Connection to) {
        Broadcast broadcast = broadcast(payload);
        return connections.contains(to)
                && role(to).namespace().equals(broadcast.namespace())
                && (broadcast.rooms().isEmpty() || isInOneOf(broadcast.rooms(), to));
    }

    /**
     * What is emitted locally is for those whom the emitting worker was the last to greet, and has not lost; it may reach, at {@code
     * moment}, whomever it greeted. (In 0.9 a session that polls several workers can be connected at two of them.)
     */
    private boolean isLocalTo(Payload payload, Connection to, TraceEvent moment) {
        if (!broadcast(payload).local()) {
            return true;
        }
        if (!to.isBalanced()) {
            return payload.sender().equals(to.worker());
        }
        if (moment != null) {
            return sessions().wasGreetedBy(payload.sender(), moment, to);
        }
        TraceEvent emit = emit(payload);
        return emit != null
                && payload.sender().equals(sessions().workerAt(emit, to))
                && sessions().awayAt(emit, to) == null;
    }

    private TraceEvent emit(Payload payload) {
        if (emits == null) {
            emits = new History(run).emits;
        }
        return emits.get(payload);
    }

    private WorkerSessions sessions() {
        if (sessions == null) {
            sessions = new WorkerSessions(run.trace(), this);
        }
        return sessions;
    }

    private boolean isExcepted(Payload payload, Connection to) {
        return isInOneOf(broadcast(payload).except(), to);
    }

    private boolean isInOneOf(List<String> rooms, Connection to) {
        return !Collections.disjoint(role(to).rooms(), rooms);
    }
}
