package io.github.fanoutlab.simulator.scenario;

/** Which of the two servers plays a scenario. */
public enum Generation {
    /** Socket.IO 0.9 with its RedisStore of three Redis clients. */
    LEGACY("legacy", "0.9 RedisStore"),
    /** Socket.IO 1.0+ with its one Redis adapter. */
    ADAPTER("adapter", "1.0+ Redis adapter");

    private final String key;
    private final String title;

    Generation(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** As typed on the command line. */
    public String key() {
        return key;
    }

    /** As read in reports. */
    public String title() {
        return title;
    }

    @Override
    public String toString() {
        return key;
    }
}
