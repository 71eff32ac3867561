package io.github.fanoutlab.tutorial.lesson;

import java.util.Map;
import java.util.TreeMap;

/**
 * A question whose answer is a number, and the reasons that people probably have for wrong numbers. The right number is not part
 * of it: it comes from a run. Immutable.
 */
public final class Question {

    private final String asks;
    private final Map<Long, String> thoughts;
    private final String reason;

    private Question(String asks, Map<Long, String> thoughts, String reason) {
        this.asks = asks;
        this.thoughts = thoughts;
        this.reason = reason;
    }

    /** A question; {@code asks} is a sentence with its question mark. */
    public static Question asking(String asks) {
        return new Question(asks, new TreeMap<>(), "");
    }

    /** This question, with a diagnosis for people who answer {@code number}. */
    public Question whoeverSays(long number, String diagnosis) {
        Map<Long, String> more = new TreeMap<>(thoughts);
        more.put(number, diagnosis);
        return new Question(asks, more, reason);
    }

    /** This question, with a sentence that says why the right number is right. */
    public Question because(String why) {
        return new Question(asks, thoughts, why);
    }

    /** The question itself. */
    public String asks() {
        return asks;
    }

    /**
     * Judges {@code answer}.
     *
     * @param actual what a run has shown; the message about a wrong answer never tells it, so that the reader can go on thinking
     */
    public Grade grade(long answer, long actual) {
        if (answer == actual) {
            return Grade.right(answer + " is right.");
        }
        return Grade.notYet(
                answer + " is not what the run shows. " + thoughts.getOrDefault(answer, unforeseen(answer < actual)));
    }

    /** Compares a prediction with what the run has shown, kindly, and tells both, and why. */
    public String compare(long predicted, long actual) {
        boolean foreseen = predicted != actual && thoughts.containsKey(predicted);
        return (outcome(predicted, actual) + " " + (foreseen ? "Here is why: " + thoughts.get(predicted) : reason))
                .strip();
    }

    /** Both numbers, without a reason. */
    public String outcome(long predicted, long actual) {
        return "You predicted " + predicted
                + (predicted == actual ? ", and that is right." : ", but the run says " + actual + ".");
    }

    private static String unforeseen(boolean more) {
        return more
                ? "The run shows more. Follow one emit from its sender to everyone who receives it, and count again."
                : "The run shows less. Which of the events that you counted are really sent, and really arrive?";
    }
}
