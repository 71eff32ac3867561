package io.github.fanoutlab.platform.real.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The form of a line of {@code DEBUG}, as npm's {@code debug} 4.3 prints it.
 *
 * <pre>
 *   socket.io:server initializing namespace / +0ms                       on a terminal, in the namespace's own color
 * 2026-11-22T19:40:00.123Z socket.io:server initializing namespace /     elsewhere
 * </pre>
 */
enum DebugFormat {
    COLORED {
        @Override
        String line(String namespace, String message, Instant now, long sinceLastMillis) {
            String color = "\u001b[3" + colorOf(namespace);
            String head = "  " + color + ";1m" + namespace + " \u001b[0m";
            return head + message.replace("\n", "\n" + head) + " " + color + "m+" + humanized(sinceLastMillis)
                    + "\u001b[0m";
        }
    },
    DATED {
        @Override
        String line(String namespace, String message, Instant now, long sinceLastMillis) {
            return DATE.format(now) + " " + namespace + " " + message;
        }
    };

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Cyan, green, yellow, blue, magenta, red. */
    private static final int[] COLORS = {6, 2, 3, 4, 5, 1};

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** One line without its line end; {@code sinceLastMillis} have passed since the namespace's last line. */
    abstract String line(String namespace, String message, Instant now, long sinceLastMillis);

    /** {@code debug} hashes the namespace as Java hashes a string. */
    private static int colorOf(String namespace) {
        return COLORS[(int) (Math.abs((long) namespace.hashCode()) % COLORS.length)];
    }

    /** A duration as npm's {@code ms} writes it. */
    private static String humanized(long millis) {
        if (millis >= DAY) {
            return Math.round((double) millis / DAY) + "d";
        }
        if (millis >= HOUR) {
            return Math.round((double) millis / HOUR) + "h";
        }
        if (millis >= MINUTE) {
            return Math.round((double) millis / MINUTE) + "m";
        }
        return millis >= SECOND ? Math.round((double) millis / SECOND) + "s" : millis + "ms";
    }
}
