package io.github.fanoutlab.platform.redis.sentinel;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One link to the master that Sentinels know.
 *
 * <pre>
 *             who is the master?               are you a master?
 *   ASKING (a Sentinel) ------&gt; PROVING (the master) ------&gt; UP
 *     |   ^ it is away,            | no, or it is away       | the connection broke
 *     +---+ or does not know       |                         |
 *     | none is left               v                         v
 *     +-------------------------&gt; OVER &lt;---------------------+
 * </pre>
 *
 * <p>The second request is needed because Sentinels learn of a failover one after the other: one may still name the master of
 * yesterday. Only one connection is open at a time.
 */
final class SentinelLink implements RedisDialer.Link, RedisDialer.Listener {

    private enum State {
        ASKING,
        PROVING,
        UP,
        OVER
    }

    private final SentinelDialer dialer;
    private final RedisDialer.Listener listener;
    private final Deque<RedisDialer> notAsked;
    private final StringBuilder problems = new StringBuilder();
    private State state = State.ASKING;
    private RedisDialer sentinel;
    private String master;
    private RedisDialer.Link connection;

    SentinelLink(SentinelDialer dialer, RedisDialer.Listener listener) {
        this.dialer = dialer;
        this.listener = listener;
        this.notAsked = new ArrayDeque<>(dialer.sentinelsInOrder());
    }

    void askNext() {
        if (notAsked.isEmpty()) {
            end("no Sentinel could name the master \"" + dialer.masterName() + "\":" + problems);
        } else {
            sentinel = notAsked.poll();
            connection = sentinel.dial(this);
        }
    }

    @Override
    public void onUp() {
        switch (state) {
            case ASKING -> request("SENTINEL", "GET-MASTER-ADDR-BY-NAME", dialer.masterName());
            case PROVING -> request("ROLE");
            default -> {}
        }
    }

    private void request(String name, Object... args) {
        connection.write(List.of(RedisCommand.of(name, args)));
    }

    @Override
    public void onReply(RedisReply reply) {
        switch (state) {
            case ASKING -> onMasterAddress(reply);
            case PROVING -> onRole(reply);
            case UP -> listener.onReply(reply);
            default -> {}
        }
    }

    private void onMasterAddress(RedisReply reply) {
        connection.close();
        if (reply instanceof RedisReply.Multi address && address.items().size() == 2) {
            dialer.askFirst(sentinel);
            master = text(address.items().get(0)) + ":" + text(address.items().get(1));
            state = State.PROVING;
            connection = dialer.node(master).dial(this);
        } else {
            onProblem(reply instanceof RedisReply.Failure failure ? failure.message() : "it does not know this name");
        }
    }

    private void onProblem(String problem) {
        problems.append(' ')
                .append(sentinel.address())
                .append(": ")
                .append(problem)
                .append(';');
        askNext();
    }

    private void onRole(RedisReply reply) {
        String role = reply instanceof RedisReply.Multi told && !told.items().isEmpty()
                ? text(told.items().get(0))
                : "master"; // as far as it may say
        if (!"master".equals(role)) {
            connection.close();
            end(master + " is a " + role + ", not the master");
        } else {
            state = State.UP;
            listener.onUp();
        }
    }

    private static String text(RedisReply reply) {
        return reply instanceof RedisReply.Bulk bulk ? bulk.text() : reply.toString();
    }

    @Override
    public void onDown(String reason) {
        switch (state) {
            case ASKING -> onProblem(reason);
            case PROVING, UP -> end("master " + master + ": " + reason);
            default -> {}
        }
    }

    private void end(String reason) {
        state = State.OVER;
        listener.onDown(reason);
    }

    @Override
    public void write(List<RedisCommand> commands) {
        connection.write(commands);
    }

    @Override
    public void close() {
        state = State.OVER;
        connection.close();
    }
}
