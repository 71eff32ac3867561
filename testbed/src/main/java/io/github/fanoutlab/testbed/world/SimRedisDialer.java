package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.trace.Kind;
import java.net.URI;
import java.util.List;

/** Dials one Redis of the world for a node. */
final class SimRedisDialer implements RedisDialer {

    /** The commonest first. */
    private static final List<String> PUSH_NAMES = List.of(
            "message",
            "pmessage",
            "smessage",
            "subscribe",
            "psubscribe",
            "ssubscribe",
            "unsubscribe",
            "punsubscribe",
            "sunsubscribe");

    private static final List<RedisReply.Bulk> PUSHES =
            PUSH_NAMES.stream().map(RedisReply.Bulk::of).toList();

    /** Where Redis listens when a URL names no port. */
    private static final int REDIS_PORT = 6379;

    private final SimNode node;
    private final String connection;
    private final String address;

    /** {@code name} tells the node's connections apart, for instance {@code pub}. */
    SimRedisDialer(SimNode node, String name, String url) {
        this.node = node;
        this.connection = node.name() + '.' + name;
        this.address = address(url);
    }

    /** {@code host:port} of a Redis URL. */
    static String address(String url) {
        URI uri = URI.create(url);
        if (!"redis".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(url + " is no address of a Redis; expected redis://host:port");
        }
        return uri.getHost() + ':' + (uri.getPort() < 0 ? REDIS_PORT : uri.getPort());
    }

    @Override
    public String address() {
        return "redis://" + address;
    }

    @Override
    public Link dial(Listener listener) {
        node.requireTurn("RedisDialer.dial");
        SimLink link = new SimLink(listener);
        World world = node.world;
        new Dialing<SimRedisProcess.Session>(
                        node, address, connection, world.options().redisLatency(), world.cause())
                .dial(() -> world.redisAt(address), link::up, link::refused);
        return link;
    }

    /** What kind of push {@code reply} is, to which the entries of a stream are counted; null when it answers a command. */
    private static String pushKind(RedisReply reply) {
        if (isEntries(reply)) {
            return "entries";
        }
        if (!(reply instanceof RedisReply.Multi multi)
                || multi.items().size() < 3
                || !(multi.items().get(0) instanceof RedisReply.Bulk kind)) {
            return null;
        }
        int push = PUSHES.indexOf(kind);
        return push < 0 ? null : PUSH_NAMES.get(push);
    }

    /** The reply to an XREAD: {@code [[key, entries]]}. XRANGE replies with the entries themselves: {@code [[id, fields], …]}. */
    private static boolean isEntries(RedisReply reply) {
        return reply instanceof RedisReply.Multi streams
                && !streams.items().isEmpty()
                && streams.items().get(0) instanceof RedisReply.Multi stream
                && stream.items().size() == 2
                && stream.items().get(1) instanceof RedisReply.Multi entries
                && !entries.items().isEmpty()
                && entries.items().get(0) instanceof RedisReply.Multi;
    }

    private final class SimLink implements Link, SimRedisProcess.Receiver {

        private final Listener listener;
        private Endpoint end;
        private SimRedisProcess.Session session;
        private boolean closed;

        SimLink(Listener listener) {
            this.listener = listener;
        }

        void up(Endpoint mine, SimRedisProcess.Session theirs) {
            end = mine;
            session = theirs;
            if (closed) {
                end.close(theirs.opened(), node.name() + " closed the connection");
                return;
            }
            session.attach(this);
            end.whenBroken(listener::onDown);
            node.handle(end.record(theirs.opened(), Kind.CONNECTION_OPENED, "", null, 0), listener::onUp);
        }

        void refused(String reason) {
            if (!closed) {
                listener.onDown(reason);
            }
        }

        @Override
        public void write(List<RedisCommand> commands) {
            node.requireTurn("RedisDialer.Link.write");
            if (end == null) {
                throw new IllegalStateException(connection + " was written to before it was up");
            }
            for (RedisCommand command : commands) {
                if (end.isOpen()) {
                    long sent = end.record(Kind.REDIS_SENT, command.name(), command, 0);
                    end.transmit(sent, () -> session.handle(sent, command));
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            if (end != null) {
                end.close(node.world.cause(), node.name() + " closed the connection");
            }
        }

        @Override
        public void receive(long handled, RedisReply reply) {
            String push = pushKind(reply);
            long received = push == null
                    ? end.record(handled, Kind.REDIS_REPLY, "", reply, 0)
                    : end.record(handled, Kind.REDIS_PUSH, push, reply, 0);
            node.handle(received, () -> listener.onReply(reply));
        }
    }
}
