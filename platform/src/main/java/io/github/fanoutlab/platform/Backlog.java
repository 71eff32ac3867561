package io.github.fanoutlab.platform;

import java.util.function.Consumer;

/** What a node keeps for one client that has not read it yet; see {@link Backlogs}. Used on the node's loop only. */
public final class Backlog {

    /** What a packet takes besides its content, roughly. */
    public static final int PACKET_BYTES = 256;

    private static final long MILLIS_PER_SECOND = 1_000;

    private final Backlogs all;
    private final String client;
    private final long patienceMillis;
    private final Consumer<String> disconnect;
    private long bytes;
    private long longMessage;
    private long readAtMillis;
    private boolean ended;

    Backlog(Backlogs all, String client, long patienceMillis, Consumer<String> disconnect) {
        this.all = all;
        this.client = client;
        this.patienceMillis = patienceMillis;
        this.disconnect = disconnect;
    }

    /** How many bytes are kept. */
    public long bytes() {
        return bytes;
    }

    /**
     * {@code more} bytes are kept. Behind others, they may be too much, and the client is disconnected. Alone they may be more than the
     * limit for one client, and do not count for it: a long message to a client that keeps up is no backlog.
     */
    public void add(long more) {
        if (ended) {
            return;
        }
        long now = all.nowMillis();
        if (bytes == 0) {
            readAtMillis = now;
            longMessage = more > all.maxBytes() ? more : 0;
        } else if (bytes - longMessage + more > all.maxBytes()) {
            disconnect(
                    "the peer read too slowly",
                    bytes + " bytes wait for it and " + more + " more were sent, the limit is " + all.maxBytes());
        } else if (now - readAtMillis > patienceMillis) {
            disconnect(
                    "the peer read nothing for too long",
                    bytes + " bytes wait for it, of which it has read nothing for "
                            + (now - readAtMillis) / MILLIS_PER_SECOND + " s");
        }
        change(more);
    }

    /** The client has read {@code fewer} bytes, or they are kept elsewhere. */
    public void remove(long fewer) {
        if (fewer > 0 && !ended) {
            readAtMillis = all.nowMillis();
            longMessage = Math.max(0, longMessage - fewer);
            change(-fewer);
        }
    }

    /** The client has gone: nothing is kept for it, and nothing will be. */
    public void end() {
        if (!ended) {
            change(-bytes);
            ended = true;
        }
    }

    private void change(long by) {
        if (by != 0 && !ended) {
            bytes += by;
            all.changed(this, by);
        }
    }

    void disconnect(String reason, String why) {
        end();
        all.disconnected(client, why);
        disconnect.accept(reason);
    }
}
