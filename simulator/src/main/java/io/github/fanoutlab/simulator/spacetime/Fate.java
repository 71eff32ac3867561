package io.github.fanoutlab.simulator.spacetime;

/** What becomes of a message. */
public enum Fate {
    /** It brought an event to a client's application. */
    DELIVERED("delivered"),
    /** It arrived. */
    RECEIVED("received"),
    /** It brought an emit to a server, which keeps it until the next poll of a client. */
    KEPT("received", "kept for the next poll"),
    /** It brought an emit to a server that has no client for it. */
    NO_CLIENTS("received", "no matching clients"),
    /** Its channel names a room that no client of the server is in, so the server dropped it unread, its own echo, too. */
    UNKNOWN_ROOM("received", "unknown room"),
    /** Redis brought it back to the server that had published it, and the server ignored it, as it should. */
    ECHO_DROPPED("own echo", "dropped"),
    /** Redis brought it back to the server that had published it, and the server delivered it once more: a defect. (Over streams,
     * where servers wait for their own entries, such a message is {@link #RECEIVED}.) */
    ECHO_DELIVERED("own echo", "delivered again"),
    /** It was sent and never arrives. */
    LOST("lost"),
    /** It was sent and had not arrived when the run ended. */
    IN_FLIGHT("in flight when the run ends");

    private final String what;
    private final String more;

    Fate(String what) {
        this(what, "");
    }

    Fate(String what, String more) {
        this.what = what;
        this.more = more;
    }

    /** In words: {@code own echo, dropped}. */
    public String words() {
        return words("");
    }

    /** With {@code on} after the first of the words: {@code own echo on sub, dropped}. */
    String words(String on) {
        return what + on + (more.isEmpty() ? "" : ", " + more);
    }
}
