package io.github.fanoutlab.adapter.server;

import java.util.Arrays;

/**
 * The arguments of an {@code emit}, taken apart.
 *
 * @param args the payload
 * @param ack the last argument if it was what to do with answers; null otherwise
 */
record EmitArguments<A extends Callback<?>>(Object[] args, A ack) {

    /**
     * {@code ackType} is what the last argument may be, other than payload.
     *
     * @throws IllegalArgumentException if the last one is for answers of another kind
     */
    static <A extends Callback<?>> EmitArguments<A> of(String event, Object[] args, Class<A> ackType) {
        if (args.length == 0 || !(args[args.length - 1] instanceof Callback<?> last)) {
            return new EmitArguments<>(args, null);
        }
        if (!ackType.isInstance(last)) {
            throw new IllegalArgumentException(
                    "the answers to \"" + event + "\", emitted like this, need a " + ackType.getSimpleName());
        }
        return new EmitArguments<>(Arrays.copyOf(args, args.length - 1), ackType.cast(last));
    }
}
