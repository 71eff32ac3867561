package io.github.fanoutlab.adapter;

import io.github.fanoutlab.adapter.server.Callback;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Futures in place of callbacks: {@code Futures.of(io::fetchSockets)}. */
public final class Futures {

    private Futures() {}

    /**
     * Calls {@code question} with a callback and returns what the callback will get. May be called from any thread.
     *
     * <p>The future completes on the node's thread. What is chained to it without an executor may run there, so it must not block,
     * and code on that thread must not wait for the future. It fails with a {@link
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
