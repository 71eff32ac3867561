package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.Trace;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import java.util.List;

/** Which sessions of its clients a worker had when, and in which rooms it had put them, read from the frames. */
final class WorkerSessions {

    private static final String DEFAULT_NAMESPACE = "/";

    private final List<TraceEvent> history;
    private final Audience audience;

    WorkerSessions(Trace trace, Audience audience) {
        this.history = trace.events(WorkerSessions::matters);
        this.audience = audience;
    }

    private static boolean matters(TraceEvent event) {
        return switch (event.kind()) {
            case CONNECTION_CLOSED, NODE_DIED, DISCONNECTED -> true;
            case FRAME_SENT -> event.text().contains(Delivery.GREETING);
            case FRAME_RECEIVED -> event.text().contains("\"join\"");
            default -> false;
        };
    }

    /** What shows that the worker has no session of the client at {@code moment}; null when nothing does. */
    TraceEvent awayAt(TraceEvent moment, Connection to) {
        TraceEvent greeting = null;
        TraceEvent end = moment;
        for (TraceEvent event : history) {
            if (event.id() >= moment.id()) {
                break;
            }
            if (isGreeting(event, to)) {
                greeting = event;
                end = null;
            } else if (greeting != null && endsSession(event, to, greeting)) {
                end = event;
            }
        }
        return end;
    }

    /** When the worker was asked to put the client's session of {@code moment} into one of {@code rooms}; null if never. */
    TraceEvent joinedBefore(TraceEvent moment, Connection to, List<String> rooms) {
        TraceEvent joined = null;
        for (TraceEvent event : history) {
            if (event.id() >= moment.id()) {
                break;
            }
            if (isGreeting(event, to)) {
                joined = null;
            } else if (joined == null && asksToJoin(event, to, rooms)) {
                joined = event;
            }
        }
        return joined;
    }

    private static boolean asksToJoin(TraceEvent event, Connection to, List<String> rooms) {
        return event.kind() == Kind.FRAME_RECEIVED
                && event.lane().equals(to.worker())
                && event.peer().equals(to.client())
                && rooms.stream().anyMatch(room -> event.text().contains('"' + room + '"'));
    }

    private boolean isGreeting(TraceEvent event, Connection to) {
        String namespace = audience.role(to).namespace();
        return event.kind() == Kind.FRAME_SENT
                && event.lane().equals(to.worker())
                && event.peer().equals(to.client())
                && (namespace.equals(DEFAULT_NAMESPACE) || event.text().contains(namespace));
    }

    private static boolean endsSession(TraceEvent event, Connection to, TraceEvent greeting) {
        boolean workerLearned = event.kind() == Kind.CONNECTION_CLOSED
                && event.lane().equals(to.worker())
                && event.connection().equals(greeting.connection());
        boolean workerDied = event.kind() == Kind.NODE_DIED && event.lane().equals(to.worker());
        boolean clientLeft = event.kind() == Kind.DISCONNECTED
                && event.lane().equals(to.client())
                && event.peer().equals(to.worker());
        return workerLearned || workerDied || clientLeft;
    }
}
