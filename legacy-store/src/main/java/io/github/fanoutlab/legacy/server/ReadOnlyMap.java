package io.github.fanoutlab.legacy.server;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A live view of a table, in its order, that cannot be changed. Neither can its values. */
final class ReadOnlyMap<V> extends AbstractMap<String, V> {

    private final Map<String, V> table;
    private final UnaryOperator<V> guard;

    /** A view of {@code table}; {@code guard} turns each value into one that readers may have. */
    ReadOnlyMap(Map<String, V> table, UnaryOperator<V> guard) {
        this.table = table;
        this.guard = guard;
    }

    @Override
    public V get(Object key) {
        V value = table.get(key);
        return value == null ? null : guard.apply(value);
    }

    @Override
    public boolean containsKey(Object key) {
        return table.containsKey(key);
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, V>> iterator() {
                Iterator<Entry<String, V>> entries = table.entrySet().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Entry<String, V> next() {
                        Entry<String, V> entry = entries.next();
                        return Map.entry(entry.getKey(), guard.apply(entry.getValue()));
                    }
                };
            }

            @Override
            public int size() {
                return table.size();
            }
        };
    }
}
