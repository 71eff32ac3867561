package io.github.fanoutlab.simulator.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.peer.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The report in a real browser")
class ReportInBrowserTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("shows the emits alone at first, and the causal past of the event that has the focus")
    void script_runs() throws Exception {
        Chromium browser = Chromium.require("the check of the report");
        CalmRun run = CalmRun.of(Scenarios.MIRROR, Generation.ADAPTER, 42);
        String page = HtmlReport.of(List.of(ReportedRun.of(run, CalmClaims.judge(run.observation()))));
        Path file = Files.writeString(folder.resolve("report.html"), page);
        String delivery = lastDelivery(page);

        String shown = browser.dump(folder, file.toUri() + "#" + delivery);

        assertThat(moments(page, "gone")).isEmpty();
        assertThat(moments(shown, "gone")).as("what belongs to no emit").isNotEmpty();
        assertThat(moments(shown, "chain"))
                .as("its path: the emit, Redis, the worker, the client")
                .hasSize(4)
                .contains(delivery);
        assertThat(moments(shown, "past")).as("its causal past").hasSizeGreaterThan(4);
        assertThat(shown).contains("Path: W1 → Redis → ");
    }

    private static String lastDelivery(String page) {
        List<String> deliveries = moments(page, "delivery");
        return deliveries.get(deliveries.size() - 1);
    }

    /** The ids of the moments with that class. */
    private static List<String> moments(String page, String style) {
        Matcher found =
                Pattern.compile("<g class=\"(moment[^\"]*)\" id=\"(\\w+)\"").matcher(page);
        List<String> ids = new ArrayList<>();
        while (found.find()) {
            if (List.of(found.group(1).split(" ")).contains(style)) {
                ids.add(found.group(2));
            }
        }
        return ids;
    }
}
