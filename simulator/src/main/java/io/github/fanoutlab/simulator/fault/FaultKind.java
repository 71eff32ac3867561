package io.github.fanoutlab.simulator.fault;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What can fail in a simulated run. Nothing here is impossible over TCP.
 *
 * <pre>
 * kill:W2@3.2s            the process dies; it is forked again when all faults heal
 * kill:W2@3.2s+1s         the process dies; it is forked again a second later
 * cut:W1.sub@2s           the connection is reset; both ends learn of it, what is in flight is lost
 * cut:W1.sub@2s+500ms     it is reset, and for half a second it cannot be dialed again
 * stall:W1.C1@2s+500ms    what is sent within half a second arrives when that is over, in order
 * pause:W2@2s+500ms       the process (or redis) is stopped for half a second, as by SIGSTOP
 * restart:redis@4s+300ms  Redis ends; it starts again 300 ms later, empty
 * leave:C1@2s+1s          the client leaves politely and comes back a second later
 * crash:W2@3.2s+1s        the machine loses power: no peer is told, and whoever dials it waits
 * silence:W1.sub@2s+3s    the connection dies and no end is told; three seconds later TCP's keepalive gives it up
 * lag:W1.C1@2s+1s         messages take longer for a second: 100 ms on average, some much more
 * slow:W1.C1@2s+3s        the client (on W1.sub: the node) reads slowly for three seconds; what is sent piles up
 * overflow:W1.sub@2s+1s   the node reads nothing for a second; then the buffer of Redis is full, and it ends the connection
 * full:redis@2s+1s        Redis accepts no new connection for a second, as at its limit of maxclients
 * failover:redis@4s+300ms Redis ends; 300 ms later a replica takes over, without the last second's writes
 * clock:W2@3s+5s          the node's wall clock is set back by five seconds
 * </pre>
 *
 * <p>One kind breaks nothing, and decides whose turn it is. Its target names the receiver first, then the connection as that calls it:
 *
 * <pre>
 * first:W2.sub@3.2s        of all that is on its way, what is next on the sub connection of W2 arrives first
 * first:redis.W1.pub@3.2s  what W1 has sent on its pub connection arrives at Redis first
 * first:C1.W1@3.2s         what W1 has sent to C1 arrives first
 * </pre>
 *
 * <p>A fault with a {@linkplain Trigger trigger} instead of a time meets both generations in the same situation:
 *
 * <pre>
 * kill:W2@W1#3                    right after W1's third emit, before that has arrived anywhere
 * kill:W2@C2.handshaken           right after C2 received the id of its session, before it is connected
 * cut:W2.sub@C2.connected,50ms+1s 50 ms after C2 was connected, for a second
 * leave:C1@C1.received#3+1s       right after C1 received its third emit
 * pause:redis@W2.subscribed#2+1s  right after W2 was subscribed again
 * crash:W3@W3.started#2           right after W3 was started again
 * kill:W1@C2.disconnected         right after C2 noticed that it is disconnected
 * </pre>
 *
 * <p>A trigger may come before the first step. Then the first step waits until all clients are connected in spite of the fault,
 * but no longer than ten seconds. If a trigger comes too late for the fault to be over when all heals, nothing is injected.
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
    LEAVE("a client, as in leave:C1@2s+1s", Lasts.ALWAYS),
    CRASH("a node, as in crash:W2@3s", Lasts.MAYBE),
    SILENCE("a node's connection, as in silence:W1.sub@2s+3s", Lasts.ALWAYS),
    LAG("a node's connection, as in lag:W1.C1@2s+1s", Lasts.ALWAYS),
    SLOW("a node's connection, as in slow:W1.C1@2s+3s", Lasts.ALWAYS),
    OVERFLOW("a node's subscribed connection, as in overflow:W1.sub@2s+1s", Lasts.ALWAYS),
    FULL("redis, as in full:redis@2s+1s", Lasts.ALWAYS),
    FAILOVER("redis, as in failover:redis@4s+300ms", Lasts.MAYBE),
    CLOCK("a node, as in clock:W2@3s+5s", Lasts.ALWAYS),
    FIRST("a receiver and its connection, as in first:W1.sub@2s", Lasts.NEVER);

    /** The kinds that break something. Random faults are of these. */
    public static final List<FaultKind> BREAKING =
            Stream.of(values()).filter(kind -> kind != FIRST).toList();

    /**
     * The kinds that are more than a delay. Only these make a difference where time does not matter, since there anything may
     * arrive late anyway.
     */
    public static final List<FaultKind> EVENTS = List.of(KILL, CUT, CRASH, SILENCE, RESTART, LEAVE);

    /** Whether a fault of a kind has a duration. */
    enum Lasts {
        MAYBE,
        ALWAYS,
        NEVER
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

    /** Whether it ends a process: a node, or Redis. */
    public boolean endsProcess() {
        return this == KILL || this == CRASH || this == RESTART || this == FAILOVER;
    }

    /** Whether it must have a duration. */
    public boolean needsDuration() {
        return lasts == Lasts.ALWAYS;
    }

    /** Whether it can have a duration. */
    boolean takesDuration() {
        return lasts != Lasts.NEVER;
    }
}
