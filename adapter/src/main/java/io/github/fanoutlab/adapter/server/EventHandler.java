package io.github.fanoutlab.adapter.server;

/** A handler of events. Called on the node's loop; an exception is logged and goes no further. */
@FunctionalInterface
public interface EventHandler {

    /** The event has arrived. */
    void handle(Event event);
}
