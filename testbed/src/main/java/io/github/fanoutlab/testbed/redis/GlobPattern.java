package io.github.fanoutlab.testbed.redis;

/**
 * Redis's glob patterns, as PSUBSCRIBE, KEYS and PUBSUB CHANNELS match them ({@code stringmatchlen} in Redis 6.2 and 7.0).
 *
 * <pre>
 *   *        any bytes, also none          [abc]   one of these
 *   ?        any one byte                  [a-c]   one of this range, whichever end comes first
 *   \x       x itself                      [^a]    one byte that is not listed
 * </pre>
 *
 * <p>Redis's quirks are kept: only the empty pattern matches the empty text, {@code *} does not; a bracket that is never closed ends
 * with the pattern; a backslash at the very end stands for itself; {@code []} matches nothing, and {@code [^]} any one byte.
 *
 * <p>Texts are bytes, one in each char. Ranges compare them as signed numbers, as Redis does where C's {@code char} is
 * signed (amd64; Linux on ARM differs): there, a byte beyond ASCII comes before all others.
 */
final class GlobPattern {

    private final String pattern;

    GlobPattern(String pattern) {
        this.pattern = pattern;
    }

    /** Whether the whole text matches. Every part but {@code *} takes one byte, so it is enough to go back to the last star. */
    boolean matches(String text) {
        if (text.isEmpty()) {
            return pattern.isEmpty();
        }
        int at = 0;
        int inText = 0;
        int afterStar = -1;
        int starTook = 0;
        while (inText < text.length()) {
            if (charAt(at) == '*') {
                at++;
                afterStar = at;
                starTook = inText;
            } else if (at < pattern.length() && takes(at, text.charAt(inText))) {
                at = next(at);
                inText++;
            } else if (afterStar >= 0) {
                at = afterStar;
                starTook++;
                inText = starTook;
            } else {
                return false;
            }
        }
        while (charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private boolean takes(int at, char c) {
        return switch (pattern.charAt(at)) {
            case '?' -> true;
            case '[' -> bracketTakes(at + 1, c);
            case '\\' -> pattern.charAt(Math.min(at + 1, pattern.length() - 1)) == c;
            default -> pattern.charAt(at) == c;
        };
    }

    private boolean bracketTakes(int first, char c) {
        boolean negated = charAt(first) == '^';
        boolean listed = false;
        int at = negated ? first + 1 : first;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            int length = memberLength(at);
            if (length == 3) {
                byte one = (byte) pattern.charAt(at);
                byte other = (byte) pattern.charAt(at + 2);
                listed |= (byte) c >= Math.min(one, other) && (byte) c <= Math.max(one, other);
            } else {
                listed |= pattern.charAt(at + length - 1) == c;
            }
            at += length;
        }
        return listed != negated;
    }

    /** {@code \x} takes two bytes of the pattern, {@code a-z} three, anything else one. */
    private int memberLength(int at) {
        int left = pattern.length() - at;
        if (left >= 2 && pattern.charAt(at) == '\\') {
            return 2;
        }
        return left >= 3 && pattern.charAt(at + 1) == '-' ? 3 : 1;
    }

    private int next(int at) {
        return switch (pattern.charAt(at)) {
            case '\\' -> Math.min(at + 2, pattern.length());
            case '[' -> afterBracket(at + 1);
            default -> at + 1;
        };
    }

    private int afterBracket(int first) {
        int at = charAt(first) == '^' ? first + 1 : first;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += memberLength(at);
        }
        return Math.min(at + 1, pattern.length());
    }

    /** A NUL beyond the end. */
    private char charAt(int at) {
        return at < pattern.length() ? pattern.charAt(at) : 0;
    }
}
