package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.DebugLog;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Calls the user's code: what it throws is logged and goes no further. The log gets one line with the place, since a client may be
 * able to make it throw again and again; {@code DEBUG=socket.io:handler} shows the stack trace.
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
