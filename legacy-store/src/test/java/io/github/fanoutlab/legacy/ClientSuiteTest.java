package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.testbed.peer.NodePeer;
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
 * a server that stands alone, and to two servers on one Redis behind a load balancer with sticky sessions: a handshake goes to
 * either server, everything else of its session to one. {@link RoundRobinTest} shows what happens otherwise.
 */
@DisplayName("Every client of socket.io-client 0.9.17")
class ClientSuiteTest {

    private static final Map<String, String> jobs = new LinkedHashMap<>();
    private static RealNode node;
    private static LegacyServer alone;
    private static SuiteCluster cluster;
    private static NodePeer suite;

    @BeforeAll
    static void start() {
        NodePeer.requirePackages("v09");
        node = RealNode.create("alone", DebugLog.silent());
        alone = LegacyServer.create(node);
        new RefereeApplication(alone, line -> {}, () -> "");
        int port = alone.listen(ListenOptions.loopback(0)).port();
        cluster = new SuiteCluster(Dialect.V0_9_17);
        for (String transport : List.of("websocket", "htmlfile", "xhr-polling", "jsonp-polling")) {
            jobs.put(transport + ", one server", transport + ":" + port);
            jobs.put(transport + ", two servers and sticky sessions", transport + "@session:" + cluster.ports());
        }
        suite = NodePeer.start("v09", "suite.js", jobs.values().toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.close();
        }
        if (alone != null) {
            alone.close();
            node.close();
        }
        if (cluster != null) {
            cluster.close();
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
            if (cluster.hasMade(id)) {
                cluster.awaitKnown(id);
            }
            suite.tell("known " + id);
        }
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
