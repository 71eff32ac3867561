package io.github.fanoutlab.simulator.world;

/**
 * One thing that is going to happen in a world, or did, named so that it has the same name in every order of things.
 *
 * @param lane the process whose turn it is; empty when it is no process' turn
 * @param track what it comes after, and what comes after it, in every order: the direction of a connection, for instance
 * @param number the place on its track, from 1
 */
public record Move(String lane, String track, long number) {

    @Override
    public String toString() {
        return track + " " + number;
    }
}
