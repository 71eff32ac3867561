package io.github.fanoutlab.simulator.cluster;

/** A run that got stuck. The message says what was awaited, what was there instead, and what the processes printed last. */
public final class ClusterFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterFailure(String message) {
        super(message);
    }
}
