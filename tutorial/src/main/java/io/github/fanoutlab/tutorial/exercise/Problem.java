package io.github.fanoutlab.tutorial.exercise;

/**
 * What a grader found wrong in a run.
 *
 * @param words for the reader: what is wrong, and what to think about
 * @param cause the same in a few words, as the run's {@linkplain OneRun cause}
 */
record Problem(String words, String cause) {}
