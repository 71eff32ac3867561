package io.github.fanoutlab.simulator.client;

/**
 * What a client does when its connection is lost or does not come up.
 *
 * @param reconnects whether it tries again
 * @param firstRetryMillis how long it waits before the first try; each further wait is twice as long
 * @param longestRetryMillis no wait is longer than this
 * @param jitterPercent by how much a wait may be shorter or longer, so that clients do not come back all at once
 */
public record ClientOptions(boolean reconnects, long firstRetryMillis, long longestRetryMillis, int jitterPercent) {

    /** Connects once; what is lost is lost. */
    public static final ClientOptions ONCE = new ClientOptions(false, 0, 0, 0);

    /** Comes back as {@code socket.io-client} 4 does: after about 1 s, 2 s, 4 s, then 5 s, each give or take a half. */
    public static final ClientOptions RECONNECTING = new ClientOptions(true, 1_000, 5_000, 50);

    /** Comes back as {@code socket.io-client} 0.9 does: after 0.5 s, 1 s, 2 s and so on. */
    public static final ClientOptions LEGACY_RECONNECTING = new ClientOptions(true, 500, Long.MAX_VALUE, 0);

    private static final int MOST_DOUBLINGS = 30;

    /** The wait after {@code failedTries} tries (from 1), in milliseconds; {@code draw} is a number from 0 to 200. */
    long retryMillis(int failedTries, int draw) {
        long wait = Math.min(longestRetryMillis, firstRetryMillis << Math.min(failedTries - 1, MOST_DOUBLINGS));
        return Math.min(longestRetryMillis, wait + wait * jitterPercent * (draw - 100) / 10_000);
    }
}
