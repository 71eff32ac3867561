package io.github.fanoutlab.testbed.world;

/**
 * One thing that is going to happen in a world, or has happened. It has the same name in every interleaving.
 *
 * @param lane the process whose turn it is, by its name, and from its second life on with the number of that life: {@code
 *     W1#2}; empty when it is no process's turn
 * @param track the sequence of things in which it has a fixed place, such as one direction of a connection
 * @param number the place on its track, from 1
 */
public record Transition(String lane, String track, long number) {

    /** The lane of {@code process} in life number {@code life}. */
    public static String laneOf(String process, int life) {
        return life == 1 ? process : process + '#' + life;
    }

    @Override
    public String toString() {
        return track + " " + number;
    }
}
