package io.github.fanoutlab.simulator.museum;

import java.util.List;

/**
 * The text beside an exhibit.
 *
 * @param happened what people saw
 * @param why the cause
 * @param fixed what fixed it, or what to do about it
 * @param issues where it was reported, discussed or fixed, as {@code owner/repository#number}; empty when no report is known
 */
public record ExhibitText(String happened, String why, String fixed, List<String> issues) {

    public ExhibitText {
        issues = List.copyOf(issues);
    }
}
