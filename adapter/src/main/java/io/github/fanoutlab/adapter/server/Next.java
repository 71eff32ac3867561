package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;

/** Takes the decision of a {@link Middleware}, from any thread. The first call counts; later ones are ignored. */
@FunctionalInterface
public interface Next {

    /** Refuses with {@code refusal}; null lets it pass. */
    void done(Refusal refusal);

    /** Lets it pass: {@code next()} in Node. */
    default void proceed() {
        done(null);
    }

    /** Refuses: {@code next(new Error(message))} in Node. */
    default void fail(String message) {
        done(new Refusal(message, null));
    }

    /**
     * Refuses with data for programs: the error's {@code data} in Node.
     *
     * @throws IllegalArgumentException if {@code data} cannot become JSON; nothing was decided
     */
    default void fail(String message, Object data) {
        done(new Refusal(message, data == null ? null : Payloads.toTree(data)));
    }
}
