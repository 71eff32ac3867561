package io.github.fanoutlab.platform.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Redis of a lab as one connection dials it. It notes each dial and each write, which the world does not tell apart from
 * the commands in them, and forbids a command as an access list does.
 */
final class NotedRedis implements RedisDialer {

    private static final RedisCommand UNKNOWN = RedisCommand.of("FORBIDDEN");
    private static final RedisReply NO_PERMISSION =
            new RedisReply.Failure("NOPERM this user has no permissions to access one of the channels");

    /** What was written, one line for each write: {@code #1 PUBLISH a 1 | PUBLISH a 2}; the number is that of the dial. */
    final List<String> writes = new ArrayList<>();

    /** When each dial was made, in milliseconds. */
    final List<Long> dials = new ArrayList<>();

    /** A command that an access list forbids to everybody, such as {@code SUBSCRIBE secret}. */
    String forbidden = "";

    /** Thrown once by the next dial. */
    Error dialFailure;

    /** Thrown once by the next write. */
    Error writeFailure;

    private final TestLab lab;
    private final SimNode node;
    private final RedisDialer dialer;

    NotedRedis(TestLab lab, SimNode node) {
        this.lab = lab;
        this.node = node;
        this.dialer = node.redis("redis://redis");
    }

    /** Breaks the connection; what was held up is lost. */
    void cut() {
        lab.world().faults().cut(node.name(), "redis");
        lab.letGo(node.name(), "redis");
    }

    /** From now on Redis executes commands, and nothing that it replies arrives. */
    void holdUpReplies() {
        lab.holdUp(node.name(), "redis");
    }

    /** What was held up arrives. */
    void letGo() {
        lab.letGo(node.name(), "redis");
    }

    /** Publishes as somebody else would; gives the number of receivers. */
    RedisReply publish(String channel, String payload) {
        return lab.publish(channel, payload.getBytes(UTF_8));
    }

    /** Publishes on a shard channel. */
    RedisReply spublish(String channel, String payload) {
        return lab.spublish(channel, payload.getBytes(UTF_8));
    }

    @Override
    public String address() {
        return dialer.address();
    }

    @Override
    public Link dial(Listener listener) {
        dials.add(lab.nowMillis());
        if (dialFailure != null) {
            Error thrown = dialFailure;
            dialFailure = null;
            throw thrown;
        }
        String number = "#" + dials.size() + " ";
        Link link = dialer.dial(new Listener() {
            @Override
            public void onUp() {
                listener.onUp();
            }

            @Override
            public void onReply(RedisReply reply) {
                boolean wasForbidden = reply.toString().contains("unknown command 'FORBIDDEN'");
                listener.onReply(wasForbidden ? NO_PERMISSION : reply);
            }

            @Override
            public void onDown(String reason) {
                listener.onDown(reason);
            }
        });
        return new Link() {
            @Override
            public void write(List<RedisCommand> commands) {
                if (writeFailure != null) {
                    Error thrown = writeFailure;
                    writeFailure = null;
                    throw thrown;
                }
                writes.add(
                        number + commands.stream().map(RedisCommand::toString).collect(Collectors.joining(" | ")));
                link.write(commands.stream()
                        .map(command -> command.toString().equals(forbidden) ? UNKNOWN : command)
                        .toList());
            }

            @Override
            public void close() {
                link.close();
            }
        };
    }
}
