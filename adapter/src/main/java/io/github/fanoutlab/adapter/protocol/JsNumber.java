package io.github.fanoutlab.adapter.protocol;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Numbers as JavaScript writes them (ECMAScript 2024, section 6.1.6.1.20): the shortest digits that read back as the same
 * number.
 *
 * <p>Whole numbers from {@code int}, {@code long} and {@code BigInteger} keep all their digits. {@code Double.toString} is not
 * enough: its digits differ between JDK 17 and 19 (JDK-4511638), and a run must give the same bytes on both.
 */
final class JsNumber {

    private static final int ALWAYS_EXACT_DIGITS = 15;
    private static final int ENOUGH_DIGITS = 17;

    /** The nearest decimal may lie outside of what reads back (next to a power of two) while its neighbour does not. */
    private static final List<RoundingMode> NEAREST_FIRST =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

    private JsNumber() {}

    static String toText(JsonNode number) {
        return number.isIntegralNumber() ? number.bigIntegerValue().toString() : toText(number.doubleValue());
    }

    static String toText(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return layOut(shortest(value));
    }

    /** The decimal of fewest digits, nearest among those, that reads back as {@code value}. */
    private static BigDecimal shortest(double value) {
        BigDecimal candidate = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (candidate.precision() <= ALWAYS_EXACT_DIGITS && Math.abs(value) >= Double.MIN_NORMAL) {
            return candidate;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < ENOUGH_DIGITS; digits++) {
            for (RoundingMode mode : NEAREST_FIRST) {
                BigDecimal rounded = exact.round(new MathContext(digits, mode));
                if (rounded.doubleValue() == value) {
                    return rounded.stripTrailingZeros();
                }
            }
        }
        return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static String layOut(BigDecimal value) {
        String sign = value.signum() < 0 ? "-" : "";
        String digits = value.unscaledValue().abs().toString();
        int point = digits.length() - value.scale();
        if (point > 21 || point <= -6) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            int exponent = point - 1;
            return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point >= digits.length()) {
            return sign + digits + "0".repeat(point - digits.length());
        }
        if (point > 0) {
            return sign + digits.substring(0, point) + "." + digits.substring(point);
        }
        return sign + "0." + "0".repeat(-point) + digits;
    }
}
