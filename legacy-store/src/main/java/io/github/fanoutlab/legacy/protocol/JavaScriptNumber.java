package io.github.fanoutlab.legacy.protocol;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as JavaScript writes them: the fewest digits that still read back as the same number (ECMA-262, Number::toString).
 *
 * <p>{@link Double#toString} does not always find the fewest before JDK 19, so the digits are looked for here; a run must
 * not depend on the JDK.
 */
final class JavaScriptNumber {

    /** From here on not every integer is a number of JavaScript any more. */
    static final long FIRST_UNSAFE_INTEGER = 1L << 53;

    private static final int MOST_DIGITS = 17;

    private JavaScriptNumber() {}

    /** {@code value} in decimal; only for finite numbers. */
    static String toString(double value) {
        if (value == Math.rint(value) && Math.abs(value) < FIRST_UNSAFE_INTEGER) {
            return Long.toString((long) value);
        }
        String sign = value < 0 ? "-" : "";
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale();
        return sign + layOut(digits, exponent);
    }

    /** Lays out 0.{@code digits} times ten to the {@code exponent}. */
    private static String layOut(String digits, int exponent) {
        int count = digits.length();
        if (count <= exponent && exponent <= 21) {
            return digits + "0".repeat(exponent - count);
        }
        if (0 < exponent && exponent <= 21) {
            return digits.substring(0, exponent) + "." + digits.substring(exponent);
        }
        if (-6 < exponent && exponent <= 0) {
            return "0." + "0".repeat(-exponent) + digits;
        }
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent > 0 ? "+" : "-") + Math.abs(exponent - 1);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision < MOST_DIGITS; precision++) {
            BigDecimal below = exact.round(new MathContext(precision, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(precision, RoundingMode.UP));
            boolean belowReadsBack = below.doubleValue() == value;
            boolean aboveReadsBack = above.doubleValue() == value;
            if (belowReadsBack && aboveReadsBack) {
                return exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            }
            if (belowReadsBack || aboveReadsBack) {
                return belowReadsBack ? below : above;
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
    }
}
