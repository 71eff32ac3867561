/**
 * What servers are tested with. There are two doors: {@link io.github.fanoutlab.testbed.world.TestLab} for unit tests, and {@link
 * io.github.fanoutlab.testbed.world.World} for the simulator.
 *
 * <ul>
 *   <li>{@code world}: the virtual world, which the simulator moves by seed and tests move by hand
 *   <li>{@code trace}: what happened in a world, and what caused it
 *   <li>{@code redis}: Redis as a pure state machine
 *   <li>{@code process}: real Redis processes
 *   <li>{@code peer}: real programs that tests need, such as Node.js; only this package needs JUnit, so the simulator does without it
 * </ul>
 *
 * <p>Its {@code src/test} also has tests of {@code platform}: those that need a virtual node, a real Redis or another JVM, and beside
 * them those of Jetty and the loop.
 */
package io.github.fanoutlab.testbed;
