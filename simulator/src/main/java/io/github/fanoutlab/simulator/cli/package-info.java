/** The command line. {@code Fanout} is the door; one class per command. */
package io.github.fanoutlab.simulator.cli;
