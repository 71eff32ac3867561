package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who must get each emit of a run, as if nothing had failed. */
final class Recipients {

    private static final Broadcast TO_ALL = Broadcast.data("");

    private final FaultyRun run;
    private final History history;
    private final Map<String, ClientRole> roles = new LinkedHashMap<>();
    private final List<ClientConnection> connections;
    private WorkerSessions sessions;

    Recipients(FaultyRun run, History history) {
        this.run = run;
        this.history = history;
        run.string().played().clients().forEach(role -> roles.put(role.name(), role));
        this.connections = ClientConnection.of(run.string().played()).stream()
                .filter(connection -> !role(connection).isBanned())
                .toList();
    }

    /** The connections that the clients hold, or try to open again; without those of banned clients. */
    List<ClientConnection> connections() {
        return connections;
    }

    ClientRole role(ClientConnection connection) {
        return roles.get(connection.client());
    }

    Broadcast broadcast(Payload payload) {
        return run.broadcasts().isEmpty() ? TO_ALL : run.broadcasts().getOrDefault(payload.written(), TO_ALL);
    }

    /** Whether the emit travels on its own, and not in the one order of a stream: a local one, or one that asks for acks. */
    boolean isOutsideStream(Payload payload) {
        Broadcast broadcast = broadcast(payload);
        return run.string().dialect() == RedisDialect.STREAMS
                && (broadcast.local() || broadcast.manner() == Broadcast.Manner.WITH_ACKS);
    }

    /** Streams: whether the emit travels as an entry of a stream. */
    boolean isEntry(Payload payload) {
        return run.string().dialect() == RedisDialect.STREAMS && !isOutsideStream(payload);
    }

    /** Streams: whether a client that was away gets the emit when it comes back. */
    boolean isKept(Payload payload) {
        return isEntry(payload) && broadcast(payload).manner() != Manner.VOLATILE;
    }

    /** Whether the emit must be delivered there. */
    boolean isDue(Payload payload, ClientConnection to) {
        return isMeant(payload, to) && !isExcepted(payload, to);
    }

    /** Whether what {@code delivery} delivered there was meant for the client. */
    boolean isDue(Payload payload, ClientConnection to, TraceEvent delivery) {
        return isAddressed(payload, to) && !isExcepted(payload, to) && isLocalTo(payload, to, delivery);
    }

    /** Whether it would be due there if the client were not in a room that it excepts. */
    boolean isExceptedOnly(Payload payload, ClientConnection to) {
        return isMeant(payload, to) && isExcepted(payload, to);
    }

    private boolean isMeant(Payload payload, ClientConnection to) {
        return isAddressed(payload, to) && isLocalTo(payload, to, null);
    }

    /** Whether the client is in the namespace of the emit, and in one of its rooms. */
    boolean isAddressed(Payload payload, ClientConnection to) {
        Broadcast broadcast = broadcast(payload);
        return connections.contains(to)
                && role(to).namespace().equals(broadcast.namespace())
                && (broadcast.rooms().isEmpty() || isInOneOf(broadcast.rooms(), to));
    }

    /**
     * A local emit is due to the clients that the emitting worker was the last to greet, and whose session it still has. It may be
     * delivered, at {@code moment}, to any client whose session the worker had begun or that it had greeted: in 0.9 a client that
     * polls several workers can be connected at two of them.
     */
    private boolean isLocalTo(Payload payload, ClientConnection to, TraceEvent moment) {
        if (!isForOwnClients(broadcast(payload))) {
            return true;
        }
        if (!to.isBalanced()) {
            return payload.sender().equals(to.worker());
        }
        if (moment != null) {
            return sessions().wasBegunBy(payload.sender(), moment, to)
                    || sessions().wasGreetedBy(payload.sender(), moment, to);
        }
        TraceEvent emit = history.emits.get(payload);
        return emit != null
                && payload.sender().equals(sessions().workerAt(emit, to))
                && sessions().awayAt(emit, to) == null
                && !sessions().diedSince(history.lastBefore(to, emit), payload.sender(), emit);
    }

    /** Whether only the emitting node's clients get it: because it says so, or because the server can do no more. */
    private boolean isForOwnClients(Broadcast broadcast) {
        boolean needsMore = broadcast.manner() == Manner.WITH_ACKS || broadcast.manner() == Manner.GOODBYE;
        return broadcast.local() || needsMore && !run.string().dialect().reachesClientsOfOthers();
    }

    /** The sessions that workers had of the clients. */
    WorkerSessions sessions() {
        if (sessions == null) {
            sessions = new WorkerSessions(run, this);
        }
        return sessions;
    }

    private boolean isExcepted(Payload payload, ClientConnection to) {
        return isInOneOf(broadcast(payload).except(), to);
    }

    private boolean isInOneOf(List<String> rooms, ClientConnection to) {
        return !Collections.disjoint(role(to).rooms(), rooms);
    }
}
