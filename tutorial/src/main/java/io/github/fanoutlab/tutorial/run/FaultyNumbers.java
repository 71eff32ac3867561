package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Counts;
import io.github.fanoutlab.simulator.twin.Outcomes;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What pages can ask of a run with faults: numbers, and who missed what. */
public final class FaultyNumbers {

    private FaultyNumbers() {}

    /**
     * The numbers of a run: those of its report, with a hyphen for each space ({@code missed:-lost-in-flight-to-Redis}); what
     * each client got of the emits ({@code eventsOf-C1}); how many requests there were until everything
     * healed, and how many of them found a worker that did not know their session.
     */
    static Map<String, Long> of(Verdict<FaultyRun> verdict) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        Counts.of(verdict).forEach((words, count) -> numbers.put(words.replace(' ', '-'), count));
        FaultyRun run = verdict.run();
        for (ClientRole client : run.string().scenario().clients()) {
            numbers.put(
                    "eventsOf-" + client.name(),
                    run.trace()
                            .count(event -> event.kind() == Kind.DELIVERY
                                    && event.lane().equals(client.name())
                                    && event.timeMicros() < run.probedMicros()
                                    && Payload.in(event).isPresent()));
        }
        numbers.put(
                "requests",
                run.trace()
                        .count(event ->
                                event.kind() == Kind.HTTP_REQUEST_RECEIVED && event.timeMicros() < run.healedMicros()));
        numbers.put(
                "sessionsUnknown",
                run.trace()
                        .count(event -> event.kind() == Kind.HTTP_RESPONSE_SENT
                                && event.timeMicros() < run.healedMicros()
                                && event.text().contains(Generation.ADAPTER.sessionUnknown())));
        return numbers;
    }

    /**
     * Who missed what, and why:
     *
     * <pre>
     * C1  master#4          lost in flight to Redis
     * C1  master#5 … #7     the worker's subscription was lost
     * </pre>
     */
    public static String missed(Verdict<FaultyRun> verdict) {
        return missed(verdict, true);
    }

    private static String missed(Verdict<FaultyRun> verdict, boolean withCauses) {
        Map<String, List<Integer>> runs = new LinkedHashMap<>();
        boolean several = verdict.run().string().scenario().clients().stream()
                .anyMatch(client -> client.workers().size() > 1);
        new Outcomes(verdict).missed().forEach((miss, cause) -> {
            String[] words = miss.split(" to | at |#");
            String client = several ? words[2] + "@" + words[3] : words[2];
            runs.computeIfAbsent(
                            String.format(
                                    Locale.ROOT, "%-3s %s\n%s", client, words[0], withCauses ? cause.words() : " "),
                            none -> new ArrayList<>())
                    .add(Integer.parseInt(words[1]));
        });
        StringBuilder text = new StringBuilder();
        Comparator<Map.Entry<String, List<Integer>>> byClient =
                Comparator.comparing(entry -> entry.getKey().split("\n")[0]);
        runs.entrySet().stream().sorted(byClient).forEach(entry -> {
            String[] words = entry.getKey().split("\n");
            String line = String.format(Locale.ROOT, "%-20s %s", words[0] + "#" + ranges(entry.getValue()), words[1]);
            text.append(line.stripTrailing()).append('\n');
        });
        return text.isEmpty() ? "Nobody missed anything.\n" : text.toString();
    }

    /** The same without the causes, which are known for servers on pub/sub only. */
    public static String missedWithoutCauses(Verdict<FaultyRun> verdict) {
        return missed(verdict, false);
    }

    /** {@code 4}, or {@code 5 … #7}; with gaps, {@code 5, #7}. */
    private static String ranges(List<Integer> numbers) {
        int first = numbers.get(0);
        int last = numbers.get(numbers.size() - 1);
        if (numbers.size() == 1) {
            return String.valueOf(first);
        }
        if (last - first + 1 == numbers.size()) {
            return first + " … #" + last;
        }
        List<String> all = numbers.stream().map(String::valueOf).toList();
        return String.join(", #", all);
    }
}
