package io.github.fanoutlab.simulator.cluster;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that the processes printed, for messages about failures. May be used from any thread. */
final class LastLines {

    private static final int KEPT = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    /** The lines, as the end of a message. */
    @Override
    public synchronized String toString() {
        return lines.isEmpty()
                ? "\nThe processes printed nothing."
                : "\nThe last lines that the processes printed:\n  " + String.join("\n  ", lines);
    }
}
