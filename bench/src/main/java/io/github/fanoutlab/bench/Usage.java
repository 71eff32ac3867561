package io.github.fanoutlab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time that processes have used, in seconds. Linux counts the nanoseconds of each thread ({@code /proc/PID/task/TID/schedstat});
 * how they are divided between a process and the kernel, and what threads that have ended have used, it tells in ticks of ten milliseconds
 * ({@code /proc/PID/stat}). Of those only whole ticks are added, so that what the living threads have used keeps its nanoseconds.
 *
 * @param user in their own code
 * @param kernel in the kernel, on their behalf
 * @param compiler of both, by threads of a JVM's compilers, and by threads that have ended, as compilers do that have nothing to do
 * @param collector of both, by threads of a JVM that collect garbage
 * @param helpers of both, by all threads but the main one of a process that is no JVM: in Node's those compile and collect
 */
record Usage(double user, double kernel, double compiler, double collector, double helpers) {

    static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** The kernel counts in ticks of USER_HZ, which is 100 on every Linux that runs Java. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double NANOS_PER_SECOND = 1e9;

    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;
    private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");
    private static final List<String> COLLECTORS = List.of("GC Thread", "G1 ", "VM Thread");

    /** What the process {@code pid} has used so far; nothing if there is none. */
    static Usage of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        Stat all = Stat.of(process);
        double living = 0;
        double compiler = 0;
        double collector = 0;
        double helpers = 0;
        boolean jvm = false;
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            for (Path thread : threads.toList()) {
                Stat stat = Stat.of(thread);
                double seconds = nanos(thread) / NANOS_PER_SECOND;
                living += seconds;
                String name = stat.name;
                if (COMPILERS.stream().anyMatch(name::startsWith)) {
                    compiler += seconds;
                    jvm = true;
                } else if (COLLECTORS.stream().anyMatch(name::startsWith)) {
                    collector += seconds;
                } else if (!thread.getFileName().toString().equals(Long.toString(pid))) {
                    helpers += seconds;
                }
            }
        } catch (NoSuchFileException none) {
            return NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double ended = Math.max(0, Math.floor((all.user + all.kernel - living) * TICKS_PER_SECOND) / TICKS_PER_SECOND);
        double used = living + ended;
        double inKernel = all.kernel == 0 ? 0 : all.kernel / (all.user + all.kernel);
        double kernel = used * inKernel;
        double user = used - kernel;
        return jvm
                ? new Usage(user, kernel, compiler + ended, collector, 0)
                : new Usage(user, kernel, 0, collector, helpers);
    }

    /** What {@code thread} has used; nothing if it has ended. */
    private static long nanos(Path thread) {
        try {
            String line = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Name and CPU time of a process or a thread, in seconds. */
    private record Stat(String name, double user, double kernel) {

        /** All zero if it has ended. */
        static Stat of(Path task) {
            try {
                String line = new String(Files.readAllBytes(task.resolve("stat")), StandardCharsets.ISO_8859_1);
                int end = line.lastIndexOf(')');
                String[] fields = line.substring(end + 2).split(" ");
                return new Stat(
                        line.substring(line.indexOf('(') + 1, end),
                        Long.parseLong(fields[USER_TICKS]) / TICKS_PER_SECOND,
                        Long.parseLong(fields[KERNEL_TICKS]) / TICKS_PER_SECOND);
            } catch (IOException ended) {
                return new Stat("", 0, 0);
            }
        }
    }

    double total() {
        return user + kernel;
    }

    Usage plus(Usage other) {
        return new Usage(
                user + other.user,
                kernel + other.kernel,
                compiler + other.compiler,
                collector + other.collector,
                helpers + other.helpers);
    }

    Usage minus(Usage before) {
        return plus(before.times(-1));
    }

    Usage times(double factor) {
        return new Usage(user * factor, kernel * factor, compiler * factor, collector * factor, helpers * factor);
    }
}
