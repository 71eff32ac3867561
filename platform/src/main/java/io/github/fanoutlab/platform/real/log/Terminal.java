package io.github.fanoutlab.platform.real.log;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/** Whether the process prints to a terminal. */
public final class Terminal {

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /** Whether standard output is a terminal. */
    public static boolean isStandardOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    /**
     * Whether standard error is to be colored: as {@code DEBUG_COLORS} says, a system property or environment variable with the
     * values that npm's {@code debug} knows ({@code yes}, {@code no}, …); without it, if standard error is a terminal.
     */
    static boolean wantsColors() {
        String asked = System.getProperty("DEBUG_COLORS", System.getenv().getOrDefault("DEBUG_COLORS", ""));
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "yes", "on", "true", "enabled", "1" -> true;
            case "no", "off", "false", "disabled", "0" -> false;
            default -> isTerminal(STANDARD_ERROR);
        };
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            return isConsole(System.console());
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Without {@code /proc} the console has to tell; since JDK 22 there may be one that is not a terminal. */
    private static boolean isConsole(Console console) {
        try {
            return console != null
                    && (Runtime.version().feature() < 22
                            || (boolean) Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException neverSince22) {
            return false;
        }
    }
}
