/**
 * The exercises' graders. Each knows the wrong answers that people give, and what they probably thought; the right answer
 * comes out of a run.
 */
package io.github.fanoutlab.tutorial.exercise;
