/** Our own servers for the benches, each with a {@code main}. Other people's servers are in {@code peers/}. */
package io.github.fanoutlab.bench.program;
