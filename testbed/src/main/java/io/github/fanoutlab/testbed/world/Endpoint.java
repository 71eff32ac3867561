package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.testbed.trace.Kind;
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
 * <p>A connection can die silently. Then nothing gets through any more, not even a goodbye, and each end believes that it is
 * alive until its heartbeat, or its system's keepalive, gives it up.
 *
 * <p>A process can crash together with its machine. A peer that has sent something learns of it when the machine is up again and
 * resets a connection that it does not know. A peer that has nothing to send never learns.
 *
 * <p>A connection can stall: what is sent meanwhile arrives later, in order. What arrives for a paused process waits until it goes
 * on.
 *
 * <p>Inside a connection nothing else is lost, and nothing is doubled or overtaken: it is TCP.
 */
final class Endpoint {

    /** What the two ends share; {@code deadBecause} is empty while messages get through. */
    private static final class Wire {
        private String deadBecause = "";
    }

    private static final String CUT = "the connection was cut";
    private static final String SILENT = "the connection had died silently";
    private static final int FRAMING_BYTES = 8;

    /** Linux begins with 200 ms at least, and doubles. */
    private static final long FIRST_RETRANSMISSION_MICROS = 200_000;

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

    /** The track of what arrives at this end. */
    Track track() {
        return inbound.track();
    }

    /** Whether this end still receives and sends, as far as it knows. */
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

    /** Records something that happens at this end, as an effect of what is being handled now. */
    long record(Kind kind, String name, Object payload, long number) {
        return record(owner.world.cause(), kind, name, payload, number);
    }

    /** Sends what event {@code sent} recorded; {@code arrival} runs when it reaches the other end, unless it is lost. */
    void transmit(long sent, Runnable arrival) {
        Endpoint to = peer;
        Runnable inTurn = () -> to.owner.whenAwake(() -> to.arrive(sent, arrival));
        if (to.inbound.isSlow()) {
            to.inbound.carry(FRAMING_BYTES + owner.world.trace().event(sent).bytes(), inTurn);
        } else {
            to.inbound.carry(inTurn);
        }
    }

    private void arrive(long sent, Runnable arrival) {
        if (!wire.deadBecause.isEmpty()) {
            record(sent, Kind.LOST, wire.deadBecause, null, 0);
        } else if (owner.isCrashed()) {
            retransmit(record(sent, Kind.LOST, owner.name() + " crashed", null, 0), FIRST_RETRANSMISSION_MICROS);
        } else if (open) {
            arrival.run();
        } else {
            record(sent, Kind.LOST, closedBecause, null, 0);
        }
    }

    /** The other end's system repeats what this end's system does not confirm, until this machine is up and resets. */
    private void retransmit(long lost, long waitMicros) {
        World world = owner.world;
        if (!world.faults().isWithoutPower(owner.name())) {
            peer.learn(lost, "connection reset: " + owner.name() + " was started anew and does not know it");
        } else if (peer.open) {
            world.queue().planTimer(world.nowMicros() + waitMicros, () -> retransmit(lost, 2 * waitMicros));
        }
    }

    /** How many bytes the other end, a slow reader, has not read yet. */
    long unreadBytes() {
        return peer.inbound.unreadBytes();
    }

    /** This end closes because of {@code cause}, after what it sent so far; the owner is not told. */
    void close(long cause, String reason) {
        if (!open) {
            return;
        }
        stop(reason);
        peer.hear(cause, reason);
    }

    /** This end closes because both ends have agreed that it is over; nobody needs to be told. */
    void finish(String reason) {
        if (open) {
            stop(reason);
        }
    }

    /** The owner's system closes this end because of {@code cause}; the owner learns now, the peer as with {@link #close}. */
    void shutDown(long cause, String reason) {
        peer.hear(cause, reason);
        owner.world.queue().plan(owner.world.nowMicros(), owner.tasks(), () -> broken(cause, reason));
    }

    /** Something between the ends cuts the connection; {@code fault} is the event that says so. */
    void cut(long fault) {
        wire.deadBecause = CUT;
        learn(fault, CUT);
        peer.learn(fault, CUT);
    }

    /** From now on nothing gets through. Nobody is told before {@code untilMicros}, when the systems give the connection up. */
    void silence(long fault, long untilMicros) {
        wire.deadBecause = SILENT;
        owner.world.queue().planTimer(untilMicros, () -> {
            giveUp(fault);
            peer.giveUp(fault);
        });
    }

    private void giveUp(long fault) {
        owner.whenAwake(() -> broken(fault, "keepalive: " + peer.owner.name() + " does not answer"));
    }

    /** This end reads nothing until {@code untilMicros}. Then the other end, whose buffer is full, gives the connection up. */
    void overflow(long fault, long untilMicros, String reason) {
        inbound.stallUntil(untilMicros + 1);
        owner.world.queue().planTimer(untilMicros, () -> {
            if (peer.open && wire.deadBecause.isEmpty()) {
                wire.deadBecause = reason;
                peer.broken(fault, reason);
                learn(fault, reason);
            }
        });
    }

    /** From now on this end reads nothing, until {@link #release}. */
    void hold() {
        inbound.hold();
    }

    boolean isHeld() {
        return inbound.isHeld();
    }

    /** This end reads what was sent to it meanwhile. */
    void release() {
        inbound.release();
    }

    /** What is sent to this end until {@code untilMicros} is read slowly, in order. */
    void slowUntil(long untilMicros) {
        inbound.slowUntil(untilMicros);
    }

    /** What is sent until {@code untilMicros}, in either direction, takes longer. */
    void lagUntil(long untilMicros) {
        inbound.lagUntil(untilMicros);
        peer.inbound.lagUntil(untilMicros);
    }

    /** What is sent from now on, in either direction, arrives no earlier than {@code untilMicros}. */
    void stallUntil(long untilMicros) {
        inbound.stallUntil(untilMicros);
        peer.inbound.stallUntil(untilMicros);
    }

    private void learn(long cause, String reason) {
        inbound.carry(() -> owner.whenAwake(() -> broken(cause, reason)));
    }

    /** The owner learns as with {@link #learn}, if a goodbye gets through. */
    private void hear(long cause, String reason) {
        inbound.carry(() -> owner.whenAwake(() -> {
            if (!wire.deadBecause.equals(SILENT)) {
                broken(cause, reason);
            }
        }));
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
        if (!owner.isAlive()) {
            return;
        }
        owner.handle(record(cause, Kind.CONNECTION_CLOSED, reason, null, 0), () -> whenBroken.accept(reason));
    }
}
