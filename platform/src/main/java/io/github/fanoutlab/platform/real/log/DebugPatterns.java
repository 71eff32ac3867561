package io.github.fanoutlab.platform.real.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Which namespaces are logged, in the syntax of npm's {@code debug} 4: names separated by commas or blanks, {@code *} for any text.
 * Names with a leading {@code -} are excluded, even if another name matches: {@code socket.io*,-socket.io-parser}.
 */
final class DebugPatterns {

    private final List<String> wanted = new ArrayList<>();
    private final List<String> unwanted = new ArrayList<>();

    private DebugPatterns() {}

    static DebugPatterns parse(String text) {
        DebugPatterns patterns = new DebugPatterns();
        for (String word : text.split("[\\s,]+")) {
            if (word.startsWith("-")) {
                patterns.unwanted.add(word.substring(1));
            } else if (!word.isEmpty()) {
                patterns.wanted.add(word);
            }
        }
        return patterns;
    }

    boolean match(String namespace) {
        return anyMatches(wanted, namespace) && !anyMatches(unwanted, namespace);
    }

    private static boolean anyMatches(List<String> patterns, String namespace) {
        for (String pattern : patterns) {
            if (matches(pattern, namespace)) {
                return true;
            }
        }
        return false;
    }

    /** Every sign but {@code *} takes one of the name, so it is enough to go back to the last star. */
    private static boolean matches(String pattern, String name) {
        int at = 0;
        int inName = 0;
        int afterStar = -1;
        int starTook = 0;
        while (inName < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                at++;
                afterStar = at;
                starTook = inName;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(inName)) {
                at++;
                inName++;
            } else if (afterStar >= 0) {
                at = afterStar;
                starTook++;
                inName = starTook;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(sign -> sign == '*');
    }
}
