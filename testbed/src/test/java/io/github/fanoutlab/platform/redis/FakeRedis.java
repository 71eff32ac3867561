package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.testbed.redis.RedisModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@link RedisModel} that can be dialed, refused, held up and cut. Writes and replies are inputs of later turns, as over a
 * network without delay.
 */
final class FakeRedis implements RedisDialer {

    /** What was written, one line for each write: {@code #1 PUBLISH a 1 | PUBLISH a 2}. */
    final List<String> writes = new ArrayList<>();

    /** When each dial was made. */
    final List<Long> dials = new ArrayList<>();

    /** Whether dials are refused. */
    boolean refusing;

    /** A command that an access list forbids to everybody, such as {@code SUBSCRIBE secret}. */
    String forbidden = "";

    final RedisModel model;

    private final HandMovedNode node;
    private final Map<Integer, FakeLink> links = new LinkedHashMap<>();
    private final Deque<Runnable> heldUp = new ArrayDeque<>();
    private boolean holdsUp;

    FakeRedis(HandMovedNode node) {
        this.node = node;
        this.model = new RedisModel(node::nowMillis);
    }

    /** From now on Redis executes commands, and nothing of what it answers arrives. */
    void holdUpReplies() {
        holdsUp = true;
    }

    /** What was held up arrives. */
    void letGo() {
        holdsUp = false;
        heldUp.forEach(node::execute);
        heldUp.clear();
        node.turn(() -> {});
    }

    /** Breaks all connections; what was held up is lost. */
    void cut() {
        heldUp.clear();
        holdsUp = false;
        for (FakeLink link : List.copyOf(links.values())) {
            link.forget();
            node.execute(() -> link.listener.onDown("reset"));
        }
        node.turn(() -> {});
    }

    /** As somebody else would; gives the number of receivers. */
    RedisReply publish(String channel, String payload) {
        return fromStranger(RedisCommand.of("PUBLISH", channel, payload));
    }

    /** The same on a shard channel. */
    RedisReply spublish(String channel, String payload) {
        return fromStranger(RedisCommand.of("SPUBLISH", channel, payload));
    }

    private RedisReply fromStranger(RedisCommand command) {
        int stranger = model.connect();
        List<RedisModel.Output> outputs = model.handle(stranger, command);
        model.disconnect(stranger);
        outputs.subList(0, outputs.size() - 1).forEach(this::carry);
        node.turn(() -> {});
        return outputs.get(outputs.size() - 1).reply();
    }

    @Override
    public String address() {
        return "redis://redis";
    }

    @Override
    public Link dial(Listener listener) {
        dials.add(node.nowMillis());
        FakeLink link = new FakeLink(listener);
        node.execute(link::open);
        return link;
    }

    private void carry(RedisModel.Output output) {
        FakeLink link = links.get(output.connection());
        Runnable arrival = () -> {
            if (link.isOpen()) {
                link.listener.onReply(output.reply());
            }
        };
        if (holdsUp) {
            heldUp.add(arrival);
        } else {
            node.execute(arrival);
        }
    }

    private final class FakeLink implements Link {

        private final Listener listener;
        private int number;
        private boolean closed;

        FakeLink(Listener listener) {
            this.listener = listener;
        }

        private boolean isOpen() {
            return links.get(number) == this;
        }

        private void open() {
            if (closed) {
                return;
            }
            if (refusing) {
                listener.onDown("refused");
                return;
            }
            number = model.connect();
            links.put(number, this);
            listener.onUp();
        }

        private void forget() {
            links.remove(number);
            model.disconnect(number);
        }

        @Override
        public void write(List<RedisCommand> commands) {
            writes.add("#" + number + " "
                    + commands.stream().map(RedisCommand::toString).collect(Collectors.joining(" | ")));
            node.execute(() -> {
                if (isOpen()) {
                    commands.forEach(this::executeOne);
                }
            });
        }

        private void executeOne(RedisCommand command) {
            if (command.toString().equals(forbidden)) {
                carry(new RedisModel.Output(
                        number,
                        new RedisReply.Failure("NOPERM this user has no permissions to access one of the channels")));
            } else {
                model.handle(number, command).forEach(FakeRedis.this::carry);
            }
        }

        @Override
        public void close() {
            closed = true;
            node.execute(this::forget);
        }
    }
}
