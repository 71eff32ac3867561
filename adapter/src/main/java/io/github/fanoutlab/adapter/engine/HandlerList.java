package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.DebugLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The user's handlers of one event. When one throws, the others are called nonetheless, and no client is affected. */
final class HandlerList<T> {

    private final DebugLog log;
    private final String event;
    private final List<Consumer<T>> handlers = new ArrayList<>();

    /** {@code event} names them in the log. */
    HandlerList(DebugLog log, String event) {
        this.log = log;
        this.event = event;
    }

    void add(Consumer<T> handler) {
        handlers.add(handler);
    }

    void tell(T news) {
        for (Consumer<T> handler : List.copyOf(handlers)) {
            UserCode.run(log, "handler of \"" + event + "\"", () -> handler.accept(news));
        }
    }
}
