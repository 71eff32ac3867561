package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.Futures;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.testbed.peer.NodePeer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** Closes what a test with real servers has opened, the last one first. */
abstract class OpenedByTests {

    static final long PATIENCE_SECONDS = NodePeer.PATIENCE.toSeconds();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    final <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    @AfterEach
    final void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** The result that {@code question} passes to its callback; fails with its error, or when nothing comes. */
    static <T> T answer(Consumer<Callback<T>> question) throws Exception {
        return Futures.of(question).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
