package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Extra;
import io.github.fanoutlab.simulator.check.Miss;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the checkers say about a run with faults.
 *
 * @param misses everything that somebody missed, with its cause
 * @param extras everything that somebody got who was excepted, or once more after reconnecting, with its cause
 */
public record FaultyVerdict(FaultyRun run, List<Check> checks, List<Miss> misses, List<Extra> extras) {

    private static final Pattern DURATION = Pattern.compile("[0-9][0-9.]*(s|ms|us)\\b");

    public FaultyVerdict {
        checks = List.copyOf(checks);
        misses = List.copyOf(misses);
        extras = List.copyOf(extras);
    }

    /** Judges. */
    public static FaultyVerdict of(FaultyRun run) {
        History seen = new History(run);
        Recipients recipients = new Recipients(run);
        List<Miss> misses = new LossAttribution(run, seen, recipients).misses();
        KnownAnomalies anomalies = new KnownAnomalies(run, seen, recipients);
        List<Extra> extras = anomalies.extras();
        List<Check> checks = new ArrayList<>(new FaultyCheckers(run, seen, recipients, anomalies).checks());
        checks.add(FaultyCheckers.nothing(
                "Nothing reaches whom it excepts, or somebody again after reconnecting, but for a cause that the graph shows",
                extras.stream()
                        .filter(extra -> extra.cause() == Cause.UNKNOWN)
                        .map(Extra::toString)
                        .toList()));
        checks.add(FaultyCheckers.nothing(
                "Everything that somebody missed has a cause that the causal graph shows",
                misses.stream()
                        .filter(miss -> miss.cause() == Cause.UNKNOWN)
                        .map(Miss::toString)
                        .toList()));
        return new FaultyVerdict(run, checks, misses, extras);
    }

    /** Whether every check passed that can. */
    public boolean passed() {
        return failures().isEmpty();
    }

    /** Those that did not pass, though nothing in the run's design forbids it. */
    public List<Check> failures() {
        return checks.stream()
                .filter(check -> !check.passed() && !isBeyondDesign(check))
                .toList();
    }

    private boolean isBeyondDesign(Check check) {
        return StickyPromises.isBeyond(run.string(), check.name());
    }

    /**
     * The promises that a server broke by its design, or that its clients asked for what that cannot give ({@link StickyPromises}), each
     * with what was seen; no failures, for each has its known cause.
     */
    public List<Check> brokenPromises() {
        Map<String, List<String>> broken = new LinkedHashMap<>();
        for (Extra extra : extras) {
            extra.cause()
                    .promise()
                    .ifPresent(promise -> broken.computeIfAbsent(promise, none -> new ArrayList<>())
                            .add(extra.toString()));
        }
        List<Check> promises = new ArrayList<>();
        broken.forEach((promise, seen) -> promises.add(FaultyCheckers.nothing(promise, seen)));
        checks.stream()
                .filter(check -> !check.passed() && isBeyondDesign(check))
                .forEach(check -> promises.add(new Check(claimOf(check), false, check.expected(), check.actual())));
        return promises;
    }

    /** The claim of {@code failure} without durations, which differ from run to run. */
    public static String claimOf(Check failure) {
        return DURATION.matcher(failure.name()).replaceAll("some time");
    }
}
