package io.github.fanoutlab.simulator.cluster;

/** A run did not get as far as it should; the message says what was awaited, what was there instead, and who said what. */
public final class ClusterFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterFailure(String message) {
        super(message);
    }
}
