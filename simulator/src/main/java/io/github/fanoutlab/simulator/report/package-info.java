/**
 * What people and programs read about a run. Everything here turns a result into text; nothing here prints.
 *
 * <ul>
 *   <li>A run as a picture: {@link io.github.fanoutlab.simulator.report.SpaceTimeTable} for the terminal, {@link
 *       io.github.fanoutlab.simulator.report.Mermaid}, and {@code html} for a page, each drawn from the model in {@link
 *       io.github.fanoutlab.simulator.spacetime}.
 *   <li>A verdict: {@link io.github.fanoutlab.simulator.report.CalmRunReport}, {@link
 *       io.github.fanoutlab.simulator.report.FaultyRunReport}, and the same as JSON for programs.
 *   <li>The two generations side by side: {@link io.github.fanoutlab.simulator.report.Comparison} of what was counted; a report
 *       of both under the same faults also says which deliveries differ.
 *   <li>Many runs: {@link io.github.fanoutlab.simulator.report.CampaignReport} of {@code check}, {@link
 *       io.github.fanoutlab.simulator.report.ExplorationReport} of {@code explore}; {@link
 *       io.github.fanoutlab.simulator.report.ShrunkReport} of the smallest run that fails.
 * </ul>
 */
package io.github.fanoutlab.simulator.report;
