package io.github.fanoutlab.bench;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench polling}: {@code bench fanout} for clients that poll. */
@Command(
        name = "polling",
        header = "Measure what a delivery to a client that polls costs.",
        description =
                "As bench fanout, with long polling in the place of WebSockets. What is emitted while a client is between two polls"
                        + " waits for the next one. Linux only.")
public final class PollingBench extends FanoutBench {

    private static final double DEFAULT_RATE = 20;

    public PollingBench() {
        rate = DEFAULT_RATE;
        peers = List.of("node4", "node09"); // netty-socketio ends the connection after each response
    }

    @Override
    boolean isPolling() {
        return true;
    }
}
