package io.github.fanoutlab.laws;

import static io.github.fanoutlab.laws.Laws.PURE;
import static io.github.fanoutlab.laws.Laws.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.fanoutlab.laws.surprising.Surprises;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The laws hold for every class of the project; and each law is shown to catch what it forbids. */
class LawsTest {

    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final JavaClasses SURPRISES = new ClassFileImporter().importPackagesOf(Surprises.class);
    private static final String SURPRISING = ROOT + ".laws.surprising..";

    @Test
    @DisplayName("law 2: no thread, lock, clock or randomness of its own, no collection without an order")
    void a_node_is_one_thread_and_no_surprises() {
        Laws.noSurprisingTypesIn(PURE).check(PROJECT);
        Laws.noSurprisingCallsIn(PURE).check(PROJECT);
        Laws.noStaticMutableStateIn(PURE).check(PROJECT);
        Laws.noLocksIn(PURE).check(PROJECT);
    }

    @Test
    @DisplayName("law 2 bites: also on method references such as System::nanoTime")
    void surprises_are_caught() {
        assertThat(Laws.noSurprisingTypesIn(SURPRISING)
                        .evaluate(SURPRISES)
                        .getFailureReport()
                        .toString())
                .contains("java.util.HashMap")
                .contains("java.util.Random")
                .contains("java.lang.Thread")
                .contains("java.util.concurrent.locks.ReentrantLock");
        assertThat(Laws.noSurprisingCallsIn(SURPRISING)
                        .evaluate(SURPRISES)
                        .getFailureReport()
                        .toString())
                .contains("java.lang.System.nanoTime()")
                .contains("java.lang.System.currentTimeMillis()")
                .contains("java.util.UUID.randomUUID()")
                .contains("java.util.stream.Collectors.toSet()")
                .contains("java.util.stream.Collectors.groupingBy(")
                .contains("java.util.Set.of(")
                .doesNotContain("harmless");
        assertThat(Laws.noStaticMutableStateIn(SURPRISING)
                        .evaluate(SURPRISES)
                        .getFailureReport()
                        .toString())
                .contains("shared")
                .contains("seen");
        assertThat(Laws.noLocksIn(SURPRISING).evaluate(SURPRISES).hasViolation())
                .isTrue();
    }

    @Test
    @DisplayName("law 2: the word synchronized is not in the sources of the pure packages")
    void no_synchronized_blocks() throws IOException {
        List<String> found = new ArrayList<>();
        int read = 0;
        for (String module : List.of("platform", "testbed", "legacy-store", "adapter", "simulator")) {
            Path sources = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    read++;
                    boolean edge = file.toString().matches(".*/(real|process|cluster|cli)/.*");
                    if (!edge && Files.readString(file).contains("synchronized (")) {
                        found.add(file.toString());
                    }
                }
            }
        }
        assertThat(read).isGreaterThan(50);
        assertThat(found).isEmpty();
    }

    @Test
    @DisplayName(
            "law 3: platform <- testbed, legacy-store, adapter <- simulator; the two generations never see each other")
    void dependencies_run_one_way() {
        Laws.oneWay(ROOT + ".platform..").check(PROJECT);
        Laws.oneWay(ROOT + ".testbed..", ROOT + ".platform..").check(PROJECT);
        Laws.oneWay(ROOT + ".legacy..", ROOT + ".platform..").check(PROJECT);
        Laws.oneWay(ROOT + ".adapter..", ROOT + ".platform..").check(PROJECT);
        Laws.oneWay(
                        ROOT + ".simulator..",
                        ROOT + ".platform..",
                        ROOT + ".testbed.world..",
                        ROOT + ".testbed.trace..",
                        ROOT + ".testbed.redis..",
                        ROOT + ".testbed.process..",
                        ROOT + ".legacy..",
                        ROOT + ".adapter..")
                .check(PROJECT);
    }

    @Test
    @DisplayName("law 3: inside a module too, protocol <- store <- server and engine <- protocol <- server <- redis")
    void layers_run_one_way() {
        String platform = ROOT + ".platform..";
        Laws.oneWay(ROOT + ".legacy.protocol..", platform).check(PROJECT);
        Laws.oneWay(ROOT + ".legacy.store..", platform, ROOT + ".legacy.protocol..")
                .check(PROJECT);
        Laws.oneWay(ROOT + ".legacy.server..", platform, ROOT + ".legacy.protocol..", ROOT + ".legacy.store..")
                .check(PROJECT);
        Laws.oneWay(ROOT + ".adapter.engine..", platform).check(PROJECT);
        Laws.oneWay(ROOT + ".adapter.protocol..", platform, ROOT + ".adapter.engine..")
                .check(PROJECT);
        Laws.oneWay(ROOT + ".adapter.server..", platform, ROOT + ".adapter.engine..", ROOT + ".adapter.protocol..")
                .check(PROJECT);
        String server = ROOT + ".adapter.server..";
        String protocol = ROOT + ".adapter.protocol..";
        String codec = ROOT + ".adapter.redis.codec..";
        String pubsub = ROOT + ".adapter.redis.pubsub..";
        String requests = ROOT + ".adapter.redis.requests..";
        Laws.oneWay(codec, platform, protocol, server).check(PROJECT);
        Laws.oneWay(pubsub, platform, protocol, server, codec).check(PROJECT);
        Laws.oneWay(requests, platform, protocol, server, codec, pubsub).check(PROJECT);
        String cluster = ROOT + ".adapter.redis.cluster..";
        Laws.oneWay(cluster, platform, protocol, server, codec, pubsub, requests)
                .check(PROJECT);
        for (String kind :
                List.of(".adapter.redis.sharded..", ".adapter.redis.streams..", ".adapter.redis.dialect..")) {
            Laws.oneWay(ROOT + kind, platform, protocol, server, codec, pubsub, requests, cluster)
                    .check(PROJECT);
        }
        Laws.noPackageCycles().check(PROJECT);
    }

    @Test
    @DisplayName("law 1: what runs in both worlds knows no real edge")
    void nodes_know_no_real_edge() {
        Laws.noneOf(ROOT + ".platform.real..", PURE).check(PROJECT);
    }

    @Test
    @DisplayName("law 1: Jetty and Jedis are known to their edges alone, and JUnit to nothing that the simulator ships")
    void libraries_stay_at_the_edge() {
        String jetty = ROOT + ".platform.real.jetty..";
        String jedis = ROOT + ".platform.real.jedis..";
        String processes = ROOT + ".testbed.process..";
        Laws.only("org.eclipse.jetty..", jetty).check(PROJECT);
        Laws.only("jakarta..", jetty).check(PROJECT);
        Laws.only("redis.clients..", jedis, processes).check(PROJECT);
        Laws.only("io.micrometer..", ROOT + ".platform.real.metrics..").check(PROJECT);
        Laws.only("redis.embedded..", processes).check(PROJECT);
        Laws.only("org.junit..", ROOT + ".testbed.peer..").check(PROJECT);
    }
}
