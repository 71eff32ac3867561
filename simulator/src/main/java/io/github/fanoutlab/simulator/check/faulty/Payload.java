package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that every emit of a run with faults carries: who emits, and for which time. It is found in the bytes of both
 * generations, wherever they are.
 */
record Payload(String sender, int number) {

    private static final Pattern WRITTEN = Pattern.compile("(master|W[0-9]+)#([0-9]{4})");

    /** The name in what {@code event} carries; empty when it carries no emit. */
    static Optional<Payload> in(TraceEvent event) {
        byte[] published = event.published();
        Matcher found =
                WRITTEN.matcher(published == null ? event.text() : new String(published, StandardCharsets.ISO_8859_1));
        return found.find()
                ? Optional.of(new Payload(found.group(1), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return sender + '#' + number;
    }
}
