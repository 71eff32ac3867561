package io.github.fanoutlab.platform;

import java.util.function.Consumer;

/** Runs the user's code, which may throw anything. */
public final class Guard {

    private Guard() {}

    /**
     * Runs {@code code}. What it throws goes to {@code onThrown} and no further, unless the JVM is at its end: out of memory, for
     * example. A stack overflow is not the end.
     *
     * @return whether it ran to its end; false if it threw
     */
    public static boolean run(Runnable code, Consumer<Throwable> onThrown) {
        try {
            code.run();
            return true;
        } catch (Throwable thrown) {
            if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
                throw fatal;
            }
            onThrown.accept(thrown);
            return false;
        }
    }

    /** What was thrown and where, for the log: one line, since a client may be able to make the code throw again and again. */
    public static String describe(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
