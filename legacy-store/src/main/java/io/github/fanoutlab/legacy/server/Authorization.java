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
         * @param newData what takes the place of the handshake's data, on every node; null to keep them. As in 0.9, a session
         *     whose new data have no date {@code issued} is not collected when nobody uses it
         */
        void done(String error, boolean authorized, ObjectNode newData);

        /** The same; the data stay. */
        default void done(String error, boolean authorized) {
            done(error, authorized, null);
        }
    }
}
