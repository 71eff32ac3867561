package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.HttpRequest;

/**
 * Decides which handshakes are let in: Node's {@code allowRequest}. Called on the node's loop for each new connection, not for
 * the further requests of one that was let in.
 *
 * <pre>{@code
 * options.allowRequest((request, callback) -> callback.call("not from there", isKnown(request.header("origin"))));
 * }</pre>
 */
@FunctionalInterface
public interface AllowRequest {

    /** Lets everybody in. */
    AllowRequest EVERYBODY = (request, callback) -> callback.call(null, true);

    /** Looks at {@code request} and calls back, now or later; the client waits meanwhile. The first call counts; throwing before that
     * refuses. */
    void decide(HttpRequest request, Callback callback);

    /** Takes the decision. */
    @FunctionalInterface
    interface Callback {

        /**
         * Lets the client in when {@code success}; otherwise refuses it, with {@code message} or, when that is null, with
         * {@code Forbidden}. From any thread.
         */
        void call(String message, boolean success);
    }
}
