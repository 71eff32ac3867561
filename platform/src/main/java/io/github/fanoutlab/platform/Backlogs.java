package io.github.fanoutlab.platform;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a node keeps for clients that have not read it yet, in bytes. A client that reads too slowly is disconnected, so that it does
 * not cost the node its memory:
 *
 * <pre>
 *   one client is behind, and gets more than the limit     it goes
 *   one client is behind, and has read nothing for long    it goes, when it gets more
 *   all clients together have more than the limit          the one that has most goes, then the next
 * </pre>
 *
 * <p>Each is logged with the reason, and counted. Node.js has no such limits: there, a client that does not read fills the memory.
 *
 * <p>One for each node. Used on its loop only.
 */
public final class Backlogs {

    /** The usual limit for one client. */
    public static final long DEFAULT_MAX_BYTES = 16L << 20;

    /** How long a client that is behind may read nothing. */
    public static final long PATIENCE_MILLIS = 300_000;

    /** Counts clients that were disconnected because they read too slowly. */
    public static final String TOO_SLOW = "clients.tooSlow";

    private final EventLoop loop;
    private final DebugLog log;
    private final Counters counters;
    private final Set<Backlog> present = new LinkedHashSet<>();
    private long maxBytes = DEFAULT_MAX_BYTES;
    private long maxTotalBytes;
    private long totalBytes;

    /** The backlogs of the node of {@code loop}; together they may have {@code maxTotalBytes}. */
    public Backlogs(EventLoop loop, DebugLog log, Counters counters, long maxTotalBytes) {
        this.loop = loop;
        this.log = log;
        this.counters = counters;
        this.maxTotalBytes = maxTotalBytes;
    }

    /** Changes the limits: for one client, and for all clients of this node together. */
    public void limit(long maxBytes, long maxTotalBytes) {
        this.maxBytes = maxBytes;
        this.maxTotalBytes = maxTotalBytes;
    }

    /** How much one client may have. */
    public long maxBytes() {
        return maxBytes;
    }

    /** How much all clients together may have. */
    public long maxTotalBytes() {
        return maxTotalBytes;
    }

    /** How much all clients have now. */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * Begins to count for one client.
     *
     * @param client the client in words, for the log
     * @param patienceMillis how long it may read nothing: {@link #PATIENCE_MILLIS}
     * @param disconnect drops at once what is kept, and gets the reason; called at most once. It must leave for a later turn what makes
     *     handlers run: the node is in the middle of something
     */
    public Backlog open(String client, long patienceMillis, Consumer<String> disconnect) {
        return new Backlog(this, client, patienceMillis, disconnect);
    }

    long nowMillis() {
        return loop.nowMillis();
    }

    /** The backlog was changed by {@code bytes}. */
    void changed(Backlog backlog, long bytes) {
        totalBytes += bytes;
        if (backlog.bytes() == 0) {
            present.remove(backlog);
        } else if (backlog.bytes() == bytes) {
            present.add(backlog);
        }
        while (totalBytes > maxTotalBytes) {
            Backlog most = present.stream()
                    .max(Comparator.comparingLong(Backlog::bytes))
                    .orElseThrow();
            most.disconnect(
                    "the peer read more slowly than all others",
                    most.bytes() + " bytes wait for it, more than for any other client, and " + totalBytes
                            + " for all; the limit for all is " + maxTotalBytes);
        }
    }

    void disconnected(String client, String why) {
        counters.increment(TOO_SLOW);
        log.warn(client + " reads too slowly: " + why + "; it is disconnected");
    }
}
