/** A run as it was recorded: events, what caused them, and a hash that two equal runs share. */
package io.github.fanoutlab.testbed.trace;
