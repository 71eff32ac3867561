package io.github.fanoutlab.testbed.process;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.real.RealLoop;
import io.github.fanoutlab.platform.real.jedis.JedisDialers;
import io.github.fanoutlab.platform.real.jedis.RedisUrl;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds out whether Redis can be reached, so that a program can refuse to start without it. */
public final class RedisProbe {

    private RedisProbe() {}

    /**
     * Connects as a node does: to one Redis, a node of a Redis Cluster that knows the others, or the master that Sentinels name.
     * Blocks its caller; a server that cannot be reached takes ten seconds at most.
     *
     * @param url in one of the forms of {@link RedisUrl}
     * @return what is wrong and what to do, in one line; empty if Redis can be reached
     */
    public static Optional<String> check(String url) {
        try (RealLoop loop = RealLoop.start("redis-probe", DebugLog.silent());
                JedisDialers dialers = new JedisDialers(loop)) {
            RedisDialer dialer = dialers.dialer(url);
            CompletableFuture<Optional<String>> problem = new CompletableFuture<>();
            loop.execute(() -> dialer.dial(new Outcome(problem)));
            return problem.join()
                    .map(reason ->
                            "Redis at " + dialer.address() + " cannot be reached (" + reason + "). " + advice(reason));
        } catch (IllegalArgumentException malformed) {
            return Optional.of(malformed.getMessage());
        }
    }

    /** Completes {@code problem} with the first that happens to the link. */
    private record Outcome(CompletableFuture<Optional<String>> problem) implements RedisDialer.Listener {

        @Override
        public void onUp() {
            problem.complete(Optional.empty());
        }

        @Override
        public void onReply(RedisReply reply) {}

        @Override
        public void onDown(String reason) {
            problem.complete(Optional.of(reason));
        }
    }

    private static String advice(String reason) {
        if (reason.contains("refused by Redis")) {
            return "Check the user, the password and the database in its URL.";
        }
        if (reason.contains("TLS failed")) {
            return "Check its certificate: it has to be for this host, and this JVM has to trust it"
                    + " (-Djavax.net.ssl.trustStore=FILE).";
        }
        return "Start it (redis-server --port N), or name a running Redis with --redis redis://HOST:PORT.";
    }
}
