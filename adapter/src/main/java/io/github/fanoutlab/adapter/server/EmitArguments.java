package io.github.fanoutlab.adapter.server;

import java.util.Arrays;

/**
 * The arguments of an {@code emit}: the payload, and the callback for acks.
 *
 * @param ack the last argument if it was a callback; null otherwise
 */
record EmitArguments<A extends Callback<?>>(Object[] args, A ack) {

    /**
     * Takes the last argument as the callback if it is one of type {@code ackType}.
     *
     * @throws IllegalArgumentException if it is a callback of another type
     */
    static <A extends Callback<?>> EmitArguments<A> of(String event, Object[] args, Class<A> ackType) {
        if (args.length == 0 || !(args[args.length - 1] instanceof Callback<?> last)) {
            return new EmitArguments<>(args, null);
        }
        if (!ackType.isInstance(last)) {
            throw new IllegalArgumentException("the last argument of emit(\"" + event
                    + "\") is a callback of another type; here it must be a " + ackType.getSimpleName());
        }
        return new EmitArguments<>(Arrays.copyOf(args, args.length - 1), ackType.cast(last));
    }
}
