package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.EmbeddedRedis;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.testkit.NodePeer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * peers/v09/suite.js with the client of socket.io-client 0.9.17 as browsers loaded it: every scenario over every transport, to
 * a server that stands alone, and through a load balancer to two of them on one Redis.
 *
 * <p>The balancer sends each request to the next server, whatever session it belongs to. Clients that poll are the
 * exception: their handshake goes to any server, all else to one. For in 0.9 a client's handlers live on the node of its
 * first poll, and what it posts is handled on the node of its latest; Node's 0.9.19 servers crash besides when a message is
 * written to a poll that another node has finished. {@link PollingTest} shows what holds without that.
 */
@DisplayName("Every client of socket.io-client 0.9.17")
class ClientSuiteTest {

    private static final String TWO = "two servers";

    private static final List<RealNode> nodes = new ArrayList<>();
    private static final List<LegacyServer> servers = new ArrayList<>();
    private static EmbeddedRedis redis;
    private static NodePeer suite;
    private static final Map<String, String> jobs = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        NodePeer.requirePackages("v09");
        redis = EmbeddedRedis.start();
        int alone = listen(server("alone"));
        int one = listen(clustered("W1"));
        int other = listen(clustered("W2"));
        for (String transport : List.of("websocket", "htmlfile", "xhr-polling", "jsonp-polling")) {
            jobs.put(transport + ", one server", transport + ":" + alone);
        }
        jobs.put("websocket, " + TWO, "websocket:" + one + "," + other);
        jobs.put("htmlfile, " + TWO, "htmlfile:" + one + "," + other);
        jobs.put("xhr-polling, " + TWO, "xhr-polling@session:" + one + "," + other);
        jobs.put("jsonp-polling, " + TWO, "jsonp-polling@session:" + one + "," + other);
        suite = NodePeer.start("v09", "suite.js", jobs.values().toArray(String[]::new));
    }

    private static LegacyServer server(String name) {
        RealNode node = RealNode.create(name, DebugLog.silent());
        LegacyServer io = LegacyServer.create(node);
        nodes.add(node);
        servers.add(io);
        new RefereeApplication(io, line -> {}, () -> "");
        return io;
    }

    private static LegacyServer clustered(String name) {
        LegacyServer io = server(name);
        io.set(
                "store",
                RedisStore.of(
                        io.createRedisClient("pub", redis.url()),
                        io.createRedisClient("sub", redis.url()),
                        io.createRedisClient("client", redis.url())));
        return io;
    }

    private static int listen(LegacyServer io) {
        return io.listen(ListenOptions.loopback(0)).port();
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.close();
        }
        servers.forEach(LegacyServer::close);
        nodes.forEach(RealNode::close);
        if (redis != null) {
            redis.close();
        }
    }

    /** The suite tells of its scenarios in their order, each on one line. */
    @TestFactory
    Stream<DynamicContainer> passes_every_scenario() {
        Map<String, List<String>> results = new LinkedHashMap<>();
        jobs.keySet().forEach(title -> results.put(title, new ArrayList<>()));
        List<String> titles = List.copyOf(jobs.keySet());
        for (String line = next(); !line.equals("done"); line = next()) {
            String job = line.replaceAll("^(not )?ok (\\d+) .*", "$2");
            results.get(titles.get(Integer.parseInt(job))).add(line);
        }
        assertThat(results.values())
                .as("scenarios of each job")
                .allSatisfy(lines -> assertThat(scenarios(lines)).isEqualTo(scenarios(results.get(titles.get(0)))));
        return results.entrySet().stream()
                .map(job -> DynamicContainer.dynamicContainer(
                        job.getKey(), job.getValue().stream().map(ClientSuiteTest::verdict)));
    }

    private static String next() {
        while (true) {
            String line = suite.await(
                    any -> any.matches("(ok|not ok|handshake|done).*"),
                    "a scenario's result, a new session, or the end");
            if (!line.startsWith("handshake ")) {
                return line;
            }
            String id = line.substring("handshake ".length());
            awaitKnown(id);
            suite.tell("known " + id);
        }
    }

    /** A server of the cluster hears of a session from Redis, a moment after the client. */
    private static void awaitKnown(String id) {
        boolean alone = knows(servers.get(0), id);
        List<LegacyServer> theirs = alone ? servers.subList(0, 1) : servers.subList(1, servers.size());
        assertTimeoutPreemptively(NodePeer.PATIENCE, () -> {
            while (!theirs.stream().allMatch(io -> knows(io, id))) {
                Thread.onSpinWait();
            }
        });
    }

    private static boolean knows(LegacyServer io, String id) {
        return io.ports().loop().call(() -> io.handshaken().containsKey(id));
    }

    private static List<String> scenarios(List<String> lines) {
        return lines.stream().map(ClientSuiteTest::scenario).toList();
    }

    private static String scenario(String line) {
        return line.substring(line.indexOf("| ") + 2).replaceFirst(": .*", "");
    }

    private static DynamicTest verdict(String line) {
        return DynamicTest.dynamicTest(
                scenario(line), () -> assertThat(line).startsWith("ok ").doesNotContain("uncaught"));
    }
}
