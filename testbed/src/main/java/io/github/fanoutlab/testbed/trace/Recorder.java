package io.github.fanoutlab.testbed.trace;

/**
 * Where an application tells what no edge can see by itself: that it emits, that it was handed an event.
 *
 * <p>In the simulator a node is one; the real cluster has its own. Called on the node's loop.
 */
@FunctionalInterface
public interface Recorder {

    /** Records {@code kind} on this node's lane, as an effect of the input that is being handled. */
    void record(Kind kind, String peer, String name, String text);

    /** Records nothing. */
    static Recorder none() {
        return (kind, peer, name, text) -> {};
    }
}
