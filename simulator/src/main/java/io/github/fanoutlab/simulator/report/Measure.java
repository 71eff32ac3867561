package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.function.ToLongFunction;

/** What is counted in every run, in both generations. */
public enum Measure {
    DELIVERIES("deliveries", "", "deliveries", seen -> seen.events().size()),
    REDIS_CONNECTIONS(
            "redisConnections", "Redis", "connections", seen -> seen.tally().redisConnections()),
    CHANNELS("channels", "", "channels", seen -> seen.tally().channels()),
    PUBLISHES("publishes", "", "PUBLISH", seen -> seen.tally().publishes()),
    REDIS_DELIVERIES(
            "redisDeliveries", "Redis to", "nodes", seen -> seen.tally().redisDeliveries()),
    OWN_ECHOES("ownEchoesDropped", "own echoes", "dropped", seen -> seen.tally().ownEchoesDropped()),
    STATE_WHILE_CONNECTING(
            "stateMessagesWhileConnecting",
            "state while",
            "connecting",
            "state messages while connecting",
            seen -> seen.connecting().stateMessages()),
    STATE_MESSAGES(
            "stateMessages",
            "state while",
            "emitting",
            "state messages while emitting",
            seen -> seen.tally().stateMessages()),
    PUBLISHED_BYTES("publishedBytes", "bytes", "published", seen -> seen.tally().publishedBytes());

    private final String key;
    private final String upper;
    private final String lower;
    private final String words;
    private final ToLongFunction<Observation> count;

    Measure(String key, String upper, String lower, ToLongFunction<Observation> count) {
        this(key, upper, lower, (upper + ' ' + lower).strip(), count);
    }

    Measure(String key, String upper, String lower, String words, ToLongFunction<Observation> count) {
        this.key = key;
        this.upper = upper;
        this.lower = lower;
        this.words = words;
        this.count = count;
    }

    /** What it is called in JSON. */
    public String key() {
        return key;
    }

    /** The first of two lines in the head of a table; may be empty. */
    String upper() {
        return upper;
    }

    /** The second line. */
    String lower() {
        return lower;
    }

    /** What people call it. */
    public String words() {
        return words;
    }

    /** Whether it can be counted in {@code seen}. What {@code MyAdapter} drops, only its author knows. */
    public boolean isCountedIn(Observation seen) {
        return this != OWN_ECHOES || seen.dialect() != RedisDialect.MINE;
    }

    /** In a table: a number, or a dash. */
    String cell(Observation seen) {
        return isCountedIn(seen) ? String.valueOf(of(seen)) : "-";
    }

    /** How much of it {@code seen} counts, from the first step on; deliveries without the greetings. */
    public long of(Observation seen) {
        return count.applyAsLong(seen);
    }
}
