package io.github.fanoutlab.legacy.store;

/** Takes the result of an operation on a client's own data. Called once, on the node's loop. */
@FunctionalInterface
public interface StoreCallback<T> {

    /**
     * The operation has ended.
     *
     * @param error null if it succeeded; otherwise what went wrong, and whether it may have taken effect
     * @param value the result; null if there is none
     */
    void done(String error, T value);
}
