package io.github.fanoutlab.tutorial.exercise;

import static io.github.fanoutlab.simulator.scenario.Broadcast.data;

import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The grader of chapter 3: four copies that look alike arrive; which worker caused which? The answer is a function that reads the
 * trace, so it is tried on runs in which the copies arrive in other orders.
 */
public final class WhichWorker {

    /** What the reader writes. */
    public interface Answer {

        /**
         * Who emitted {@code copy}?
         *
         * @param copy the delivery of a copy to C1, an event in C1's lane
         * @param trace everything that happened in the run, and what caused what
         * @return {@code W1}, {@code W2}, {@code W3} or {@code W4}
         */
        String emitterOf(TraceEvent copy, Trace trace);
    }

    /** What is most often behind a NullPointerException. */
    private static final String MISSED_CAUSE =
            " The first event of all has no cause, so causeOf returns null for it. A copy of W1's own emit"
                    + " never passes through Redis. Does your function expect that it does?";

    /** The scenario of the chapter as in the source document: the payload does not say who emits. */
    private static final Scenario ALIKE = alike(Scenarios.FOUR_EMITTERS);

    private static final List<Long> SEEDS = List.of(Runs.SEED, 7L, 11L);

    private record Copy(CalmRun run, int number, TraceEvent event, String emitter) {

        /** The emit that it is a copy of, and its path. */
        OneRun shown() {
            TraceEvent timer = run.trace().nearestCause(event, cause -> cause.kind() == Kind.TIMER);
            Set<Long> path = OneRun.pathOf(run.trace(), emit -> emit.cause() == timer.id());
            return OneRun.of(
                    run.trace(),
                    run.string().scenario(),
                    timer.timeMicros(),
                    each -> !path.contains(each.id())
                            ? ""
                            : each.id() == event.id() ? "copy " + number : OneRun.words(run.trace(), each),
                    "a timer of " + emitter + " has fired");
        }

        String described() {
            return "copy " + number + " of the run with seed " + run.string().seed() + " ("
                    + run.string().generation().title() + ")";
        }
    }

    private final List<Copy> copies = new ArrayList<>();

    /** Plays the runs on which answers are tried. */
    public WhichWorker() {
        for (long seed : SEEDS) {
            for (Generation generation : Generation.values()) {
                CalmRun run = CalmRun.of(ALIKE, generation, seed);
                int number = 0;
                for (TraceEvent delivery : run.trace().events(WhichWorker::isCopy)) {
                    copies.add(new Copy(run, ++number, delivery, emitterOf(delivery, run.trace())));
                }
            }
        }
    }

    /** Who emitted the event whose delivery to a client is {@code copy}. */
    static String emitterOf(TraceEvent copy, Trace trace) {
        return trace.nearestCause(copy, cause -> cause.kind() == Kind.TIMER).lane();
    }

    /** Judges {@code answer} on every copy of every run. */
    public Grade grade(Answer answer) {
        List<String> answers = new ArrayList<>();
        for (Copy copy : copies) {
            try {
                answers.add(answer.emitterOf(copy.event, copy.run.trace()));
            } catch (RuntimeException e) {
                return Grade.notYet(Thrown.told("Ex03.java", e) + " Your function was asked about " + copy.described()
                        + "." + (e instanceof NullPointerException ? MISSED_CAUSE : ""));
            }
        }
        if (answers.stream().allMatch(given -> given == null)) {
            return Grade.notYet(
                    "Your function returns null for every copy. Begin with the delivery. Ask the trace for its cause,"
                            + " then for the cause of that cause, until you reach the worker whose timer fired.");
        }
        for (int i = 0; i < copies.size(); i++) {
            if (!copies.get(i).emitter.equals(answers.get(i))) {
                return copies.get(i).shown().notYet(diagnosis(copies.get(i), answers.get(i), answers));
            }
        }
        return Grade.right("Right for all " + copies.size() + " copies, with " + SEEDS.size()
                + " seeds and both generations: you followed the causes, not the order.");
    }

    private String diagnosis(Copy copy, String given, List<String> answers) {
        String verdict = "For " + copy.described() + " your function returns " + given + ". ";
        if (given == null) {
            return verdict
                    + "A copy of W1's own emit never passes through Redis. Does your function look for something that"
                    + " this copy does not have?";
        }
        if (given.equals("redis")) {
            return verdict + "Redis only passes the message on. Who sent it to Redis? Go on to the next cause.";
        }
        if (given.equals("C1")) {
            return verdict + "C1 is where the copy arrived. Go on to its cause, and to the cause of that cause.";
        }
        if (answers.stream().distinct().count() == 1 && given.equals(copy.event.peer())) {
            return verdict
                    + "That worker sent the copy to C1, because C1 is connected to no other worker. Who emitted it?";
        }
        return verdict
                + "Does your function rely on the order of arrival? The time to Redis and back decides which copy"
                + " comes first, and that time differs each second. The causes are certain.";
    }

    private static boolean isCopy(TraceEvent event) {
        return event.is(Kind.DELIVERY, "data") && !event.text().contains(Delivery.GREETING);
    }

    private static Scenario alike(Scenario original) {
        Step beat = new Step.Beat(original.workers(), 3, false, data("payload"));
        return new Scenario(
                "which-worker",
                original.question(),
                original.master(),
                original.workers(),
                original.clients(),
                List.of(beat),
                0,
                "");
    }
}
