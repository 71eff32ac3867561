package io.github.fanoutlab.testbed;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.redis.RedisModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Redis of a {@link TestLab}: a {@link RedisModel} behind links that can be cut. */
public final class MemoryRedis {

    private final TestLab lab;
    private final RedisModel model;
    private final Map<Integer, MemoryLink> links = new LinkedHashMap<>();
    private final List<String> monitor = new ArrayList<>();
    private boolean up = true;

    MemoryRedis(TestLab lab) {
        this.lab = lab;
        this.model = new RedisModel(lab::nowMillis);
    }

    public RedisModel model() {
        return model;
    }

    /** Every command that arrived so far, as {@code node: COMMAND args}: what MONITOR would show. */
    public List<String> monitor() {
        return monitor;
    }

    /** The commands called {@code name} that arrived so far. */
    public List<String> monitor(String name) {
        return monitor.stream().filter(line -> line.contains(": " + name)).collect(Collectors.toList());
    }

    /** Publishes as some stranger would: for garbage and for recorded messages of other peers. */
    public void publish(String channel, byte[] payload) {
        fromStranger(RedisCommand.of("PUBLISH", channel, payload));
    }

    /** The same on a shard channel. */
    public void spublish(String channel, byte[] payload) {
        fromStranger(RedisCommand.of("SPUBLISH", channel, payload));
    }

    private void fromStranger(RedisCommand command) {
        int stranger = model.connect();
        deliver(model.handle(stranger, command));
        model.disconnect(stranger);
    }

    /** Breaks every connection and refuses new ones until {@link #start()}. Subscriptions are gone, keys stay. */
    public void stop() {
        up = false;
        for (MemoryLink link : List.copyOf(links.values())) {
            link.breakWith("Redis closed the connection");
        }
    }

    public void start() {
        up = true;
    }

    void breakConnectionsOf(ManualNode node) {
        for (MemoryLink link : List.copyOf(links.values())) {
            if (link.node == node) {
                link.leave();
            }
        }
    }

    RedisDialer dialerOf(ManualNode node, String url) {
        return new RedisDialer() {
            @Override
            public String address() {
                return url;
            }

            @Override
            public Link dial(Listener listener) {
                return new MemoryLink(node, listener);
            }
        };
    }

    private void deliver(List<RedisModel.Output> outputs) {
        for (RedisModel.Output output : outputs) {
            MemoryLink link = links.get(output.connection());
            if (link != null) {
                link.receive(output.reply());
            }
        }
    }

    private final class MemoryLink implements RedisDialer.Link {

        private final ManualNode node;
        private final RedisDialer.Listener listener;
        private int connection = -1;
        private boolean closed;
        private boolean over;

        MemoryLink(ManualNode node, RedisDialer.Listener listener) {
            this.node = node;
            this.listener = listener;
            node.execute(this::open);
        }

        private void open() {
            if (closed) {
                return;
            }
            if (!up) {
                over = true;
                listener.onDown("connection refused");
                return;
            }
            connection = model.connect();
            links.put(connection, this);
            listener.onUp();
        }

        @Override
        public void write(List<RedisCommand> commands) {
            lab.input(() -> commands.forEach(this::handle));
        }

        private void handle(RedisCommand command) {
            if (!over) {
                monitor.add(node.name() + ": " + command);
                deliver(model.handle(connection, command));
            }
        }

        void receive(RedisReply reply) {
            node.execute(() -> {
                if (!closed && !over) {
                    listener.onReply(reply);
                }
            });
        }

        void breakWith(String reason) {
            leave();
            node.execute(() -> {
                if (!closed) {
                    listener.onDown(reason);
                }
            });
        }

        /** As over TCP, what was written before still arrives, and Redis notices after that. */
        @Override
        public void close() {
            closed = true;
            lab.input(this::leave);
        }

        private void leave() {
            over = true;
            if (connection >= 0 && links.remove(connection) != null) {
                model.disconnect(connection);
            }
        }
    }
}
