package io.github.fanoutlab.simulator.client;

import tools.jackson.databind.JsonNode;

/** Carries the frames of one session in both directions. It breaks at most once; frames that are sent after that are lost. */
interface Wire {

    /** Learns what arrives. */
    interface Listener {

        void onText(String frame);

        void onBinary(byte[] frame);

        /** The wire broke, or could not be opened. */
        void onLost(String reason);
    }

    /** Begins to connect. */
    void open();

    void send(String frame);

    void send(byte[] frame);

    /** Says the transport's goodbye after everything else. The listener learns nothing any more. */
    void close();

    /** The server has opened the session on these terms; a polling wire names it in its next request. */
    default void opened(JsonNode terms) {}
}
