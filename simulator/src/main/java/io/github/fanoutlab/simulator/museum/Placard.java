package io.github.fanoutlab.simulator.museum;

import java.util.List;

/**
 * What is written beside an exhibit.
 *
 * @param happened what people saw
 * @param why what was the cause
 * @param fixed what ended it, or what to do about it
 * @param issues where it was reported, discussed or mended, as {@code owner/repository#number}; empty when no report is known
 */
public record Placard(String happened, String why, String fixed, List<String> issues) {

    public Placard {
        issues = List.copyOf(issues);
    }
}
