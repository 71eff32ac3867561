/**
 * How a run is judged.
 *
 * <pre>
 *  scenario ---&gt; expectation          run string ---&gt; stage plays it ---&gt; trace
 *     |               |                                                     |
 *  diagram            |                                       history, recipients, trails
 *     |               v                                                     v
 *     +--------&gt; calm claims &lt;--- observation                    faulty claims &lt;--- causes
 *                     |                                                     |
 *                     +-----------------&gt; verdict &lt;-------------------------+
 *                                            |
 *                          campaign, explore, shrink, twin, reports
 * </pre>
 *
 * <p>A {@link io.github.fanoutlab.simulator.check.Claim} is one sentence that must be true of a run. Its rule returns a {@link
 * io.github.fanoutlab.simulator.check.Finding}: what was expected and what was seen. A claim that was judged on a run is a {@link
 * io.github.fanoutlab.simulator.check.Check}, and a {@link io.github.fanoutlab.simulator.check.Verdict} has the checks of one
 * run.
 *
 * <p><b>Calm runs.</b> Nothing fails except what the scenario itself makes fail. So what must happen can be worked out
 * beforehand, as an {@link io.github.fanoutlab.simulator.check.expectation.Expectation}, and the documented {@link
 * io.github.fanoutlab.simulator.check.diagram.Diagram} states it again. {@link
 * io.github.fanoutlab.simulator.check.calm.CalmClaims} compare both with an observation. They know neither how a server works nor
 * in which world the run took place: real processes are judged by the same claims.
 *
 * <p><b>Runs with faults.</b> Messages may get lost, so nobody can say beforehand what must arrive. {@link
 * io.github.fanoutlab.simulator.check.faulty.FaultyClaims} are about safety at any time, and about liveness after everything has
 * healed. They are judged by the trace: by who emitted what, who must get it, and who got it.
 *
 * <p><b>Losses.</b> Each missed emit is followed along its path, to where the trace shows it for the
 * last time. The table in {@code LossAttribution} has the {@linkplain io.github.fanoutlab.simulator.check.Cause causes} that are
 * possible there, each with the evidence in the trace that it demands. If no row finds its evidence, the cause is unknown and the
 * run fails: it is a defect of a server, or of the simulator.
 *
 * <p><b>Known anomalies.</b> Both generations deliver some emits that they should not deliver, by their design. The table in
 * {@code KnownAnomalies} has the causes of these, with the evidence that they demand. The verdict lists them as {@linkplain
 * io.github.fanoutlab.simulator.check.Verdict#brokenPromises() broken promises}, not as failures.
 *
 * <p><b>Who checks the checks?</b> {@link io.github.fanoutlab.simulator.check.faulty.CheckerSelfTest} tampers with the record of
 * a run, and each claim must notice. A test shows for each row of the tables a run that it explains and one that it refuses.
 * Mutants of the servers must be caught.
 */
package io.github.fanoutlab.simulator.check;
