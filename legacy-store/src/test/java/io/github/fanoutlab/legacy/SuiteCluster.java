package io.github.fanoutlab.legacy;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.List;
import java.util.function.Predicate;

/** Two real servers on a Redis of their own, with the application of peers/v09/application.js. */
final class SuiteCluster implements AutoCloseable {

    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private final Server one;
    private final Server two;

    SuiteCluster(Dialect dialect) {
        one = new Server("W1", dialect);
        two = new Server("W2", dialect);
    }

    /** A server with its application. */
    private final class Server {
        private final RealNode node;
        private final LegacyServer io;
        private final RefereeApplication application;
        private final int port;
        private volatile String idOfA = "";

        Server(String name, Dialect dialect) {
            node = RealNode.create(name, DebugLog.silent());
            io = LegacyServer.create(node);
            RedisStore store = RedisStore.of(
                    io.createRedisClient("pub", redis.url()),
                    io.createRedisClient("sub", redis.url()),
                    io.createRedisClient("client", redis.url()));
            io.set("store", store.dialect(dialect));
            application = new RefereeApplication(io, line -> {}, () -> idOfA);
            port = io.listen(ListenOptions.loopback(0)).port();
        }

        boolean sees(Predicate<LegacyServer> what) {
            return node.loop().call(() -> what.test(io));
        }
    }

    /** The ports, as peers/v09/suite.js takes them. */
    String ports() {
        return one.port + "," + two.port;
    }

    int port(int server) {
        return server(server).port;
    }

    private Server server(int number) {
        return number == 1 ? one : two;
    }

    /** Makes a server perform {@code action} of its application; {@code idOfA} is the session of client A. */
    void act(int server, String action, String idOfA) {
        server(server).idOfA = idOfA;
        server(server).application.act(action);
    }

    /** Whether one of these servers made session {@code id}. */
    boolean hasMade(String id) {
        return one.sees(io -> io.handshaken().containsKey(id))
                || two.sees(io -> io.handshaken().containsKey(id));
    }

    /** Waits until both servers know session {@code id}. One of them hears of it from Redis, a moment after the client. */
    void awaitKnown(String id) {
        Predicate<LegacyServer> knows = io -> io.handshaken().containsKey(id);
        assertTimeoutPreemptively(NodePeer.PATIENCE, () -> {
            while (!one.sees(knows) || !two.sees(knows)) {
                Thread.onSpinWait();
            }
        });
    }

    @Override
    public void close() {
        for (Server server : List.of(one, two)) {
            server.io.close();
            server.node.close();
        }
        redis.close();
    }
}
