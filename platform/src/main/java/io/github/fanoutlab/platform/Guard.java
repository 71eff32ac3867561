package io.github.fanoutlab.platform;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Runs the user's code, which may throw anything. */
public final class Guard {

    /** How the names of this library's packages begin. */
    private static final String LIBRARY = "io.github.fanoutlab.";

    /** How much of what was thrown is in the log: its message may quote what a client sent. */
    public static final int MAX_DESCRIBED = 300;

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
     * What was thrown and where, for the log: one short line, since a client may be able to make the code throw again and again. When it
     * was thrown in the JDK or in this library, the place in the user's code that called there follows.
     */
    public static String describe(Throwable thrown) {
        String what = cut(thrown.toString(), MAX_DESCRIBED);
        List<StackTraceElement> trace = List.of(thrown.getStackTrace());
        if (trace.isEmpty()) {
            return what;
        }
        String called = trace.stream()
                .filter(Guard::isOfUser)
                .findFirst()
                .filter(place -> !place.equals(trace.get(0)))
                .map(place -> ", called at " + place)
                .orElse("");
        return what + " at " + trace.get(0) + called;
    }

    /** {@code text}, or the first {@code length} characters of a longer one and how many it has. */
    public static String cut(String text, int length) {
        return text.length() <= length
                ? text
                : String.format(Locale.ROOT, "%s… (%,d characters)", text.substring(0, length), text.length());
    }

    private static boolean isOfUser(StackTraceElement place) {
        boolean isOfJdk = place.getModuleName() != null && place.getModuleName().matches("(java|jdk)\\..*");
        return !isOfJdk && !place.getClassName().startsWith(LIBRARY);
    }
}
