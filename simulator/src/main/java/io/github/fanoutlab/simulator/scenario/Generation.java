package io.github.fanoutlab.simulator.scenario;

/** Which of the two servers plays a scenario. */
public enum Generation {
    /** Socket.IO 0.9 with its RedisStore of three Redis clients. */
    LEGACY("legacy", "0.9 RedisStore", "legacy.ownEchoesDropped", "legacy.stateMessagesPublished", "7:::1+0"),
    /** Socket.IO 1.0+ with its one Redis adapter. */
    ADAPTER("adapter", "1.0+ Redis adapter", "adapter.ownEchoesDropped", "", "Session ID unknown");

    private final String key;
    private final String title;
    private final String ownEchoesDropped;
    private final String stateMessages;
    private final String sessionUnknown;

    Generation(String key, String title, String ownEchoesDropped, String stateMessages, String sessionUnknown) {
        this.key = key;
        this.title = title;
        this.ownEchoesDropped = ownEchoesDropped;
        this.stateMessages = stateMessages;
        this.sessionUnknown = sessionUnknown;
    }

    /** As typed on the command line. */
    public String key() {
        return key;
    }

    /** As shown in reports. */
    public String title() {
        return title;
    }

    /** As shown above a narrow column: {@code 0.9} or {@code 1.0+}. */
    public String version() {
        return title.substring(0, title.indexOf(' '));
    }

    /** The counter of messages that a node dropped because it had published them itself. */
    public String ownEchoesDropped() {
        return ownEchoesDropped;
    }

    /** The counter of published messages that replicate state; empty for 1.0+, which replicates none. */
    public String stateMessages() {
        return stateMessages;
    }

    /** What a server sends to a client whose session it does not know; in 1.0+, the response has more around it. */
    public String sessionUnknown() {
        return sessionUnknown;
    }

    @Override
    public String toString() {
        return key;
    }
}
