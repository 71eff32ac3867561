package io.github.fanoutlab.testbed.redis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The keys of one of Redis's databases: strings, hashes and streams, each with an optional time to live.
 *
 * <p>Names are bytes, one in each char. Keys and fields keep the order in which they were created; Redis does so for small hashes
 * only. A key that has expired is removed when it is next looked at.
 */
final class Database {

    private static final long FOREVER = -1;

    private static final class Entry {
        final Object value;
        long expiresAt = FOREVER;

        Entry(Object value) {
            this.value = value;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final LongSupplier nowMillis;

    Database(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** Names of the keys that have not expired. */
    List<String> names() {
        long now = nowMillis.getAsLong();
        entries.values().removeIf(entry -> isExpired(entry, now));
        return List.copyOf(entries.keySet());
    }

    void clear() {
        entries.clear();
    }

    boolean exists(String key) {
        return find(key) != null;
    }

    boolean remove(String key) {
        return find(key) != null && entries.remove(key) != null;
    }

    /** As TYPE names it: {@code string}, {@code hash}, {@code stream} or {@code none}. */
    String type(String key) {
        Entry entry = find(key);
        if (entry == null) {
            return "none";
        }
        return entry.value instanceof byte[] ? "string" : entry.value instanceof Stream ? "stream" : "hash";
    }

    /** Makes {@code key} a string that does not expire, whatever it was. */
    void set(String key, byte[] value) {
        entries.put(key, new Entry(value));
    }

    /** The string at {@code key}; null when there is none. */
    byte[] get(String key) {
        Entry entry = find(key);
        if (entry == null) {
            return null;
        }
        if (entry.value instanceof byte[] bytes) {
            return bytes;
        }
        throw CommandRefused.wrongType();
    }

    /** The stream at {@code key}; null when there is none. */
    Stream stream(String key) {
        Entry entry = find(key);
        if (entry == null) {
            return null;
        }
        if (entry.value instanceof Stream stream) {
            return stream;
        }
        throw CommandRefused.wrongType();
    }

    /** The stream at {@code key} to write; created if there is none. */
    Stream streamToWrite(String key) {
        if (find(key) == null) {
            entries.put(key, new Entry(new Stream()));
        }
        return stream(key);
    }

    /** The hash at {@code key} to read; empty when there is none. */
    Map<String, byte[]> hash(String key) {
        Entry entry = find(key);
        return entry == null ? Collections.emptyMap() : fields(entry);
    }

    /** The hash at {@code key} to write; created if there is none. */
    Map<String, byte[]> hashToWrite(String key) {
        if (find(key) == null) {
            entries.put(key, new Entry(new LinkedHashMap<String, byte[]>()));
        }
        return fields(entries.get(key));
    }

    /** Removes fields; returns how many of them there were. A hash without fields is removed. */
    int removeFields(String key, List<String> names) {
        if (find(key) == null) {
            return 0;
        }
        Map<String, byte[]> fields = fields(entries.get(key));
        int before = fields.size();
        names.forEach(fields::remove);
        if (fields.isEmpty()) {
            entries.remove(key);
        }
        return before - fields.size();
    }

    /** Keeps {@code key} from expiring; false if it was not going to. */
    boolean persist(String key) {
        Entry entry = find(key);
        if (entry == null || entry.expiresAt == FOREVER) {
            return false;
        }
        entry.expiresAt = FOREVER;
        return true;
    }

    /** Makes {@code key} expire at {@code atMillis}, at once if that is in the past. False if there is no such key. */
    boolean expireAt(String key, long atMillis) {
        Entry entry = find(key);
        if (entry == null) {
            return false;
        }
        entry.expiresAt = atMillis;
        if (atMillis <= nowMillis.getAsLong()) {
            entries.remove(key);
        }
        return true;
    }

    /** In how many milliseconds {@code key} expires; -1: never; -2: there is no such key. */
    long millisToLive(String key) {
        Entry entry = find(key);
        if (entry == null) {
            return -2;
        }
        return entry.expiresAt == FOREVER ? -1 : entry.expiresAt - nowMillis.getAsLong();
    }

    private Entry find(String key) {
        Entry entry = entries.get(key);
        if (entry != null && isExpired(entry, nowMillis.getAsLong())) {
            entries.remove(key);
            return null;
        }
        return entry;
    }

    private static boolean isExpired(Entry entry, long now) {
        return entry.expiresAt != FOREVER && now > entry.expiresAt;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, byte[]> fields(Entry entry) {
        if (entry.value instanceof Map<?, ?> fields) {
            return (Map<String, byte[]>) fields;
        }
        throw CommandRefused.wrongType();
    }
}
