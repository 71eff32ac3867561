/**
 * What a learner reads about a run: verdicts, the two generations side by side, a space-time table, JSON. Pure text: nothing
 * here prints.
 */
package io.github.fanoutlab.simulator.report;
