package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;

/**
 * The RedisStore of 0.9, over three Redis connections. It speaks the dialect of 0.9.17 to 0.9.19, or that of 0.9.16 with {@link
 * #dialect(Dialect)}. Messages are in JSON, or in msgpack with {@link #packing(Packing)}:
 *
 * <pre>
 *   redisPub     PUBLISH of every message
 *   redisSub     SUBSCRIBE of the 13 {@link Channel}s, or of 8 and 5 for each client; a connection that has subscribed
 *                may not send other commands (but PING), hence three connections
 *   redisClient  HGET, HSET, HDEL, HEXISTS, EXPIRE, DEL of the clients' hashes; key: the session id
 * </pre>
 *
 * <p>The known defects of 0.9 are kept. legacy-store/README.md lists them.
 *
 * <p>Garbage on a channel is dropped with a warning. A message that would crash Node's servers is not published ({@link
 * UnsafeForNode}). One store serves one server.
 */
public final class RedisStore implements Store {

    private static final int MAX_SHOWN = 200;

    private final RedisConnection redisPub;
    private final RedisConnection redisSub;
    private final RedisConnection redisClient;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private Long nodeId;
    private Dialect dialect = Dialect.V0_9_17;
    private Packing packing = Packing.JSON;
    private boolean forgetful;
    private ClientChannels clientChannels;
    private NodePorts ports;
    private Envelope envelope;
    private String lastRefusal;

    private RedisStore(RedisConnection redisPub, RedisConnection redisSub, RedisConnection redisClient) {
        this.redisPub = redisPub;
        this.redisSub = redisSub;
        this.redisClient = redisClient;
    }

    /** A store over {@code redisPub}, {@code redisSub} and {@code redisClient}, three connections to one Redis. */
    public static RedisStore of(RedisConnection redisPub, RedisConnection redisSub, RedisConnection redisClient) {
        return new RedisStore(redisPub, redisSub, redisClient);
    }

    /**
     * Sets the number by which the node recognizes its own messages; random by default. Call this before the store is given to a
     * server.
     */
    public RedisStore nodeId(long chosen) {
        nodeId = chosen;
        return this;
    }

    /**
     * Sets how messages are packed, as 0.9's options {@code pack} and {@code unpack} do; JSON by default. Call this before the
     * store is given to a server.
     */
    public RedisStore packing(Packing chosen) {
        packing = chosen;
        return this;
    }

    /** Sets the dialect of the cluster; 0.9.17 by default. Call this before the store is given to a server. */
    public RedisStore dialect(Dialect chosen) {
        dialect = chosen;
        return this;
    }

