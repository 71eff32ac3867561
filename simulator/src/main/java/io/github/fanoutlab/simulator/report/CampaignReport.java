package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.campaign.Failures;
import io.github.fanoutlab.simulator.check.campaign.ProtocolStep;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.TriggerEvent;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The result of many runs with faults, for the terminal. */
public final class CampaignReport {

    private static final int MAX_GROUPS = 5;

    private CampaignReport() {}

    /** How often each kind of fault hit something, and what was missed, by cause. */
    public static String of(Campaign campaign) {
        StringBuilder text = new StringBuilder();
        text.append(covered("fault", FaultKind::word, campaign.coverage())).append('\n');
        text.append(covered("waited for", TriggerEvent::word, campaign.triggers()));
        text.append('\n').append(encounters(campaign));
        text.append('\n').append(causes("deliveries missed, by cause", campaign.missed(), campaign.dialects()));
        if (!campaign.extras().isEmpty()) {
            String title =
                    "deliveries to clients that an emit excepts, or that got it before they reconnected, by cause";
            text.append('\n').append(causes(title, campaign.extras(), campaign.dialects()));
        }
        return text.toString();
    }

    private static <K> String covered(String title, Function<K, String> name, Map<K, Campaign.Coverage> coverage) {
        StringBuilder text = new StringBuilder(String.format("  %-12s drawn  hit something  in runs\n", title));
        coverage.forEach((each, covered) -> text.append(String.format(
                Locale.ROOT,
                "  %-12s %5d  %13d  %7d\n",
                name.apply(each),
                covered.drawn(),
                covered.hit(),
                covered.runs())));
        return text.toString();
    }

    /** How many faults met a message of each step of the protocol on its way to or from what they hit. */
    private static String encounters(Campaign campaign) {
        Grid grid = new Grid(1);
        grid.row("", ofEach(step -> step.words().contains(" ") ? step.words().split(" ")[0] : ""));
        grid.row("fault", ofEach(step -> step.words().replaceFirst(".* ", "")));
        campaign.met().forEach((kind, steps) -> {
            if (!steps.isEmpty()) {
                grid.row(kind.word(), ofEach(step -> String.valueOf(steps.getOrDefault(step, 0L))));
            }
        });
        return "  faults that met a message on its way, by step of the protocol\n"
                + grid.text().indent(2);
    }

    private static Stream<String> ofEach(Function<ProtocolStep, String> cell) {
        return Stream.of(ProtocolStep.values()).map(cell);
    }

    private static String causes(String title, Map<Cause, Map<RedisDialect, Long>> counts, Set<RedisDialect> played) {
        StringBuilder text = new StringBuilder(" ");
        played.forEach(dialect -> text.append(String.format(Locale.ROOT, " %8s", dialect.generationKey())));
        text.append("  ").append(title).append('\n');
        counts.forEach((cause, each) -> {
            text.append(' ');
            played.forEach(dialect -> text.append(String.format(Locale.ROOT, " %8d", each.getOrDefault(dialect, 0L))));
            text.append("  ").append(cause.words()).append('\n');
        });
        return counts.isEmpty() ? text + " " + "        0".repeat(played.size()) + '\n' : text.toString();
    }

    /**
     * The claims that do not hold, each with how often, in groups of the same servers and the same kinds of faults; for each
     * group the run with the fewest faults. Empty when all hold.
     */
    public static String failures(Campaign campaign) {
        StringBuilder text = new StringBuilder();
        campaign.failed().forEach((claim, failures) -> {
            text.append(String.format(
                    Locale.ROOT, "\n  does not hold in %s: %s\n", Count.of(failures.runs(), "run"), claim));
            failures.groups().entrySet().stream()
                    .sorted(Comparator.comparingLong(group -> -group.getValue().runs()))
                    .limit(MAX_GROUPS)
                    .forEach(group -> text.append(group(group.getKey(), group.getValue())));
        });
        return text.toString();
    }

    private static String group(String name, Failures.Group group) {
        return String.format(
                        Locale.ROOT,
                        "    %s, %s\n      but: %s\n      ",
                        Count.of(group.runs(), "run"),
                        name,
                        group.seen())
                + group.simplest().command()
                + '\n';
    }
}
