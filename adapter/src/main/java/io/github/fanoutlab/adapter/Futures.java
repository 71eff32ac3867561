package io.github.fanoutlab.adapter;

import io.github.fanoutlab.adapter.server.Callback;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Futures instead of callbacks: {@code Futures.of(io::fetchSockets)}. */
public final class Futures {

    private Futures() {}

    /**
     * Calls {@code question} with a callback, and returns a future of what the callback gets. May be called from any thread.
     *
     * <p>The future completes on the node's thread. Stages that are chained to it without an executor may run there, so they must
     * not block. Code on that thread must not wait for the future. The future fails with a {@link
     * io.github.fanoutlab.adapter.server.NoAnswerException}.
     */
    public static <T> CompletableFuture<T> of(Consumer<Callback<T>> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        question.accept((error, result) -> {
            if (error == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(error);
            }
        });
        return future;
    }
}
