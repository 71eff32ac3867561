package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.EventLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;

/** The answers that one socket waits for, by the ids of the packets that ask for them. On the loop only. */
final class PendingAcks {

    private final EventLoop loop;
    private final Map<Long, Consumer<ArrayNode>> waiting = new LinkedHashMap<>();

    PendingAcks(EventLoop loop) {
        this.loop = loop;
    }

    /** Waits as long as the socket lives. */
    void expect(long id, Consumer<ArrayNode> onAnswer) {
        waiting.put(id, onAnswer);
    }

    /** Waits for {@code timeoutMillis}, even when the socket leaves before. */
    void expect(long id, long timeoutMillis, Consumer<ArrayNode> onAnswer, Runnable onTimeout) {
        EventLoop.Timer timer = loop.schedule(timeoutMillis, () -> {
            forget(id);
            onTimeout.run();
        });
        expect(id, args -> {
            timer.cancel();
            onAnswer.accept(args);
        });
    }

    /** Takes out the callback for the answer {@code id}; null when there is none. */
    Consumer<ArrayNode> take(long id) {
        return waiting.remove(id);
    }

    void forget(long id) {
        waiting.remove(id);
    }

    void clear() {
        waiting.clear();
    }
}
