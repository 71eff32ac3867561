/**
 * The graders of the exercises. Each knows the wrong answers that people give and what they probably thought. The right answer
 * comes from a run.
 */
package io.github.fanoutlab.tutorial.exercise;
