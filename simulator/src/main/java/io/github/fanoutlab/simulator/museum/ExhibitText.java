package io.github.fanoutlab.simulator.museum;

import java.util.List;

/**
 * The text beside an exhibit.
 *
 * @param happened what people saw
 * @param why the cause
 * @param fixed what fixed it, or what to do about it
 * @param issues where it was reported, discussed or fixed, as {@code owner/repository#number}; empty when no report is known
 * @param today whether it can happen with Socket.IO 4: {@code Yes} or {@code No}, and when or why
 * @param cures lines to paste
 */
public record ExhibitText(
        String happened, String why, String fixed, List<String> issues, String today, List<Cure> cures) {

    public ExhibitText {
        issues = List.copyOf(issues);
        cures = List.copyOf(cures);
    }

    /** A text that does not say yet what is true today. */
    ExhibitText(String happened, String why, String fixed, List<String> issues) {
        this(happened, why, fixed, issues, "", List.of());
    }

    /** The same text with what is true of Socket.IO 4, and what cures. */
    ExhibitText today(String answer, Cure... cures) {
        return new ExhibitText(happened, why, fixed, issues, answer, List.of(cures));
    }
}
