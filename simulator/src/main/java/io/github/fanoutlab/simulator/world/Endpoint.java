package io.github.fanoutlab.simulator.world;

import io.github.fanoutlab.simulator.trace.Kind;
import java.util.function.Consumer;

/**
 * One end of a TCP connection.
 *
 * <p>How a connection ends, and who learns what:
 *
 * <pre>
 *   one end closes, or its process dies   the other end learns after everything that was sent to it before;
 *                                         what is on its way to the closed end is lost
 *   the connection is cut                 both ends learn, each after the latency towards it;
 *                                         what is on its way in either direction is lost, and what is sent
 *                                         before the sender learns
 * </pre>
 *
 * <p>A connection can also stall: what is sent meanwhile arrives later, in order. A paused process learns nothing; what
 * arrives for it waits.
 *
 * <p>Inside a connection nothing else is ever lost, and nothing is doubled or overtaken: it is TCP.
 */
final class Endpoint {

    /** What the two ends share. */
    private static final class Wire {
        private boolean cut;
    }

    private static final String CUT = "the connection was cut";

    private final SimProcess owner;
    private final String connection;
    private final Pipe inbound;
    private final Wire wire;
    private Endpoint peer;
    private boolean open = true;
    private String closedBecause = "";
    private Consumer<String> whenBroken = reason -> {};

    private Endpoint(SimProcess owner, String connection, Pipe inbound, Wire wire) {
        this.owner = owner;
        this.connection = connection;
        this.inbound = inbound;
        this.wire = wire;
    }

    /** A new connection: the dialer's end, whose {@link #peer()} is the acceptor's. */
    static Endpoint connect(String connection, SimProcess dialer, Pipe toDialer, SimProcess acceptor, Pipe toAcceptor) {
        Wire wire = new Wire();
        Endpoint mine = new Endpoint(dialer, connection, toDialer, wire);
        Endpoint theirs = new Endpoint(acceptor, connection, toAcceptor, wire);
        mine.peer = theirs;
        theirs.peer = mine;
        dialer.hold(mine);
        acceptor.hold(theirs);
        return mine;
    }

    SimProcess owner() {
        return owner;
    }

    Endpoint peer() {
        return peer;
    }

    String connection() {
        return connection;
    }

    /** Whether this end still takes and sends, as far as it knows. */
    boolean isOpen() {
        return open;
    }

    /** {@code task} runs in the owner's turn when the connection turns out to be broken; it gets the reason. */
    void whenBroken(Consumer<String> task) {
        whenBroken = task;
    }

    /** Records something that happens at this end, as an effect of {@code cause}. */
    long record(long cause, Kind kind, String name, Object payload, long number) {
        return owner.world.recordCaused(
                cause, owner.name(), kind, peer.owner.name(), connection, name, payload, number);
    }

    /** The same as an effect of what is being handled now. */
    long record(Kind kind, String name, Object payload, long number) {
        return record(owner.world.cause(), kind, name, payload, number);
    }

    /** Sends what event {@code sent} recorded; {@code arrival} runs when it reaches the other end, unless it is lost. */
    void transmit(long sent, Runnable arrival) {
        Endpoint to = peer;
        to.inbound.carry(() -> to.owner.whenAwake(() -> {
            if (to.open && !wire.cut) {
                arrival.run();
            } else {
                to.record(sent, Kind.LOST, wire.cut ? CUT : to.closedBecause, null, 0);
            }
        }));
    }

    /** This end stops because of {@code cause}, after what it sent so far; the owner is not told. */
    void close(long cause, String reason) {
        if (!open) {
            return;
        }
        stop(reason);
        peer.learn(cause, reason);
    }

    /** This end stops because both ends agreed that it is over; nobody needs to be told. */
    void finish(String reason) {
        if (open) {
            stop(reason);
        }
    }

    /** The owner's system closes this end because of {@code cause}: the owner learns now, the peer as with {@link #close}. */
    void shutDown(long cause, String reason) {
        peer.learn(cause, reason);
        owner.world.agenda().plan(owner.world.nowMicros(), () -> broken(cause, reason));
    }

    /** Somebody in between cuts the connection; {@code fault} recorded it. */
    void cut(long fault) {
        wire.cut = true;
        learn(fault, CUT);
        peer.learn(fault, CUT);
    }

    /** What is sent from now on, in either direction, arrives no earlier than {@code untilMicros}. */
    void stallUntil(long untilMicros) {
        inbound.stallUntil(untilMicros);
        peer.inbound.stallUntil(untilMicros);
    }

    private void learn(long cause, String reason) {
        inbound.carry(() -> owner.whenAwake(() -> broken(cause, reason)));
    }

    private void stop(String reason) {
        open = false;
        closedBecause = reason;
        owner.forget(this);
    }

    private void broken(long cause, String reason) {
        if (!open) {
            return;
        }
        stop(reason);
        owner.handle(record(cause, Kind.CONNECTION_CLOSED, reason, null, 0), () -> whenBroken.accept(reason));
    }
}
