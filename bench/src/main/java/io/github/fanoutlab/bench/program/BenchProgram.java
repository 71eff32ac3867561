package io.github.fanoutlab.bench.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * A server of a bench as a process: a worker that listens and says {@code listening PORT}, or a master that does not and says
 * {@code ready}. Then it does what it reads from its standard input, a line each, and ends when that ends:
 *
 * <pre>
 * emit RATE SECONDS BYTES ROOMS   emits on schedule, to all or to room0, room1, … in turn; then says "emitted N"
 * heap                            collects what is garbage, and says "heap BYTES"
 * </pre>
 *
 * <p>The twin for Node.js is {@code peers/pace.js}.
 */
public abstract class BenchProgram {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double GOLDEN = 0.618034;

    /** Listens on a free port of the loopback address; returns the port. */
    protected abstract int listen() throws IOException;

    /** Emits the event {@code data} with {@code payload} to {@code room}, or to all if that is null. */
    protected abstract void emit(String payload, String room);

    /** Runs {@code task} once, not before {@code delayMillis} have passed, on the thread on which this server emits. */
    protected abstract void schedule(long delayMillis, Runnable task);

    /** Whether to be a worker or a master. */
    protected static String role(String... args) {
        return args[0];
    }

    /** The port of the Redis. */
    protected static int redisPort(String... args) {
        return Integer.parseInt(args[1]);
    }

    /** Begins as {@code role}, and obeys until the standard input ends; then ends the process. */
    protected final void obey(String role) throws IOException {
        say(role.equals("worker") ? "listening " + listen() : "ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("emit")) {
                Schedule schedule = new Schedule(
                        Double.parseDouble(words[1]),
                        Double.parseDouble(words[2]),
                        Integer.parseInt(words[3]),
                        Integer.parseInt(words[4]));
                schedule(0, schedule::emitDue);
            } else if (words[0].equals("heap")) {
                System.gc();
                say("heap "
                        + ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getUsed());
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** A payload of {@code bytes} that was due in {@code micros} of the clock that all processes of a machine share. */
    static String payload(long micros, int bytes) {
        String digits = Long.toString(micros);
        StringBuilder payload = new StringBuilder(bytes).append('#');
        payload.append("0".repeat(Stamps.DIGITS - digits.length())).append(digits);
        while (payload.length() < bytes) {
            payload.append('x');
        }
        return payload.toString();
    }

    private final class Schedule {

        private final double rate;
        private final long total;
        private final int bytes;
        private final int rooms;
        private final long startMicros = nowMicros();
        private long sent;

        Schedule(double rate, double seconds, int bytes, int rooms) {
            this.rate = rate;
            this.total = Math.round(rate * seconds);
            this.bytes = bytes;
            this.rooms = rooms;
        }

        void emitDue() {
            long now = nowMicros();
            while (sent < total && dueMicros() <= now) {
                emit(payload(dueMicros(), bytes), rooms == 0 ? null : "room" + sent % rooms);
                sent++;
            }
            if (sent == total) {
                say("emitted " + total);
            } else {
                schedule(
                        Math.max(0, Math.floorDiv(dueMicros() - nowMicros() - 1, MICROS_PER_MILLI) + 1), this::emitDue);
            }
        }

        /** Up to half a period late, so as not to keep time with the kernel's clock tick, which tells user from kernel time. */
        private long dueMicros() {
            double uneven = sent * GOLDEN % 1 / 2;
            return startMicros + (long) ((sent + uneven) * MICROS_PER_SECOND / rate);
        }

        private static long nowMicros() {
            return System.nanoTime() / NANOS_PER_MICRO;
        }
    }
}
