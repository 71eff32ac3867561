package io.github.fanoutlab.simulator.report.html;

import java.util.Locale;

/** What becomes of a message between two lanes. */
enum Outcome {
    /** It arrived and was taken in. */
    ARRIVED("arrives"),
    /** Redis mirrored it to the node that had published it, and the node ignored it. */
    ECHO("own echo, dropped"),
    /** Redis mirrored an emit to a node, and the node had nobody to give it to. */
    IDLE("arrives, nobody due"),
    /** It was sent and will never arrive. */
    LOST("lost"),
    /** It was on its way when the run ended. */
    IN_FLIGHT("still on its way when the run ends");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** The class of its arrow in the page. */
    String style() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
