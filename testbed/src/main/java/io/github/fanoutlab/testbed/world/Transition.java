package io.github.fanoutlab.testbed.world;

/**
 * One thing that is going to happen in a world, or did, named so that it has the same name in every order of things.
 *
 * @param lane the process whose turn it is, by its name, and from its second life on with the number of that: {@code W1#2};
 *     empty when it is no process' turn
 * @param track what it comes after, and what comes after it, in every order: the direction of a connection, for instance
 * @param number the place on its track, from 1
 */
public record Transition(String lane, String track, long number) {

    /** The lane of a process in its life of that number. */
    public static String laneOf(String process, int life) {
        return life == 1 ? process : process + '#' + life;
    }

    @Override
    public String toString() {
        return track + " " + number;
    }
}
