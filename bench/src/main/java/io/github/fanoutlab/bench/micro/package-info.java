/** Small benchmarks, for JMH: the steps of a delivery, one at a time. {@code ./fanout bench micro} runs them. */
package io.github.fanoutlab.bench.micro;
