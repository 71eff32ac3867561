import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.Emitter;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.node.NodePorts;

/**
 * Exercise of chapter 5: the master of a 1.0+ cluster. Each client has to get
 * one event "data" a second, and the master must subscribe to nothing.
 */
public class Ex05 {

    /**
     * Called when the process starts.
     *
     * @return what is run once a second
     */
    public Runnable master(NodePorts ports, String redis) {
        // These two lines make a full server. Replace them with something that
        // only publishes.
        SocketIoServer io = SocketIoServer.create(ports);
        io.adapter(RedisAdapter.at(redis));
        return () -> io.emit("data", "payload");
    }
}
