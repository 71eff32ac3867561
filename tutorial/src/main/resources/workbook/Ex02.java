import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;

/**
 * Exercise of chapter 2. Somebody has cut the three connections of each process
 * down to two, "to save a third of them". Every client gets the heartbeat, so
 * nobody noticed anything. But the workers of this cluster keep a name for each
 * client in the store.
 *
 * Mend it. Two connections are enough, if they are the right two.
 */
public class Ex02 {

    /** The store of one 0.9 process. */
    public RedisStore store(NodePorts ports, String redis) {
        RedisConnection redisPub = ports.createRedisClient("pub", redis);
        RedisConnection redisSub = ports.createRedisClient("sub", redis);

        // In this order: what publishes, what subscribes, what keeps data.
        // Mend this line. If you like, open a connection above it first.
        return RedisStore.of(redisPub, redisSub, redisSub);
    }
}
