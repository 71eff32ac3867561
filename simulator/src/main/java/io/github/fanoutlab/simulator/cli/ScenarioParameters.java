package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code SCENARIO… | all}, for commands that play scenarios. */
final class ScenarioParameters {

    private static final String ALL = "all";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            completionCandidates = Words.class,
            description = "${COMPLETION-CANDIDATES}")
    private List<String> words = List.of();

    static final class Words extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Words() {
            super(Scenarios.names());
            add(ALL);
        }
    }

    /** Those that were named, or else {@code usual}. */
    List<Scenario> orElse(List<Scenario> usual) {
        return words.isEmpty() ? usual : named(Scenarios.DOCUMENTED);
    }

    /** Those that were named, at least one; {@code all} are the documented ones. */
    List<Scenario> required() {
        return required(Scenarios.DOCUMENTED);
    }

    /** Those that were named, at least one. */
    List<Scenario> required(List<Scenario> all) {
        if (words.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "a SCENARIO is missing; the scenarios are " + String.join(", ", new Words()));
        }
        return named(all);
    }

    private List<Scenario> named(List<Scenario> all) {
        return words.stream().flatMap(word -> named(word, all)).distinct().toList();
    }

    /** By hand: picocli would take a word that a converter refuses for one that nobody asked for. */
    private Stream<Scenario> named(String word, List<Scenario> all) {
        if (word.equals(ALL)) {
            return all.stream();
        }
        return Stream.of(Scenarios.named(word)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no scenario called '" + word + "'; the scenarios are "
                                + String.join(", ", new Words()))));
    }
}
