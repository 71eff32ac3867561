package io.github.fanoutlab.bench;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench polling}: {@code bench fanout} for clients that poll. */
@Command(
        name = "polling",
        header = "Measure what a delivery to a client that polls costs.",
        description =
                "Like bench fanout, but with long polling instead of WebSockets. What is emitted between two polls"
                        + " of a client waits for the next poll. Linux only.")
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
