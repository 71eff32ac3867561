package io.github.fanoutlab.legacy.store;

/** A client's own data: text by key. Used on the node's loop only. */
public interface ClientStore {

    /** Calls back with the value of {@code key}; null if it has none. */
    void get(String key, StoreCallback<String> callback);

    /** Stores {@code value} under {@code key}. */
    void set(String key, String value, StoreCallback<Void> callback);

    /** Calls back with whether {@code key} has a value. */
    void has(String key, StoreCallback<Boolean> callback);

    /** Deletes {@code key}. */
    void del(String key, StoreCallback<Void> callback);
}
