package io.github.fanoutlab.tutorial.run;

import java.util.Map;

/**
 * What a chapter measures and no documented scenario shows.
 *
 * @param numbers by the names that pages ask for
 * @param shown a table or drawing of it for the terminal, at most 80 columns wide
 */
public record Experiment(Map<String, Long> numbers, String shown) {

    /** The number called {@code name}. */
    long number(String name) {
        if (!numbers.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is no number '" + name + "', only " + String.join(", ", numbers.keySet()));
        }
        return numbers.get(name);
    }
}
