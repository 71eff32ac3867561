package io.github.fanoutlab.legacy.store;

/** What came of a look into a client's own data. Called on the node's loop, once. */
@FunctionalInterface
public interface StoreCallback<T> {

    /**
     * It is done.
     *
     * @param error null when all went well; else what went wrong, and whether the effect may have happened
     * @param value the answer; null when there is none
     */
    void done(String error, T value);
}
