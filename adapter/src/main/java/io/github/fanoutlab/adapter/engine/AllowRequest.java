package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.HttpRequest;

/**
 * Decides which handshakes are accepted: Node's {@code allowRequest}. Called on the node's loop for each new connection, not for
 * later requests of an accepted connection.
 *
 * <pre>{@code
 * options.allowRequest((request, callback) -> callback.call("not from there", isKnown(request.header("origin"))));
 * }</pre>
 */
@FunctionalInterface
public interface AllowRequest {

    /** Accepts everybody. */
    AllowRequest EVERYBODY = (request, callback) -> callback.call(null, true);

    /**
     * Looks at {@code request} and calls back, now or later, while the client waits. The first call counts. An exception before
     * that refuses the client.
     */
    void decide(HttpRequest request, Callback callback);

    /** Takes the decision. */
    @FunctionalInterface
    interface Callback {

        /**
         * Accepts the client if {@code success}. Otherwise refuses it, with {@code message} or, if that is null, with {@code
         * Forbidden}. From any thread.
         */
        void call(String message, boolean success);
    }
}
