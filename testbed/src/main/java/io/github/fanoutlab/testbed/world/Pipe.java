package io.github.fanoutlab.testbed.world;

import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a TCP connection: what is put in comes out later, in the same order.
 *
 * <p>Each message draws its own latency. A message that would overtake the one before it arrives together with that one.
 */
final class Pipe {

    /** The extra latency while the pipe lags: 100 ms on average, more than 460 ms in one of a hundred cases. */
    private static final Latency LAG = Latency.exponential(0, 100_000);

    /** A slow reader reads two thousand bytes per second. */
    private static final long SLOW_MICROS_PER_BYTE = 500;

    private final World world;
    private final Latency latency;
    private final RandomSource random;
    private final Track track;
    private long lastArrivalMicros;
    private long lagUntilMicros;
    private long slowUntilMicros;
    private long unreadBytes;
    private List<Runnable> held;

    /** Arrivals are planned on {@code track}. */
    Pipe(World world, Latency latency, RandomSource random, Track track) {
        this.world = world;
        this.latency = latency;
        this.random = random;
        this.track = track;
    }

    Track track() {
        return track;
    }

    void carry(Runnable arrival) {
        if (held != null) {
            held.add(arrival);
            return;
        }
        long takes = latency.drawMicros(random) + (isLagging() ? LAG.drawMicros(random) : 0);
        lastArrivalMicros = Math.max(lastArrivalMicros, world.nowMicros() + takes);
        world.queue().plan(lastArrivalMicros, track, arrival);
    }

    /** Carries a message of {@code bytes} bytes, which waits in the pipe while the reader is slow. */
    void carry(long bytes, Runnable arrival) {
        if (!isSlow()) {
            carry(arrival);
            return;
        }
        unreadBytes += bytes;
        lastArrivalMicros = Math.max(lastArrivalMicros, world.nowMicros()) + bytes * SLOW_MICROS_PER_BYTE;
        carry(() -> {
            unreadBytes -= bytes;
            arrival.run();
        });
    }

    /** From now on nothing comes out, until {@link #release}. */
    void hold() {
        held = new ArrayList<>();
    }

    boolean isHeld() {
        return held != null;
    }

    /** What was put in meanwhile comes out, as if it were put in now. */
    void release() {
        List<Runnable> waiting = held == null ? List.of() : held;
        held = null;
        waiting.forEach(this::carry);
    }

    /** How many bytes that were sent to a slow reader have not been read. */
    long unreadBytes() {
        return unreadBytes;
    }

    /** What is put in until {@code untilMicros} takes longer: mostly a little, sometimes much. */
    void lagUntil(long untilMicros) {
        lagUntilMicros = Math.max(lagUntilMicros, untilMicros);
    }

    private boolean isLagging() {
        return lagUntilMicros > world.nowMicros();
    }

    /** Until {@code untilMicros} the reader takes one byte in {@link #SLOW_MICROS_PER_BYTE}. */
    void slowUntil(long untilMicros) {
        slowUntilMicros = Math.max(slowUntilMicros, untilMicros);
    }

    boolean isSlow() {
        return slowUntilMicros > world.nowMicros();
    }

    /** What is put in from now on comes out no earlier than {@code untilMicros}. */
    void stallUntil(long untilMicros) {
        lastArrivalMicros = Math.max(lastArrivalMicros, untilMicros);
    }
}