    /**
     * Behaves like npm's {@code redis} 0.7.3, which the store of 0.9 used. When Redis comes back, it subscribes again to the
     * earlier channels, but subscriptions that were asked for in the meantime are lost without notice. In the dialect 0.9.16,
     * clients that connected in the meantime never hear from other nodes. In the later dialect nothing changes, since all
     * channels are subscribed at the start. Call this before the store is given to a server.
     */
    public RedisStore forgetsSubscriptionsAskedWhileAway() {
        forgetful = true;
        return this;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void subscribe(Channel channel, String id, Consumer<MessageArgs> consumer) {
        Objects.requireNonNull(consumer, "the consumer must not be null");
        if (dialect.channelsPerClient()) {
            clientChannels.subscribe(channel, id, consumer);
        }
    }

    @Override
    public void unsubscribe(Channel channel, String id, Runnable onUnsubscribed) {
        Objects.requireNonNull(
                onUnsubscribed, "onUnsubscribed must not be null; pass () -> {} if there is nothing to do");
        if (dialect.channelsPerClient()) {
            clientChannels.unsubscribe(channel, id, onUnsubscribed);
        } else {
            onUnsubscribed.run();
        }
    }

    @Override
    public void open(NodePorts node, BiConsumer<Channel, MessageArgs> receiver) {
        if (ports != null) {
            throw new IllegalStateException("this RedisStore belongs to a server already; create one for each server");
        }
        ports = node;
        envelope = new Envelope(nodeId == null ? ports.ids().nextInt(Integer.MAX_VALUE) : nodeId, packing);
        clientChannels = new ClientChannels(redisSub, forgetful, this::receive);
        for (Channel channel : Channel.values()) {
            if (dialect.shares(channel)) {
                redisSub.subscribe(
                        channel.wireName(),
                        (name, payload) -> receive(channel, null, payload, args -> receiver.accept(channel, args)),
                        () -> {});
            }
        }
    }

    /** {@code id} is the session whose channel this is; null if all clients share it. */
    private void receive(Channel channel, String id, byte[] payload, Consumer<MessageArgs> consumer) {
        // region receive
        try {
            MessageArgs args = envelope.unpack(payload, id);
            if (args == null) { // it has this node's own nodeId
                ports.counters().increment(OWN_ECHOES_DROPPED);
            } else {
                consumer.accept(args);
            }
        } catch (UnreadableMessage garbage) {
            ports.log().warn(complaint(channel, id, payload, garbage));
        }
        // endregion
    }

    private static String complaint(Channel channel, String id, byte[] payload, UnreadableMessage garbage) {
        return "redis: dropped a message on channel \"" + (id == null ? channel.wireName() : channel.wireName(id))
                + "\" that no RedisStore of 0.9 sends: expected {\"nodeId\":N,\"args\":[" + channel.shape()
                + "]}" + (id == null ? "" : " without the id") + ", and "
                + garbage.getMessage() + "; got " + payload.length + " bytes: " + shown(payload);
    }

    private static String shown(byte[] payload) {
        boolean whole = payload.length <= MAX_SHOWN;
        return RedisReply.readable(whole ? payload : Arrays.copyOf(payload, MAX_SHOWN)) + (whole ? "" : "…");
    }

    @Override
    public void publish(Channel channel, ArrayNode args) {
        String danger = UnsafeForNode.reason(channel, args);
        if (danger != null) {
            ports.log()
                    .warn("redis: did not publish a message that a client caused and that would crash Node's servers: "
                            + danger + ": "
                            + shown(envelope.pack(args)));
            return;
        }
        if (channel.replicatesState()) {
            ports.counters().increment(STATE_MESSAGES_PUBLISHED);
        }
        String name = dialect.shares(channel)
                ? channel.wireName()
                : channel.wireName(args.remove(0).asString());
        redisPub.publish(name, envelope.pack(args), this::noticeRefusal);
    }

    /** Warns if Redis is up and refuses, which nothing else would report. */
    private void noticeRefusal(RedisReply reply) {
        if (reply instanceof RedisReply.Failure failure
                && redisPub.isUp()
                && !failure.message().equals(lastRefusal)) {
            lastRefusal = failure.message();
            ports.log().warn("redis: refused to publish on connection " + redisPub.name() + ": " + lastRefusal);
        }
    }

    @Override
    public ClientStore client(String id) {
        return clients.computeIfAbsent(id, Client::new);
    }

    @Override
    public void destroyClient(String id, Long expirationSeconds) {
        Client client = clients.remove(id);
        if (client != null) {
            client.destroy(expirationSeconds);
        }
    }

    @Override
    public List<RedisHealth> redis() {
        return List.of(redisPub.health(), redisSub.health(), redisClient.health());
    }

    @Override
    public void close() {
        List.copyOf(clients.keySet()).forEach(id -> destroyClient(id, null));
        redisPub.close();
        redisSub.close();
        redisClient.close();
    }

    private final class Client implements ClientStore {

        private final String id;

        Client(String id) {
            this.id = id;
        }

        @Override
        public void get(String key, StoreCallback<String> callback) {
            redisClient.send(
                    RedisCommand.of("HGET", id, key),
                    answer(callback, reply -> reply instanceof RedisReply.Bulk bulk ? bulk.text() : null));
        }

        @Override
        public void set(String key, String value, StoreCallback<Void> callback) {
            redisClient.send(RedisCommand.of("HSET", id, key, value), answer(callback, reply -> null));
        }

        @Override
        public void has(String key, StoreCallback<Boolean> callback) {
            redisClient.send(
                    RedisCommand.of("HEXISTS", id, key),
                    answer(callback, reply -> reply instanceof RedisReply.Number number && number.value() != 0));
        }

        @Override
        public void del(String key, StoreCallback<Void> callback) {
            redisClient.send(RedisCommand.of("HDEL", id, key), answer(callback, reply -> null));
        }

        private void destroy(Long expirationSeconds) {
            RedisCommand command = expirationSeconds == null
                    ? RedisCommand.of("DEL", id)
                    : RedisCommand.of("EXPIRE", id, expirationSeconds);
            redisClient.send(command, reply -> {});
        }

        private <T> Consumer<RedisReply> answer(StoreCallback<T> callback, Function<RedisReply, T> value) {
            return reply -> {
                if (reply instanceof RedisReply.Failure failure) {
                    callback.done(failure.message(), null);
                } else {
                    callback.done(null, value.apply(reply));
                }
            };
        }
    }
}
