package io.github.fanoutlab.platform.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as JavaScript writes them (ECMAScript 2024, section 6.1.6.1.20): the fewest digits that read back as the same number,
 * and of those the closest to it.
 *
 * <p>{@link Double#toString} does not always find them before JDK 19 (JDK-4511638), so the search only begins with its digits: the
 * bytes must be the same on every JDK.
 */
final class JavaScriptNumber {

    private static final double ALWAYS_WRITTEN_IN_FULL = 1e15;

    /** No two decimals of at most this many digits are the same number, so the first one found is the only one. */
    private static final int UNAMBIGUOUS_DIGITS = 15;

    /** Next to a power of two the nearest decimal may not read back as the same number while its neighbour does. */
    private static final List<RoundingMode> NEAREST_FIRST =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

    private JavaScriptNumber() {}

    /** {@code value} in decimal; only for finite numbers. */
    static String toString(double value) {
        if (value == Math.rint(value) && Math.abs(value) < ALWAYS_WRITTEN_IN_FULL) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        return (value < 0 ? "-" : "") + layOut(digits, digits.length() - shortest.scale());
    }

    /** If some digits are enough, more digits are, too: so remove digits until they are not enough. */
    private static BigDecimal shortest(double value) {
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (shortest.precision() <= UNAMBIGUOUS_DIGITS && value >= Double.MIN_NORMAL) {
            return shortest;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = shortest.precision(); digits > 0; digits--) {
            BigDecimal candidate = closest(exact, value, digits);
            if (candidate == null) {
                break;
            }
            shortest = candidate;
        }
        return shortest.stripTrailingZeros();
    }

    /** Of the decimals with {@code digits} digits that read back as {@code value}, the closest; null if there is none. */
    private static BigDecimal closest(BigDecimal exact, double value, int digits) {
        for (RoundingMode mode : NEAREST_FIRST) {
            BigDecimal candidate = exact.round(new MathContext(digits, mode));
            if (candidate.doubleValue() == value) {
                return candidate;
            }
        }
        return null;
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
}
