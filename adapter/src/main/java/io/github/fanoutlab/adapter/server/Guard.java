package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.DebugLog;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Calls what the user wrote: what it throws is told to the operator and goes no further. */
public final class Guard {

    private Guard() {}

    /** Runs {@code task}; {@code what} names it in the log: {@code handler of "join"}. */
    public static void run(DebugLog log, String what, Runnable task) {
        try {
            task.run();
        } catch (Exception | StackOverflowError | LinkageError thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            log.warn("socket.io: the " + what + " threw; nobody else is affected: " + trace);
        }
    }
}
