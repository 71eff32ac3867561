package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.DebugLog;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Calls what the user wrote: what it throws is told to the operator and goes no further. On one line, with the place, as a
 * client may be able to make it throw as often as it likes; the whole trace is for those who debug {@code socket.io:handler}.
 */
public final class Guard {

    private Guard() {}

    /** Runs {@code task}; {@code what} names it in the log: {@code handler of "join"}. */
    public static void run(DebugLog log, String what, Runnable task) {
        try {
            task.run();
        } catch (Exception | StackOverflowError | LinkageError thrown) {
            StackTraceElement[] trace = thrown.getStackTrace();
            log.warn("socket.io: the " + what + " threw; nobody else is affected: " + thrown
                    + (trace.length == 0 ? "" : " at " + trace[0]));
            log.log("socket.io:handler", () -> traceOf(thrown));
        }
    }

    private static String traceOf(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
