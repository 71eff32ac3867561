package io.github.fanoutlab.simulator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faults}: how faults and run strings are written. It prints its own help. */
@Command(
        name = "faults",
        header = "How faults and run strings are written.",
        customSynopsis = "fanout faults",
        description = {
            "A run string names one run: 'SCENARIO;GENERATION;seed=N;FAULT;FAULT...'. Faults:",
            "  kill:W2@3s+1s           a process dies; with +1s, it starts again 1 s later",
            "  crash:W2@3s+1s          the machine of W2 dies: no peer is told",
            "  pause:W2@2s+500ms       W2 (or redis) stands still",
            "  clock:W2@3s+5s          the clock of W2 is set back",
            "  cut:W1.sub@2s           a connection is reset: W1.pub, W1.sub, W1.C1, ...",
            "  silence:W1.sub@2s+3s    the connection dies, and neither end is told",
            "  stall:W1.sub@2s+500ms   nothing arrives on it for 500 ms, then all of it does",
            "  lag:W1.C1@2s+1s         the connection is slow",
            "  slow:W1.C1@2s+1s        the reader of the connection is slow",
            "  overflow:W1.sub@2s+1s   Redis closes the connection of a reader that lags",
            "  leave:C1@2s+1s          a client disconnects, and comes back",
            "  restart:redis@4s+300ms  Redis restarts, empty",
            "  failover:redis@4s+1s    a replica takes over, without the last writes",
            "  full:redis@2s+1s        Redis accepts no new connections",
            "  first:W2.sub@3.2s       what is on its way to W2 arrives before all else",
            "  @W1#3                   instead of a time: right after the third emit of W1",
            "  @C1.connected#2,50ms    50 ms after C1 was connected for the second time;",
            "    also handshaken, received, disconnected; for nodes: started, subscribed",
            "A run string may also have transport= and balancer=, like the options, or name",
            "a part of the scenario: nodes=W1,W2 clients=C1 steps=1,2 beats=3."
        })
final class FaultsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
