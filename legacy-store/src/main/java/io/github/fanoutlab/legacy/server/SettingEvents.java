package io.github.fanoutlab.legacy.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The events {@code set:NAME} of lib/manager.js: a setting was set, perhaps to the value that it had. Used on the node's loop
 * only.
 */
final class SettingEvents {

    private static final String PREFIX = "set:";

    private final Manager manager;
    private final Map<String, List<BiConsumer<Object, String>>> listeners = new LinkedHashMap<>();

    SettingEvents(Manager manager) {
        this.manager = manager;
    }

    /** Throws if {@code event} is not one of these. */
    static void check(String event) {
        if (!event.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "expected an event \"set:NAME\", such as \"set:log level\", but was \"" + event + "\"");
        }
    }

    void add(String event, BiConsumer<Object, String> listener) {
        listeners.computeIfAbsent(event, any -> new ArrayList<>()).add(listener);
    }

    void remove(String event, BiConsumer<Object, String> listener) {
        listeners.getOrDefault(event, new ArrayList<>()).remove(listener);
    }

    /** Calls the listeners of setting {@code name}, in the order in which they were added. */
    void emit(String name, Object value) {
        String event = PREFIX + name;
        for (BiConsumer<Object, String> listener : List.copyOf(listeners.getOrDefault(event, List.of()))) {
            manager.guard("a listener of event \"" + event + "\"", () -> listener.accept(value, name));
        }
    }
}
