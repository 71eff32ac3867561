package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;

/**
 * What was given to an {@code emit}.
 *
 * @param data the event's name, then its arguments
 * @param ack the last argument if it was what to do with answers; null otherwise
 */
record Outgoing<A extends Callback<?>>(ArrayNode data, A ack) {

    /**
     * Takes the arguments apart; {@code ackType} is what the last one may be, other than payload.
     *
     * @throws IllegalArgumentException if the name is reserved, an argument cannot become JSON, or the last one is for answers
     *     of another kind
     */
    static <A extends Callback<?>> Outgoing<A> of(String event, Object[] args, Class<A> ackType) {
        if (args.length == 0 || !(args[args.length - 1] instanceof Callback<?> last)) {
            return new Outgoing<>(Payloads.event(event, args), null);
        }
        if (!ackType.isInstance(last)) {
            throw new IllegalArgumentException(
                    "the answers to \"" + event + "\", emitted like this, need a " + ackType.getSimpleName());
        }
        return new Outgoing<>(Payloads.event(event, Arrays.copyOf(args, args.length - 1)), ackType.cast(last));
    }
}
