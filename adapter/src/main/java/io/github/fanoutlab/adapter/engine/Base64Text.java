package io.github.fanoutlab.adapter.engine;

import java.util.Base64;

/** Bytes as base64, read as leniently as Node reads it. */
final class Base64Text {

    private Base64Text() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Reads either alphabet, up to the padding; skips characters of neither. */
    static byte[] decode(String base64) {
        StringBuilder digits = new StringBuilder(base64.length());
        for (int i = 0; i < base64.length() && base64.charAt(i) != '='; i++) {
            char c = base64.charAt(i);
            if (c == '-' || c == '+') {
                digits.append('+');
            } else if (c == '_' || c == '/') {
                digits.append('/');
            } else if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
                digits.append(c);
            }
        }
        if (digits.length() % 4 == 1) {
            digits.setLength(digits.length() - 1); // six bits are no byte
        }
        return Base64.getDecoder().decode(digits.toString());
    }
}
