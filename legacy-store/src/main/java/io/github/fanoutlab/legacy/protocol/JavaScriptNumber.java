package io.github.fanoutlab.legacy.protocol;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as JavaScript writes them: the fewest digits that still read back as the same number (ECMA-262,
 * Number::toString).
 *
 * <p>{@link Double#toString} does not always find the fewest before JDK 19, so its digits are only where the search
 * begins; a run must not depend on the JDK.
 */
final class JavaScriptNumber {

    /** From here on not every integer is a number of JavaScript any more. */
    static final long FIRST_UNSAFE_INTEGER = 1L << 53;

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

    /** A number that some digits suffice for, more digits suffice for too: so one goes down until they do not. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        for (int digits = shortest.precision(); digits > 0; digits--) {
            BigDecimal candidate = closest(exact, value, digits);
            if (candidate == null) {
                break;
            }
            shortest = candidate;
        }
        return shortest;
    }

    /**
     * Of the numbers with so many digits that read back as {@code value}, the one closest to it; null when there is
     * none.
     */
    private static BigDecimal closest(BigDecimal exact, double value, int digits) {
        for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)) {
            BigDecimal candidate = exact.round(new MathContext(digits, mode));
            if (candidate.doubleValue() == value) {
                return candidate;
            }
        }
        return null;
    }
}
