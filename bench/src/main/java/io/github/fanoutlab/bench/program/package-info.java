/** The servers of a bench that are ours, each with a {@code main}. Those of others are below {@code peers/}. */
package io.github.fanoutlab.bench.program;
