import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.exercise.WhichWorker;

/**
 * Exercise of chapter 3: copies that look alike arrive at C1 each second. Which
 * worker caused which?
 *
 * For each event the trace knows which event caused it: trace.causeOf(event),
 * which is null for the event that began it all. An event has a lane(), where
 * it happened ("C1", "W3", "redis"), and a kind(): Kind.DELIVERY at the client,
 * Kind.REDIS_HANDLED in Redis, and Kind.TIMER where a timer fired. What you
 * print, such as an event, is shown above the reply.
 */
public class Ex03 implements WhichWorker.Answer {

    /**
     * Who emitted this copy?
     *
     * @param copy the delivery of a copy to C1, an event in C1's lane
     * @param trace everything that happened in the run, and what caused what
     * @return "W1", "W2", "W3" or "W4"
     */
    @Override
    public String emitterOf(TraceEvent copy, Trace trace) {
        TraceEvent event = copy;
        // Here: go back from cause to cause. This is one step:
        //     event = trace.causeOf(event);
        return event.lane();
    }
}
