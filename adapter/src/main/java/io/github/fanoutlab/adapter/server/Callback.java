package io.github.fanoutlab.adapter.server;

/**
 * What to call with a result that takes time, the error first, as in Node. Called on the loop, once; after the server was closed, by the
 * thread that asks.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface Callback<T> {

    /**
     * The result is here, or will not come.
     *
     * @param error null when all went well
     * @param result the result; with an error, what had come by then, or null
     */
    void done(NoAnswerException error, T result);
}
