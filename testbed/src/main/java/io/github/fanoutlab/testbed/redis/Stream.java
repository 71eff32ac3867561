package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * A stream: entries with growing ids.
 *
 * <p>Redis keeps entries in nodes, of a hundred each by default ({@code stream-node-max-entries}), and {@code MAXLEN ~} removes only
 * whole nodes. So does this class; it leaves out that a node is also full at 4096 bytes ({@code stream-node-max-bytes}), so that a
 * real stream of long entries is trimmed a little earlier.
 */
final class Stream {

    private static final int NODE_ENTRIES = 100;

    /** One entry; {@code fields} are names and values in turn. */
    record Entry(StreamId id, List<byte[]> fields) {}

    private static final class Node {
        final Deque<Entry> entries = new ArrayDeque<>();
        int added;
    }

    private final Deque<Node> nodes = new ArrayDeque<>();
    private StreamId last = StreamId.FIRST;
    private int length;

    /** The greatest id that was ever added. */
    StreamId last() {
        return last;
    }

    int length() {
        return length;
    }

    /** Adds an entry, whose id is above {@link #last}. */
    void add(StreamId id, List<byte[]> fields) {
        if (nodes.isEmpty() || nodes.getLast().added == NODE_ENTRIES) {
            nodes.add(new Node());
        }
        nodes.getLast().entries.add(new Entry(id, List.copyOf(fields)));
        nodes.getLast().added++;
        last = id;
        length++;
    }

    /**
     * Removes the oldest entries.
     *
     * @param roughly only whole nodes, so that more than {@code most} may be left
     * @return how many entries were removed
     */
    int trim(long most, boolean roughly) {
        int before = length;
        while (length > most) {
            Node oldest = nodes.getFirst();
            if (length - oldest.entries.size() >= most) {
                length -= nodes.removeFirst().entries.size();
            } else if (roughly) {
                break;
            } else {
                oldest.entries.removeFirst();
                length--;
            }
        }
        return before - length;
    }

    /** The entries from {@code from} to {@code to}, both included, at most {@code count} of them; 0 means all. */
    List<Entry> range(StreamId from, StreamId to, long count) {
        List<Entry> entries = new ArrayList<>();
        for (Node node : nodes) {
            for (Entry entry : node.entries) {
                if (from.isAfter(entry.id)) {
                    continue;
                }
                if (entry.id.isAfter(to) || count > 0 && entries.size() == count) {
                    return entries;
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The same, newest first. */
    List<Entry> reversedRange(StreamId from, StreamId to, long count) {
        List<Entry> entries = new ArrayList<>(range(from, to, 0));
        Collections.reverse(entries);
        return count > 0 && count < entries.size() ? entries.subList(0, (int) count) : entries;
    }

    /** The entries after {@code id}, at most {@code count} of them; 0 means all. */
    List<Entry> after(StreamId id, long count) {
        return id.equals(StreamId.LAST) ? List.of() : range(id.next(), StreamId.LAST, count);
    }
}
