package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import io.github.fanoutlab.tutorial.lesson.Walkthrough;
import io.github.fanoutlab.tutorial.run.AskedNumber;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Mutant;
import io.github.fanoutlab.tutorial.run.RunDiagram;
import io.github.fanoutlab.tutorial.run.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells what a chapter's run shows, and compares it with the reader's prediction. It goes by what is really played: the reader may
 * play another scenario, or change the sources as "Break one thing" asks.
 */
public final class Story {

    private final Path root;
    private final Runs runs;
    private final Predictions predictions;

    /**
     * @param root the repository, with the sources that the reader may change
     * @param predictions the reader's
     */
    public Story(Path root, Predictions predictions) {
        this.root = root;
        this.runs = new Runs(root);
        this.predictions = predictions;
    }

    /** The story of the chapter's first run, which is no documented scenario; only the question as long as it is open. */
    public String of(Lesson lesson) {
        Prediction first = lesson.predictions().get(0);
        if (predictions.of(first.key()).isEmpty()) {
            return question(lesson, first);
        }
        return Walkthrough.titled(lesson.heading(), first.setting())
                + answerTo(first, lesson)
                + Walkthrough.begun().paragraph("The reasons, and what to do next: " + lesson.page());
    }

    /** The story of {@code played}; only the question as long as its answer was not predicted. */
    public String of(Lesson lesson, Scenario played) {
        String run = played.name()
                + Mutant.planted(root).map(mutant -> "!" + mutant.name()).orElse("");
        Optional<Prediction> asked = lesson.predictions().stream()
                .filter(prediction -> prediction.run().equals(run))
                .findFirst();
        if (asked.isPresent() && predictions.of(asked.get().key()).isEmpty()) {
            return question(lesson, asked.get());
        }
        List<Observation> seen = runs.both(played);
        Walkthrough story = Walkthrough.titled(lesson.heading(), "Played: " + run + ", seed " + Runs.SEED + ".");
        asked.ifPresentOrElse(
                prediction -> story.paragraph(prediction.setting())
                        .paragraph(compared(
                                prediction, Fact.read(prediction.number().name(), of(seen, prediction)))),
                () -> story.paragraph(
                        "The chapter asks nothing about this run. A client gets " + Fact.EVENTS_EACH.of(seen.get(1))
                                + " events in " + Fact.SECONDS.of(seen.get(1)) + " seconds."));
        story.picture("The emits of each second:", RunDiagram.of(seen));
        return shown(story, seen, played, lesson).toString();
    }

    /** What to tell a reader who has broken something by hand, as a chapter shows it; empty if the sources are as they were. */
    public Optional<String> planted() {
        return Mutant.planted(root)
                .map(Mutant::file)
                .map(file -> file
                        + " still contains the change of a \"Break one thing\", so no run would show what the"
                        + " chapters ask about. Put the line back: git checkout " + file);
    }

    /** The number that {@code prediction} asks for. */
    public long answer(Prediction prediction) {
        return prediction.answer(runs);
    }

    /** The run of {@code prediction}, for a page of its own; empty unless people can play that run by themselves. */
    public Optional<ReportedRun> reported(Prediction prediction) {
        if (Runs.isRunString(prediction.run())) {
            return Optional.of(ReportedRun.of(runs.faulty(prediction.run())));
        }
        return Scenarios.named(prediction.run())
                .map(documented -> runs.of(documented, prediction.generation()))
                .map(run -> ReportedRun.of(run, CalmClaims.judge(run.observation())));
    }

    /**
     * What the run of {@code prediction}, which the reader has made, shows; the chapter's first run is shown in time, too, unless it is
     * broken. A run is not drawn as long as another question about it is open.
     */
    public String answerTo(Prediction prediction, Lesson lesson) {
        Walkthrough story = Walkthrough.begun().paragraph(compared(prediction, prediction.answer(runs)));
        Optional<Lesson> later = asksLater(prediction);
        if (later.isPresent()) {
            return story.paragraph(
                            "There is no drawing yet: chapter " + later.get().number() + " asks about this run, too.")
                    .toString();
        }
        story.picture(caption(prediction), runs.shown(prediction.run(), prediction.generation()));
        if (prediction.equals(lesson.predictions().get(0))) {
            runs.calm(prediction.run(), prediction.generation())
                    .ifPresent(run -> story.picture(
                            "One of these emits in time, with a lane for each process:", inTime(run, lesson)));
        }
        return story.toString();
    }

    /** The chapter that asks something else about the run of {@code prediction}, which the reader has not predicted yet. */
    private Optional<Lesson> asksLater(Prediction prediction) {
        return Lessons.ALL.stream()
                .filter(lesson -> lesson.predictions().stream()
                        .anyMatch(other -> other.run().equals(prediction.run())
                                && other.generation() == prediction.generation()
                                && predictions.of(other.key()).isEmpty()))
                .findFirst();
    }

    private static String caption(Prediction prediction) {
        if (prediction.number() instanceof AskedNumber.OfRunWithFaults) {
            return "Who missed what, and why:";
        }
        return prediction.number() instanceof AskedNumber.OfExperiment ? "What was seen:" : "The emits of each second:";
    }

    private Walkthrough shown(Walkthrough story, List<Observation> seen, Scenario played, Lesson lesson) {
        if (!seen.get(1).flows().isEmpty()) {
            story.picture(
                    "One of these emits in time, with the Redis adapter and a lane for each process:",
                    inTime(runs.of(played, Generation.ADAPTER), lesson));
        }
        return story.picture("What it took, in both generations:", Comparison.of(seen))
                .paragraph("The reasons, and what to do next: " + lesson.page());
    }

    private String question(Lesson lesson, Prediction prediction) {
        return Walkthrough.titled(lesson.heading(), prediction.setting())
                .paragraph(prediction.question().asks())
                .paragraph("What do you expect? Write it down first, as " + prediction.key()
                        + " = NUMBER in workbook/predictions.properties, or with ./fanout learn predict "
                        + lesson.number() + " NUMBER. Then run this again.")
                .toString();
    }

    /** The sentence about the reader's prediction, which exists. */
    private String compared(Prediction prediction, long actual) {
        return prediction.question().compare(predictions.of(prediction.key()).orElseThrow(), actual);
    }

    private static Observation of(List<Observation> seen, Prediction prediction) {
        return seen.get(prediction.generation() == Generation.LEGACY ? 0 : 1);
    }

    private static String inTime(CalmRun run, Lesson lesson) {
        return SpaceTimeTable.ofEmit(SpaceTime.of(run), lesson.emit(), Glyphs.ASCII);
    }
}
