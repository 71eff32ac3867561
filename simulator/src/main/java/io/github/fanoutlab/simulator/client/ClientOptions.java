package io.github.fanoutlab.simulator.client;

/**
 * What a client does when its connection is lost or cannot be opened.
 *
 * @param reconnects whether it reconnects
 * @param firstRetryMillis the wait before the first retry; each further wait is twice as long
 * @param longestRetryMillis the longest wait
 * @param jitterPercent by how much a wait may be shorter or longer, so that clients do not reconnect all at once
 */
public record ClientOptions(boolean reconnects, long firstRetryMillis, long longestRetryMillis, int jitterPercent) {

    /** Connects once, and does not reconnect. */
    public static final ClientOptions ONCE = new ClientOptions(false, 0, 0, 0);

    /** Reconnects as {@code socket.io-client} 4 does: after 1 s, 2 s, 4 s, then 5 s, each up to a half shorter or longer. */
    public static final ClientOptions RECONNECTING = new ClientOptions(true, 1_000, 5_000, 50);

    /** Reconnects as {@code socket.io-client} 0.9 does: after 0.5 s, 1 s, 2 s and so on. */
    public static final ClientOptions LEGACY_RECONNECTING = new ClientOptions(true, 500, Long.MAX_VALUE, 0);

    private static final int MAX_DOUBLINGS = 30;

    /** The wait after {@code failedTries} failed attempts, in milliseconds; {@code draw} is a random number from 0 to 200. */
    long retryMillis(int failedTries, int draw) {
        long wait = Math.min(longestRetryMillis, firstRetryMillis << Math.min(failedTries - 1, MAX_DOUBLINGS));
        return Math.min(longestRetryMillis, wait + wait * jitterPercent * (draw - 100) / 10_000);
    }
}
