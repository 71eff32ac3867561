/**
 * What is claimed of a run with faults, and why clients missed emits or got too many.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>{@link io.github.fanoutlab.simulator.check.faulty.FaultyClaims}: the claims; {@code FaultyRules} has a method for each.
 *   <li>{@code Facts}: what they are judged by, read from the trace. {@code History} has who emitted what and who got it, and
 *       {@code Recipients} has who must get it.
 *   <li>{@code LossAttribution}: the table of causes of losses. {@code Trails} finds where an emit was seen for the last time, and
 *       {@code LossEvidence} finds what the table demands.
 *   <li>{@code KnownAnomalies}: the table of causes of what came too often; {@code AnomalyEvidence} finds what it demands.
 *   <li>{@code Subscriptions} and {@code WorkerSessions}: what Redis and the workers knew at a moment, for the evidence.
 *   <li>{@link io.github.fanoutlab.simulator.check.faulty.CheckerSelfTest}: proves that each claim can fail.
 * </ol>
 */
package io.github.fanoutlab.simulator.check.faulty;
