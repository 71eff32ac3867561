package io.github.fanoutlab.simulator.world;

/**
 * One direction of a TCP connection: what is put in comes out later, in the same order.
 *
 * <p>Each message draws its own latency; one that would overtake the message before it arrives together with that one.
 */
final class Pipe {

    private final World world;
    private final Latency latency;
    private final RandomSource random;
    private long lastArrivalMicros;

    Pipe(World world, Latency latency, RandomSource random) {
        this.world = world;
        this.latency = latency;
        this.random = random;
    }

    void carry(Runnable arrival) {
        lastArrivalMicros = Math.max(lastArrivalMicros, world.nowMicros() + latency.drawMicros(random));
        world.agenda().plan(lastArrivalMicros, arrival);
    }

    /** What is put in from now on comes out no earlier than {@code untilMicros}. */
    void stallUntil(long untilMicros) {
        lastArrivalMicros = Math.max(lastArrivalMicros, untilMicros);
    }
}
