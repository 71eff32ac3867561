package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.mine.Compilation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the reader is told of an exception. */
public final class Thrown {

    private Thrown() {}

    /** A sentence that says what the reader's code threw, and where in {@code file}; or with what the run ended, if it came from elsewhere. */
    public static String told(String file, Throwable thrown) {
        return told(file, thrown, "");
    }

    /** The same, and {@code meanwhile} what the code handled. */
    static String told(String file, Throwable thrown, String meanwhile) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String place = Compilation.placeIn(file, cause);
            if (!place.isEmpty()) {
                return "Your code threw " + Compilation.withoutPackages(cause.toString()) + place + meanwhile + ".";
            }
        }
        return "The run with your code ended with " + Compilation.withoutPackages(thrown.toString()) + ".";
    }

    /** What a server has logged of an exception, with its place in {@code file} in the same words, if it has one there. */
    static String logged(String file, String warning) {
        String place = "( at \\S+,)?( called)? at \\S*\\(" + Pattern.quote(file) + ":(\\d+)\\)$";
        return Compilation.withoutPackages(
                warning.replaceFirst(place, " in " + Matcher.quoteReplacement(file) + ", line $3"));
    }
}
