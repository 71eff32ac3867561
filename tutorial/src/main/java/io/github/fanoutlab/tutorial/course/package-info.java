/** The chapters as {@code ./fanout learn} and the walkthroughs lead through them: questions, exercises, and the story of a run. */
package io.github.fanoutlab.tutorial.course;
