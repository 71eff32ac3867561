package io.github.fanoutlab.simulator.report.html;

/** Text as XML wants it. */
final class Markup {

    private Markup() {}

    /** {@code text} for element content and for attributes in double quotes; control characters, which XML forbids, as ␀. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;"); // as it is, an attribute would have a space
                default -> escaped.append(isAllowed(text, i) ? c : '\u2400');
            }
        }
        return escaped.toString();
    }

    /** Whether XML 1.0 allows the character there: no control characters, no half of a surrogate pair. */
    private static boolean isAllowed(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' && c < '\uFFFE' || c == '\t';
    }
}
