package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.campaign.Failures;
import io.github.fanoutlab.simulator.check.campaign.ProtocolStep;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** The result of many runs with faults, for the terminal. */
public final class CampaignReport {

    private static final int MOST_GROUPS = 5;

    private CampaignReport() {}

    /** How often each kind of fault hit something, and what was missed, by cause. */
    public static String of(Campaign campaign) {
        StringBuilder text = new StringBuilder("  fault     drawn  hit something  in runs\n");
        campaign.coverage()
                .forEach((kind, covered) -> text.append(String.format(
                        Locale.ROOT,
                        "  %-8s %6d  %13d  %7d\n",
                        kind.word(),
                        covered.drawn(),
                        covered.struck(),
                        covered.runs())));
        text.append('\n').append(encounters(campaign));
        text.append('\n').append(causes("deliveries missed, by cause", campaign.missed()));
        if (!campaign.excess().isEmpty()) {
            String title =
                    "deliveries to clients that an emit excepts, or that got it before they reconnected, by cause";
            text.append('\n').append(causes(title, campaign.excess()));
        }
        return text.toString();
    }

    /** How many faults met a message of each step of the protocol on its way to or from what they hit. */
    private static String encounters(Campaign campaign) {
        StringBuilder text =
                new StringBuilder("  faults that met a message on its way, by step of the protocol\n  fault    ");
        for (ProtocolStep step : ProtocolStep.values()) {
            text.append(' ').append(String.format(Locale.ROOT, "%9s", step.word()));
        }
        text.append('\n');
        campaign.met().forEach((kind, steps) -> {
            text.append(String.format(Locale.ROOT, "  %-9s", kind.word()));
            for (ProtocolStep step : ProtocolStep.values()) {
                text.append(String.format(Locale.ROOT, " %9d", steps.getOrDefault(step, 0L)));
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static String causes(String title, Map<Cause, Map<Generation, Long>> counts) {
        StringBuilder text = new StringBuilder(" ");
        for (Generation generation : Generation.values()) {
            text.append(String.format(Locale.ROOT, " %8s", generation.key()));
        }
        text.append("  ").append(title).append('\n');
        counts.forEach((cause, each) -> {
            text.append(' ');
            for (Generation generation : Generation.values()) {
                text.append(String.format(Locale.ROOT, " %8d", each.getOrDefault(generation, 0L)));
            }
            text.append("  ").append(cause.words()).append('\n');
        });
        return counts.isEmpty() ? text + "         0        0\n" : text.toString();
    }

    /**
     * The claims that do not hold, each with how often, in groups of the same generation and the same kinds of faults; for each
     * group the run with the fewest faults. Empty when all hold.
     */
    public static String failures(Campaign campaign) {
        StringBuilder text = new StringBuilder();
        campaign.failed().forEach((claim, failures) -> {
            text.append(String.format(Locale.ROOT, "\n  does not hold in %s: %s\n", runs(failures.runs()), claim));
            failures.groups().entrySet().stream()
                    .sorted(Comparator.comparingLong(group -> -group.getValue().runs()))
                    .limit(MOST_GROUPS)
                    .forEach(group -> text.append(group(group.getKey(), group.getValue())));
        });
        return text.toString();
    }

    private static String group(String name, Failures.Group group) {
        return String.format(Locale.ROOT, "    %s, %s\n      but: %s\n      ", runs(group.runs()), name, group.seen())
                + group.simplest().command()
                + '\n';
    }

    static String runs(long number) {
        return number == 1 ? "1 run" : number + " runs";
    }
}
