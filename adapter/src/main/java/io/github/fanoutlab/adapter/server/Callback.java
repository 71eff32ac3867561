package io.github.fanoutlab.adapter.server;

/**
 * Who waits for what the loop cannot say at once, told as in Node: the error first. Called on the loop, once.
 *
 * @param <T> what is waited for
 */
@FunctionalInterface
public interface Callback<T> {

    /**
     * It is here, or will not come.
     *
     * @param error null when all went well
     * @param result what was waited for; with an error, what had come by then, or null
     */
    void done(NoAnswerException error, T result);
}
