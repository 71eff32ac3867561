package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.Guard;
import io.github.fanoutlab.platform.Once;
import io.github.fanoutlab.platform.node.NodePorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the user's code: what it throws is logged and goes no further. The log gets one line with the place; {@code
 * DEBUG=socket.io:handler} shows the stack trace.
 */
public final class UserCode {

    private static final String DEBUG_NAMESPACE = "socket.io:handler";

    private UserCode() {}

    /**
     * Runs {@code task} on the loop.
     *
     * @param what names it in the log: {@code handler of "join"}
     * @return whether it ran to its end; false if it threw
     */
    public static boolean run(DebugLog log, String what, Runnable task) {
        return run(log, task, () -> what + " threw; nobody else is affected");
    }

    /**
     * Runs {@code task} on the loop.
     *
     * @param whatHappened says in the log that it threw: {@code handler of "join" for … threw}
     * @return whether it ran to its end; false if it threw
     */
    public static boolean run(DebugLog log, Runnable task, Supplier<String> whatHappened) {
        return Guard.run(task, thrown -> {
            log.warn("socket.io: the " + whatHappened.get() + ": " + Guard.describe(thrown));
            log.log(DEBUG_NAMESPACE, () -> traceOf(thrown));
        });
    }

    /**
     * Asks for a decision, which may come now or later and from any thread. The first one counts.
     *
     * @param what names the user's code in the log, should it throw
     * @param question is given the callback that takes the decision; called on the loop
     * @param whenThrown the decision when {@code question} throws before it has decided
     * @param onDecided gets the decision, on the loop
     */
    public static <T> void decide(
            NodePorts ports, String what, Consumer<Consumer<T>> question, T whenThrown, Consumer<T> onDecided) {
        Consumer<T> once = Once.onLoop(ports.loop(), onDecided);
        if (!run(ports.log(), what, () -> question.accept(once))) {
            once.accept(whenThrown);
        }
    }

    private static String traceOf(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
