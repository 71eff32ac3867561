package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;

/** How a {@link Middleware} says that it is done. The first call counts, later ones are ignored; from any thread. */
@FunctionalInterface
public interface Next {

    /** Says how it went: null lets it pass. */
    void done(Refusal refusal);

    /** Lets it pass: {@code next()} in Node. */
    default void proceed() {
        done(null);
    }

    /** Does not let it pass: {@code next(new Error(message))} in Node. */
    default void fail(String message) {
        done(new Refusal(message, null));
    }

    /**
     * The same with more for programs: the error's {@code data} in Node.
     *
     * @throws IllegalArgumentException if {@code data} cannot become JSON; nothing was decided
     */
    default void fail(String message, Object data) {
        done(new Refusal(message, data == null ? null : Payloads.toTree(data)));
    }
}
