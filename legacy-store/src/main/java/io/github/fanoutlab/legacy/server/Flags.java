package io.github.fanoutlab.legacy.server;

/** How a socket sends its next packet; 0.9 keeps these on the socket until it is sent. */
record Flags(boolean json, boolean isVolatile, boolean broadcast, String room) {

    static final Flags NONE = new Flags(false, false, false, "");
}
