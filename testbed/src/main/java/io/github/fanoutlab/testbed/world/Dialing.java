package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.testbed.trace.Kind;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a TCP connection comes up: a SYN travels to the port, and a SYN-ACK or a refusal travels back. The systems of both hosts
 * do that; neither process has a turn before the dialer learns the outcome.
 *
 * @param <S> what the listening side keeps for the connection
 */
final class Dialing<S> {

    /** A port that is listened on. */
    interface Acceptor<S> {

        SimProcess process();

        /** A connection came up because of {@code cause}; {@code end} is the listening side's. */
        S accept(Endpoint end, long cause);
    }

    private static final int MAX_TRIES = 6;
    private static final long FIRST_WAIT_MICROS = 1_000_000;

    private final SimNode dialer;
    private final String target;
    private final String connection;
    private final long cause;
    private final Pipe outward;
    private final Pipe homeward;
    private int tries;

    /** {@code target} is {@code host:port}; {@code cause} is the event because of which the dialer dials. */
    Dialing(SimNode dialer, String target, String connection, Latency latency, long cause) {
        this.dialer = dialer;
        this.target = target;
        this.connection = connection;
        this.cause = cause;
        RandomSource random = dialer.world.randomOfConnection(connection);
        this.outward = new Pipe(dialer.world, latency, random.fork("out"), track(host(), host()));
        this.homeward = new Pipe(dialer.world, latency, random.fork("home"), track(dialer.lane(), dialer.name()));
    }

    /**
     * Sends the SYN. {@code whoListens} gives null when nobody does. Exactly one of the callbacks is called: {@code onConnected}
     * by the system, or {@code onRefused} in the dialer's turn.
     */
    void dial(
            Supplier<? extends Acceptor<S>> whoListens,
            BiConsumer<Endpoint, S> onConnected,
            Consumer<String> onRefused) {
        outward.carry(() -> {
            Acceptor<S> acceptor = whoListens.get();
            if (!dialer.isAlive()) {
                return;
            }
            if (dialer.world.faults().isWithoutPower(host())) {
                tryAgain(() -> dial(whoListens, onConnected, onRefused), onRefused);
            } else if (dialer.world
                    .faults()
                    .isBlocked(
                            dialer.name(),
                            connection,
                            acceptor == null ? host() : acceptor.process().name())) {
                homeward.carry(() -> refuse("connection refused: the way to " + target + " is cut", onRefused));
            } else if (acceptor == null) {
                homeward.carry(() -> refuse("connection refused: nobody listens at " + target, onRefused));
            } else {
                connect(acceptor, onConnected, onRefused);
            }
        });
    }

    /** Sends the SYN, and something between the hosts refuses it with {@code reason}. */
    void turnBack(String reason, Consumer<String> onRefused) {
        outward.carry(() -> {
            if (dialer.isAlive()) {
                homeward.carry(() -> refuse(reason, onRefused));
            }
        });
    }

    /** Nobody answers a SYN to a machine without power. The system sends it again after 1 s, 2 s, 4 s and so on, as Linux does. */
    private void tryAgain(Runnable again, Consumer<String> onRefused) {
        if (tries == MAX_TRIES) {
            refuse("connection timed out: " + target + " does not answer", onRefused);
        } else {
            dialer.world.queue().planTimer(dialer.world.nowMicros() + (FIRST_WAIT_MICROS << tries++), () -> {
                if (dialer.isAlive()) {
                    again.run();
                }
            });
        }
    }

    private void connect(Acceptor<S> acceptor, BiConsumer<Endpoint, S> onConnected, Consumer<String> onRefused) {
        Endpoint mine = Endpoint.connect(connection, dialer, homeward, acceptor.process(), outward);
        mine.whenBroken(onRefused);
        S session = acceptor.accept(mine.peer(), cause);
        homeward.carry(() -> dialer.whenAwake(() -> {
            if (mine.isOpen()) {
                onConnected.accept(mine, session);
            }
        }));
    }

    private void refuse(String reason, Consumer<String> onRefused) {
        dialer.whenAwake(() -> refuseNow(reason, onRefused));
    }

    private void refuseNow(String reason, Consumer<String> onRefused) {
        if (dialer.isAlive()) {
            long refused = dialer.world.recordCaused(
                    cause, dialer.name(), Kind.CONNECTION_REFUSED, host(), connection, reason, null, 0);
            dialer.handle(refused, () -> onRefused.accept(reason));
        }
    }

    private Track track(String lane, String end) {
        return dialer.world.tracks().create(lane, connection + " to " + end);
    }

    private String host() {
        return target.substring(0, target.indexOf(':'));
    }
}
