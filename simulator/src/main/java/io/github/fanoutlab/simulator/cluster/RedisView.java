package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis knows about the cluster, read over a connection of the launcher's own. Used by the launcher's thread. */
final class RedisView {

    private static final Pattern CLIENT_ID = Pattern.compile("^id=(\\d+) ", Pattern.MULTILINE);

    private final NodePorts ports;
    private final BoundedWait wait;
    private final RedisConnection connection;
    private final Set<String> others;

    private RedisView(NodePorts ports, String url, BoundedWait wait) {
        this.ports = ports;
        this.wait = wait;
        this.connection = ports.createRedisClient("launcher", url);
        this.others = clientIds();
    }

    /**
     * Looks at the Redis at {@code url} while no process of the cluster is connected to it yet.
     *
     * @throws CannotStart if there is a subscriber already: messages of others would be counted as ours
     */
    static RedisView of(NodePorts ports, String url, BoundedWait wait) {
        RedisView view = new RedisView(ports, url, wait);
        if (view.channels() > 0) {
            throw new CannotStart("Somebody is already subscribed to " + view.channels() + " channels of the Redis at "
                    + view.connection.address()
                    + ", and those messages would be counted as ours. With --redis, name a Redis that nobody else"
                    + " uses, or leave --redis out.");
        }
        return view;
    }

    /** How many connections are open, without the launcher's and those that were open before. */
    long connections() {
        Set<String> ours = clientIds();
        ours.removeAll(others);
        return ours.size();
    }

    /** How many channels and patterns have a subscriber. */
    long channels() {
        RedisReply channels = ask("PUBSUB", "CHANNELS");
        RedisReply patterns = ask("PUBSUB", "NUMPAT");
        return ((RedisReply.Multi) channels).items().size() + ((RedisReply.Number) patterns).value();
    }

    /** How many entries the stream of the streams adapter has. */
    long entries() {
        return ((RedisReply.Number) ask("XLEN", "socket.io")).value();
    }

    private Set<String> clientIds() {
        Set<String> ids = new TreeSet<>();
        Matcher matcher = CLIENT_ID.matcher(((RedisReply.Bulk) ask("CLIENT", "LIST")).text());
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    private RedisReply ask(String command, String argument) {
        RedisCommand asked = RedisCommand.of(command, argument);
        CompletableFuture<RedisReply> reply = new CompletableFuture<>();
        ports.loop().execute(() -> connection.send(asked, reply::complete));
        RedisReply answer =
                wait.get("the reply of Redis at " + connection.address() + " to " + asked, BoundedWait.MILLIS, reply);
        if (answer instanceof RedisReply.Failure failure) {
            throw wait.failure("Redis at " + connection.address() + " refuses " + asked + ": " + failure.message());
        }
        return answer;
    }
}
