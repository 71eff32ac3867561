package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.List;

/**
 * One emit of a scenario and what must become of it.
 *
 * @param broadcast what is emitted, its payload as it is really sent
 * @param flow the path that it takes
 * @param subscribers how many live processes are subscribed when it is emitted, the emitting one included
 * @param echoed whether the emitting process is one of them. Then it gets its own message back and must drop it
 * @param knowsRoom whether the emitting process has a member of each room that the emit names
 */
public record ExpectedEmit(Broadcast broadcast, Flow flow, int subscribers, boolean echoed, boolean knowsRoom) {

    /** The node that emits. */
    public String node() {
        return flow.emitter();
    }

    /** What clients get of it. */
    public List<UntimedDelivery> deliveries() {
        return flow.hops().stream()
                .flatMap(hop -> hop.clients().stream()
                        .map(client -> new UntimedDelivery(client, hop.node(), broadcast.event(), broadcast.payload())))
                .toList();
    }
}
