package io.github.fanoutlab.legacy.server;

/** How a {@link FlaggedSocket} sends. */
record Flags(boolean json, boolean isVolatile, boolean broadcast, String room) {

    static final Flags NONE = new Flags(false, false, false, "");
}
