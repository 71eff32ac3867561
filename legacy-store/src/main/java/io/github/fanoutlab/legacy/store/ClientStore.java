package io.github.fanoutlab.legacy.store;

/** A client's own data, text by key. Used on the node's loop only. */
public interface ClientStore {

    /** Gives the value of {@code key}, null when there is none. */
    void get(String key, StoreCallback<String> callback);

    /** Keeps {@code value} under {@code key}. */
    void set(String key, String value, StoreCallback<Void> callback);

    /** Tells whether {@code key} has a value. */
    void has(String key, StoreCallback<Boolean> callback);

    /** Forgets {@code key}. */
    void del(String key, StoreCallback<Void> callback);
}
