package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Holdings;
import java.util.List;
import java.util.function.Consumer;

/** One running program of either generation, as a scenario directs it. All methods but {@link #listen} belong to the node's loop. */
public interface Program {

    /**
     * Emits once, as the program's own code would.
     *
     * @param acks takes what clients acknowledge, if the broadcast asks for acks: each ack by itself, or all at once in 1.0+,
     *     where those that did not come in time are missing
     */
    void emit(Broadcast broadcast, Consumer<List<String>> acks);

    /** Refuses clients from these addresses from now on. */
    default void ban(List<String> addresses) {
        throw new UnsupportedOperationException("it has no clients");
    }

    /** Serves {@code namespace}, too, in the same manner as {@code /}, which is always served. */
    void serve(String namespace);

    /** Begins to accept clients. Never called for a master. May be called on any thread. */
    Network.Listening listen(ListenOptions options);

    /** What the server holds of clients now; nothing if it has none. */
    default Holdings holdings() {
        return Holdings.NONE;
    }

    /** What handles the requests of clients, for a port that somebody else listens on. Never asked of a master. */
    default ClientHandler handler() {
        throw new UnsupportedOperationException("it has no clients");
    }

    /** Closes all connections, to Redis and to clients. */
    void close();
}
