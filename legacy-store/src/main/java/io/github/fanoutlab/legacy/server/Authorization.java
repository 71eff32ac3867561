package io.github.fanoutlab.legacy.server;

import tools.jackson.databind.node.ObjectNode;

/** Decides who may connect: to the server ({@code io.set("authorization", …)}) or to a namespace. */
@FunctionalInterface
public interface Authorization {

    /**
     * Decides now or later, by calling {@code decision} on the node's loop. The first call counts; an authorization that throws before
     * it has decided lets nobody in.
     *
     * @param handshake the data of the handshake: headers, address, time, query, url, xdomain; what is added to it
     *     stays with the session, on every node
     */
    void authorize(ObjectNode handshake, Decision decision);

    /** Takes the decision. */
    @FunctionalInterface
    interface Decision {

        /**
         * The decision has been made.
         *
         * @param error null; or why no decision could be made, for the log: the client learns only that there was an error
         * @param newData what replaces the handshake's data, on every node; null to keep them. As in 0.9, a session whose new data
         *     lack the date {@code issued} is not collected if nobody uses it
         */
        void done(String error, boolean authorized, ObjectNode newData);

        /** The decision has been made, and the handshake's data stay as they are. */
        default void done(String error, boolean authorized) {
            done(error, authorized, null);
        }
    }
}
