/** What a node counts, for Micrometer, which is an optional dependency. */
package io.github.fanoutlab.platform.real.metrics;
