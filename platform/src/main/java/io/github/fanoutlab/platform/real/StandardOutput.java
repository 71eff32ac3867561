package io.github.fanoutlab.platform.real;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** What the process prints to. */
public final class StandardOutput {

    private StandardOutput() {}

    /** Whether it is a terminal, which takes colours. */
    public static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console); // since Java 22
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException before22) {
            return true; // before, there was a console at a terminal only
        }
    }
}
