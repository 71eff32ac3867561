package io.github.fanoutlab.platform.real.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which namespaces are logged, in the syntax of npm's {@code debug} 4: names separated by commas or blanks, {@code *} for any text.
 * Names with a leading {@code -} are excluded, even if another name matches: {@code socket.io*,-socket.io-parser}.
 */
final class DebugPatterns {

    private final List<Pattern> wanted = new ArrayList<>();
    private final List<Pattern> unwanted = new ArrayList<>();

    private DebugPatterns() {}

    static DebugPatterns parse(String text) {
        DebugPatterns patterns = new DebugPatterns();
        for (String word : text.split("[\\s,]+")) {
            if (word.startsWith("-")) {
                patterns.unwanted.add(toRegex(word.substring(1)));
            } else if (!word.isEmpty()) {
                patterns.wanted.add(toRegex(word));
            }
        }
        return patterns;
    }

    boolean match(String namespace) {
        return anyMatches(wanted, namespace) && !anyMatches(unwanted, namespace);
    }

    private static boolean anyMatches(List<Pattern> patterns, String namespace) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(namespace).matches()) {
                return true;
            }
        }
        return false;
    }

    private static Pattern toRegex(String word) {
        return Pattern.compile(Pattern.quote(word).replace("*", "\\E.*\\Q"));
    }
}
