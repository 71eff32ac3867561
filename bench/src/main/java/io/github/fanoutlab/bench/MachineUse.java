package io.github.fanoutlab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * What all processors of this machine did, in seconds, from the first line of {@code /proc/stat}.
 *
 * @param busy what was used or, on a virtual machine, taken by another one
 * @param idle what was not used
 * @param seconds by the clock
 */
record MachineUse(double busy, double idle, double seconds) {

    private static final double TICKS_PER_SECOND = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;

    static MachineUse now() {
        try {
            String line = Files.readAllLines(Path.of("/proc/stat")).get(0);
            double[] ticks = Arrays.stream(line.replaceFirst("cpu +", "").split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double idle = ticks[IDLE] + ticks[WAITING];
            double all = Arrays.stream(ticks, 0, STOLEN + 1).sum();
            return new MachineUse(
                    (all - idle) / TICKS_PER_SECOND, idle / TICKS_PER_SECOND, System.nanoTime() / NANOS_PER_SECOND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much of the machine is busy during a second in which we do nothing: 1 is all. */
    static double ofASecond() {
        MachineUse before = now();
        LockSupport.parkNanos((long) NANOS_PER_SECOND);
        MachineUse use = now().minus(before);
        return use.busy / use.all();
    }

    MachineUse minus(MachineUse before) {
        return new MachineUse(busy - before.busy, idle - before.idle, seconds - before.seconds);
    }

    double all() {
        return busy + idle;
    }
}
