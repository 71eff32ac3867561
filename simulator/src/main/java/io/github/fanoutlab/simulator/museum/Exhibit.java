package io.github.fanoutlab.simulator.museum;

import java.util.List;

/**
 * A historical defect that can be seen again.
 *
 * @param name as typed on the command line
 * @param title what broke, in a line
 * @param versions the versions that had it and those that did not
 */
public record Exhibit(String name, String title, ExhibitText text, List<ExhibitVersion> versions) {

    public Exhibit {
        versions = List.copyOf(versions);
    }
}
