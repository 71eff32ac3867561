/**
 * The command line. {@code Fanout} is the door. There is one class for each command ({@code RunCommand}), and one for each group of
 * options that several commands share ({@code RunOptions}, {@code GenerationOptions}, {@code OutputOptions}), so that an option means
 * the same on every command.
 */
package io.github.fanoutlab.simulator.cli;
