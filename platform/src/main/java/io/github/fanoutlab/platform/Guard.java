package io.github.fanoutlab.platform;

import java.util.List;
import java.util.function.Consumer;

/** Runs the user's code, which may throw anything. */
public final class Guard {

    /** How the names of this library's packages begin. */
    private static final String LIBRARY = "io.github.fanoutlab.";

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

    /**
     * What was thrown and where, for the log: one line, since a client may be able to make the code throw again and again. When it
     * was thrown in the JDK or in this library, the place in the user's code that called there follows.
     */
    public static String describe(Throwable thrown) {
        List<StackTraceElement> trace = List.of(thrown.getStackTrace());
        if (trace.isEmpty()) {
            return thrown.toString();
        }
        String called = trace.stream()
                .filter(Guard::isOfUser)
                .findFirst()
                .filter(place -> !place.equals(trace.get(0)))
                .map(place -> ", called at " + place)
                .orElse("");
        return thrown + " at " + trace.get(0) + called;
    }

    private static boolean isOfUser(StackTraceElement place) {
        boolean isOfJdk = place.getModuleName() != null && place.getModuleName().matches("(java|jdk)\\..*");
        return !isOfJdk && !place.getClassName().startsWith(LIBRARY);
    }
}
