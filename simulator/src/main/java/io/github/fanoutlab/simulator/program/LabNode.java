package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.simulator.scenario.Broadcast;

/** One running program, of either generation, as a scenario directs it. Used on the node's loop, but for {@link #listen}. */
public interface LabNode {

    /** Emits once, as the program's own code would. */
    void emit(Broadcast broadcast);

    /** Also serves {@code namespace}, with the same program, to clients that ask for it; {@code /} is served always. */
    void serve(String namespace);

    /** Begins to accept clients. A master never calls this. May be called from any thread. */
    Network.Listening listen(ListenOptions options);

    /** Leaves Redis and its clients. */
    void close();
}
