package io.github.fanoutlab.platform.json;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Text as bytes. A text of JavaScript may hold half a surrogate pair, which UTF-8 cannot express. */
public final class JavaScriptText {

    private static final Pattern HALF_PAIR = Pattern.compile("[\\x{d800}-\\x{dfff}]");

    private JavaScriptText() {}

    /**
     * {@code text} in UTF-8 as Node's {@code Buffer.from} writes it: half a surrogate pair becomes U+FFFD, where Java writes a question
     * mark.
     */
    public static byte[] utf8(String text) {
        return wellFormed(text).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code text} with U+FFFD for each half of a surrogate pair (ECMAScript 2024, section 22.1.3.30). */
    public static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return HALF_PAIR.matcher(text).replaceAll("\ufffd");
            }
        }
        return text;
    }
}
