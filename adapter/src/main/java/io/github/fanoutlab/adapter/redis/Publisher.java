package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.platform.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;

/** Publishes and forgets; the first of several failures in a row is told to the operator. */
final class Publisher {

    private final NodePorts ports;
    private final RedisConnection connection;
    private boolean failing;

    Publisher(NodePorts ports, RedisConnection connection) {
        this.ports = ports;
        this.connection = connection;
    }

    void publish(String channel, byte[] payload) {
        connection.publish(channel, payload, reply -> {
            boolean failed = reply instanceof RedisReply.Failure;
            if (failed && !failing) {
                ports.log()
                        .warn("redis: a message to channel " + channel + " may not have reached the other servers: "
                                + ((RedisReply.Failure) reply).message());
            }
            failing = failed;
        });
    }
}
