package io.github.fanoutlab.testbed.world;

/**
 * Things that happen one after the other, whatever happens elsewhere: the arrivals on one direction of a connection, the tasks
 * of a process, the steps of the script on one lane. Only time orders things of different tracks.
 */
final class Track {

    private final String lane;
    private final String name;
    private long planned;

    /** {@code lane} is where it happens; {@code name} tells the track from all others of its world. */
    Track(String lane, String name) {
        this.lane = lane;
        this.name = name;
    }

    /** Makes room for one more thing; returns its place, from 1. */
    long next() {
        return ++planned;
    }

    String lane() {
        return lane;
    }

    String name() {
        return name;
    }
}
