package io.github.fanoutlab.simulator.cluster.control;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes records as lines of text, and reads them. The lines are plain ASCII, whatever the payload, so that no process's
 * character set can damage them.
 */
public final class ControlLines {

    /** How a report's line begins. No line for people begins so. */
    static final String MARK = "@fanout ";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ControlLines() {}

    /** One line for a process's standard input: options or a {@link Request}. */
    public static String encode(Record message) {
        return JSON.writeValueAsString(message);
    }

    /**
     * Reads such a line.
     *
     * @throws IllegalArgumentException if it is none; the message says what arrived and what was expected
     */
    public static <T extends Record> T decode(String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("expected a line of JSON that is a " + type.getSimpleName()
                    + ", but got \"" + line + "\": " + malformed.getOriginalMessage());
        }
    }

    /** One line for a process's standard output. */
    public static String mark(Report report) {
        return MARK + JSON.writerFor(Report.class).writeValueAsString(report);
    }

    /** Reads a line of a process's standard output; empty if it is for people. */
    public static Optional<Report> report(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(line.substring(MARK.length()), Report.class));
        } catch (JacksonException looksLikeOneOnly) {
            return Optional.empty();
        }
    }
}
