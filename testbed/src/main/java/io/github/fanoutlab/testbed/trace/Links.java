package io.github.fanoutlab.testbed.trace;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The relations of a trace turned round, as far as they were asked for: effects of a cause, and the event before on the
 * same lane. Kept in arrays by event id; -1 stands for none.
 */
final class Links {

    private int known;
    private int[] firstEffect = new int[0];
    private int[] lastEffect = new int[0];
    private int[] nextEffect = new int[0];
    private int[] beforeOnLane = new int[0];
    private final Map<String, Integer> lastOnLane = new LinkedHashMap<>();

    void extendTo(List<TraceEvent> events) {
        if (known == events.size()) {
            return;
        }
        firstEffect = grown(firstEffect, events.size());
        lastEffect = grown(lastEffect, events.size());
        nextEffect = grown(nextEffect, events.size());
        beforeOnLane = grown(beforeOnLane, events.size());
        for (TraceEvent event : events.subList(known, events.size())) {
            link(event);
        }
        known = events.size();
    }

    private void link(TraceEvent event) {
        int id = (int) event.id();
        Integer before = lastOnLane.put(event.lane(), id);
        if (before != null) {
            beforeOnLane[id] = before;
        }
        int cause = (int) event.cause();
        if (cause < 0) {
            return;
        }
        if (firstEffect[cause] < 0) {
            firstEffect[cause] = id;
        } else {
            nextEffect[lastEffect[cause]] = id;
        }
        lastEffect[cause] = id;
    }

    int firstEffect(int id) {
        return firstEffect[id];
    }

    int nextEffect(int id) {
        return nextEffect[id];
    }

    int beforeOnLane(int id) {
        return beforeOnLane[id];
    }

    private static int[] grown(int[] array, int size) {
        int[] bigger = Arrays.copyOf(array, size);
        Arrays.fill(bigger, array.length, size, -1);
        return bigger;
    }
}
