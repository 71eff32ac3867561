package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name that every emit of a run with faults carries: the node that emits, and how often it has emitted, as in {@code W2#0007}.
 * It can be found in the bytes of both generations.
 */
public record Payload(String sender, int number) {

    private static final char MARK = '#';
    private static final int DIGITS = 4;
    private static final String MASTER = "master";

    /** The first name in what {@code event} carries; empty if it carries no emit. */
    public static Optional<Payload> in(TraceEvent event) {
        byte[] published = event.published();
        return Optional.ofNullable(
                published == null ? find(event.text()) : find(new String(published, StandardCharsets.ISO_8859_1)));
    }

    /** The names of all emits in what {@code event} carries: the response to a poll, or to a read, can carry several. */
    static List<Payload> allIn(TraceEvent event) {
        if (event.kind() != Kind.HTTP_RESPONSE_SENT && !event.name().equals("entries")) {
            return in(event).stream().toList();
        }
        String text = event.text();
        List<Payload> all = new ArrayList<>();
        for (int mark = text.indexOf(MARK); mark >= 0; mark = text.indexOf(MARK, mark + 1)) {
            at(mark, text).ifPresent(all::add);
        }
        return all;
    }

    /** Without a regular expression, which took a tenth of the time of a whole run. */
    private static Payload find(String text) {
        for (int mark = text.indexOf(MARK); mark >= 0; mark = text.indexOf(MARK, mark + 1)) {
            Optional<Payload> payload = at(mark, text);
            if (payload.isPresent()) {
                return payload.get();
            }
        }
        return null;
    }

    private static Optional<Payload> at(int mark, String text) {
        String sender = sender(text, mark);
        int number = number(text, mark + 1);
        return sender != null && number >= 0 ? Optional.of(new Payload(sender, number)) : Optional.empty();
    }

    /** The node whose name ends at {@code end}; null if none does. */
    private static String sender(String text, int end) {
        if (text.startsWith(MASTER, end - MASTER.length())) {
            return MASTER;
        }
        int start = end;
        while (start > 0 && isDigit(text.charAt(start - 1))) {
            start--;
        }
        boolean worker = start < end && start > 0 && text.charAt(start - 1) == 'W';
        return worker ? text.substring(start - 1, end) : null;
    }

    private static int number(String text, int start) {
        if (start + DIGITS > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < start + DIGITS; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The name as it is written in the bytes: {@code W2#0007}. */
    String written() {
        String digits = Integer.toString(number);
        return sender + MARK + "0000".substring(Math.min(DIGITS, digits.length())) + digits;
    }

    @Override
    public String toString() {
        return sender + MARK + number;
    }
}
