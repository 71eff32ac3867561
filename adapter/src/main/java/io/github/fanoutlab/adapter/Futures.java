package io.github.fanoutlab.adapter;

import io.github.fanoutlab.adapter.server.Callback;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** For programs that live on futures rather than callbacks: {@code Futures.of(io::fetchSockets)}. */
public final class Futures {

    private Futures() {}

    /**
     * Asks {@code question} and returns what it will be told. The future completes on the node's thread, so that what is chained
     * to it without an executor may run there and must not block; nobody may wait for it there. It fails with a {@link
     * io.github.fanoutlab.adapter.server.NoAnswerException}. From any thread.
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
