package io.github.fanoutlab.adapter.server;

/** What to do with an event. Called on the node's loop; an exception is logged and harms nobody. */
@FunctionalInterface
public interface EventHandler {

    /** The event has arrived. */
    void handle(Event event);
}
