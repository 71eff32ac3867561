package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.faulty.Campaign;
import io.github.fanoutlab.simulator.check.faulty.Cause;
import io.github.fanoutlab.simulator.check.faulty.FaultyVerdict;
import java.util.Locale;
import java.util.Map;

/** What many runs with faults came to, for the terminal. */
public final class CampaignReport {

    private CampaignReport() {}

    /** Which faults struck how often, and what was missed why. */
    public static String of(Campaign campaign) {
        StringBuilder text = new StringBuilder("  fault     drawn  struck something  in runs\n");
        campaign.coverage()
                .forEach((kind, covered) -> text.append(String.format(
                        Locale.ROOT,
                        "  %-8s %6d  %16d  %7d\n",
                        kind.word(),
                        covered.drawn(),
                        covered.struck(),
                        covered.runs())));
        text.append("\n  deliveries missed, by cause\n").append(causes(campaign.missed()));
        if (!campaign.excess().isEmpty()) {
            text.append("\n  deliveries to clients that were excepted, by cause\n");
            text.append(causes(campaign.excess()));
        }
        return text.toString();
    }

    private static String causes(Map<Cause, Long> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach((cause, count) -> text.append(String.format(Locale.ROOT, "  %8d  %s\n", count, cause.words())));
        return counts.isEmpty() ? "         0\n" : text.toString();
    }

    /** The claims that did not hold, each with how often and with the first run that shows it; empty when all held. */
    public static String failures(Campaign campaign) {
        StringBuilder text = new StringBuilder();
        campaign.failed().forEach((claim, verdicts) -> {
            FaultyVerdict first = verdicts.get(0);
            text.append(String.format(Locale.ROOT, "\n  does not hold in %d runs: %s\n", verdicts.size(), claim));
            first.failures().stream()
                    .filter(check -> check.name().equals(claim))
                    .forEach(check ->
                            text.append("    but: ").append(check.actual()).append('\n'));
            text.append("    ").append(first.run().string().command()).append('\n');
        });
        return text.toString();
    }
}
