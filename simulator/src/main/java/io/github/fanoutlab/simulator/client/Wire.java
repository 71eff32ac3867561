package io.github.fanoutlab.simulator.client;

import tools.jackson.databind.JsonNode;

/** What carries the frames of one session, there and back. It breaks at most once; what is sent after that goes nowhere. */
interface Wire {

    /** Who is told what arrives. */
    interface Listener {

        void onText(String frame);

        void onBinary(byte[] frame);

        /** It broke, or did not come about. */
        void onLost(String reason);
    }

    /** Begins to connect. */
    void open();

    void send(String frame);

    void send(byte[] frame);

    /** Says goodbye as the transport does, after what was sent before, and tells nobody anything any more. */
    void close();

    /** The server has opened the session on these terms: for a wire whose next request must name it. */
    default void opened(JsonNode terms) {}
}
