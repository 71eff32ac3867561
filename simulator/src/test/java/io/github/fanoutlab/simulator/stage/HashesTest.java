package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fanoutlab.simulator.fault.RunString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Holds 110 run strings, ten of them over streams, to the trace hashes that they had when the file was written: on whatever JVM,
 * system and libraries this runs. Where the sources have changed since, other hashes may be what was wanted: then this tells how
 * many are, and how to write the file anew.
 */
@DisplayName("Run strings of every scenario, in both generations and over streams,")
class HashesTest {

    @Test
    @DisplayName("lead to the trace hashes that were written down")
    void golden() {
        GoldenHashes golden = GoldenHashes.read();
        assertThat(golden.hashes()).hasSize(110);
        List<String> strings = List.copyOf(golden.hashes().keySet());
        Map<String, String> here = new LinkedHashMap<>();
        strings.forEach(string ->
                here.put(string, FaultyRun.of(RunString.parse(string)).trace().hash()));
        assertThat(here.values()).doesNotHaveDuplicates();
        if (Boolean.getBoolean("hashes.update")) {
            new GoldenHashes(GoldenHashes.sourcesOfNow(), here).write();
            System.out.println("written anew: hashes.txt");
            return;
        }
        long other = strings.stream()
                .filter(string -> !here.get(string).equals(golden.hashes().get(string)))
                .count();
        boolean comparable = other == 0 || golden.sources().equals(GoldenHashes.sourcesOfNow());
        if (!comparable) {
            System.out.println("SKIPPED: the sources have changed since hashes.txt was written, and " + other
                    + " of 110 run strings lead to another trace now. If they should, raise RunString.SIMULATOR where"
                    + " somebody may have kept such strings, and write the file anew: "
                    + GoldenHashes.UPDATE_COMMAND);
        }
        assumeTrue(comparable, "the sources have changed since hashes.txt was written");
        assertThat(here)
                .as(
                        "the same sources made other traces when hashes.txt was written: this JVM, system or library decides"
                                + " something that the seed should")
                .isEqualTo(golden.hashes());
    }
}
