import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.tutorial.exercise.StoreGrowth;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Exercise of chapter 16: stop the leak of 0.9.16 in the program of a worker.
 * Hundreds of clients connect to worker 1 and leave, and one client stays.
 * Nothing may grow with the number of clients that have left: no table of a
 * worker, and no number of channels in Redis.
 */
public class Ex16 implements StoreGrowth.Answer {

    /**
     * Called in each of the two workers when it has started, before its first
     * client.
     *
     * @param store publish(Channel, ArrayNode) tells all other workers;
     *     unsubscribe(Channel, id, Runnable) ends this worker's subscription to
     *     a channel of session id, and calls the Runnable when Redis has
     *     confirmed: () -> {} if nothing follows
     */
    @Override
    public void begin(LegacyServer io, RedisStore store) {
        io.sockets().on("connection", socket -> {
            socket.on("disconnect", event -> {
                store.publish(Channel.DISCONNECT, args(socket.id()));
                store.unsubscribe(Channel.MESSAGE_REMOTE, socket.id(), () -> {});
                store.unsubscribe(Channel.DISCONNECT_REMOTE, socket.id(), () -> {});
            });
        });
    }

    /** The arguments of a message, for publish. */
    private static ArrayNode args(String id) {
        return JsonNodeFactory.instance.arrayNode().add(id);
    }
}
