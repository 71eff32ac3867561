package io.github.fanoutlab.simulator.fault;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 3.2s}, {@code 500ms}, {@code 20us}. */
public final class Durations {

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(s|ms|us)");
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private Durations() {}

    /** In seconds if it is a second or longer, else in milliseconds or microseconds; never rounded. */
    public static String print(long micros) {
        if (micros >= MICROS_PER_SECOND || micros == 0) {
            return decimal(micros, 6) + "s";
        }
        return micros % MICROS_PER_MILLI == 0 ? micros / MICROS_PER_MILLI + "ms" : micros + "us";
    }

    private static String decimal(long unscaled, int digits) {
        BigDecimal number = BigDecimal.valueOf(unscaled, digits).stripTrailingZeros();
        return number.toPlainString();
    }

    /** In microseconds; empty if {@code text} is no time, or has fractions of a microsecond. */
    static OptionalLong parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return OptionalLong.empty();
        }
        BigDecimal micros = new BigDecimal(written.group(1)).multiply(BigDecimal.valueOf(unit(written.group(2))));
        return micros.stripTrailingZeros().scale() > 0 ? OptionalLong.empty() : OptionalLong.of(micros.longValue());
    }

    private static long unit(String name) {
        return switch (name) {
            case "s" -> MICROS_PER_SECOND;
            case "ms" -> MICROS_PER_MILLI;
            default -> 1;
        };
    }
}
