package io.github.fanoutlab.legacy.server;

import tools.jackson.databind.node.ObjectNode;

/** Decides who may come in: to the server ({@code io.set("authorization", …)}) or to a namespace. */
@FunctionalInterface
public interface Authorization {

    /**
     * Decides now or later, by calling {@code decision} once, on the node's loop.
     *
     * @param handshake the data of the handshake: headers, address, time, query, url, xdomain; what is added to it
     *     stays with the session, on every node
     */
    void authorize(ObjectNode handshake, Decision decision);

    /** How it was decided. */
    @FunctionalInterface
    interface Decision {

        /**
         * It is decided.
         *
         * @param error null; or why it could not be decided, for the log: the client is told that there was an error
         */
        void done(String error, boolean authorized);
    }
}
