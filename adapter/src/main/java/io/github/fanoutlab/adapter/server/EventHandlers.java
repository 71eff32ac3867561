package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Handlers by the name of their event, in the order in which they were added. On the loop only. */
final class EventHandlers {

    private final NodePorts ports;
    private final String what;
    private final Supplier<String> whom;
    private final Map<String, List<EventHandler>> byName = new LinkedHashMap<>();

    /** {@code what} names them in the log when one throws, and {@code whom} says for whom they are. */
    EventHandlers(NodePorts ports, String what, Supplier<String> whom) {
        this.ports = ports;
        this.what = what;
        this.whom = whom;
    }

    void add(String event, EventHandler handler) {
        byName.computeIfAbsent(event, unused -> new ArrayList<>()).add(handler);
    }

    /** Adds a handler that is removed when it is first called. */
    void addOnce(String event, EventHandler handler) {
        add(event, new EventHandler() {
            @Override
            public void handle(Event arrived) {
                remove(event, this);
                handler.handle(arrived);
            }
        });
    }

    void remove(String event) {
        byName.remove(event);
    }

    void clear() {
        byName.clear();
    }

    /** A copy. */
    Set<String> names() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(byName.keySet()));
    }

    void remove(String event, EventHandler handler) {
        byName.computeIfPresent(event, (name, handlers) -> {
            handlers.remove(handler);
            return handlers.isEmpty() ? null : handlers;
        });
    }

    /** Calls the handlers of this event, the others too when one throws. */
    void fire(Event event) {
        call(byName.getOrDefault(event.name(), List.of()), event);
    }

    /** Calls {@code handlers}, whatever the event is called. */
    void call(List<EventHandler> handlers, Event event) {
        for (EventHandler handler : List.copyOf(handlers)) {
            UserCode.run(
                    ports.log(),
                    () -> handler.handle(event),
                    () -> what + " of \"" + event.name() + "\" for " + whom.get() + " threw; nobody else is affected");
        }
    }
}
