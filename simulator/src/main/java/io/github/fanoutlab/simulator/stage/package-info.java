/**
 * Plays one run. The two doors are {@link io.github.fanoutlab.simulator.stage.CalmRun#of} and {@link
 * io.github.fanoutlab.simulator.stage.FaultyRun#of}: each takes a run string and returns a {@link
 * io.github.fanoutlab.simulator.stage.Run}, which says what happened.
 *
 * <p>{@link io.github.fanoutlab.simulator.stage.SimStage} puts the programs of a scenario and its clients on the nodes of a
 * virtual world. On it:
 *
 * <ul>
 *   <li>A {@link io.github.fanoutlab.simulator.stage.CalmRun} goes step by step, as {@link
 *       io.github.fanoutlab.simulator.scenario.Stage#play} has it for real processes, too.
 *   <li>A {@link io.github.fanoutlab.simulator.stage.FaultyRun} goes by the clock, as {@link
 *       io.github.fanoutlab.simulator.stage.FaultyScript} has it, with clients that reconnect and an injector of faults that
 *       watches for their triggers.
 * </ul>
 */
package io.github.fanoutlab.simulator.stage;
