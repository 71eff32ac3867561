package io.github.fanoutlab.simulator.fault;

import java.util.Locale;

/**
 * What can fail in a simulated run. Nothing here is impossible over TCP.
 *
 * <pre>
 * kill:W2@3.2s            the process dies; it is forked again when all faults heal
 * kill:W2@3.2s+1s         the same, and it is forked again a second later
 * cut:W1.sub@2s           the connection is reset; both ends learn, what is on its way is lost
 * cut:W1.sub@2s+500ms     the same, and nobody gets through for half a second
 * stall:W1.C1@2s+500ms    what is sent in that half second arrives at its end, in order
 * pause:W2@2s+500ms       the process (or redis) stands still, as after SIGSTOP
 * restart:redis@4s+300ms  Redis ends and begins anew 300 ms later, with nothing left of what it knew
 * leave:C1@2s+1s          the client leaves politely and comes back a second later
 * </pre>
 *
 * <p>A connection is named by its node and what the node calls it ({@code pub}, {@code sub}; {@code redis} for all of the
 * node's connections to Redis) or by the client at its other end.
 */
public enum FaultKind {
    KILL("a node, as in kill:W2@3s", Lasts.MAYBE),
    CUT("a node's connection, as in cut:W1.sub@2s", Lasts.MAYBE),
    STALL("a node's connection, as in stall:W1.sub@2s+500ms", Lasts.ALWAYS),
    PAUSE("a node or redis, as in pause:W2@2s+500ms", Lasts.ALWAYS),
    RESTART("redis, as in restart:redis@4s+300ms", Lasts.MAYBE),
    LEAVE("a client, as in leave:C1@2s+1s", Lasts.ALWAYS);

    /** Whether a fault of a kind has a duration. */
    enum Lasts {
        MAYBE,
        ALWAYS
    }

    private final String takes;
    private final Lasts lasts;

    FaultKind(String takes, Lasts lasts) {
        this.takes = takes;
        this.lasts = lasts;
    }

    /** As written in run strings: {@code kill}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it can hit, in words, with an example. */
    String takes() {
        return takes;
    }

    /** Whether it makes no sense without a duration. */
    public boolean needsDuration() {
        return lasts == Lasts.ALWAYS;
    }
}
