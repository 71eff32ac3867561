/**
 * The claims about a run with faults, and why clients missed emits or got too many. In reading order:
 *
 * <p><b>Claims.</b> {@link io.github.fanoutlab.simulator.check.faulty.FaultyClaims} lists them, and {@code FaultyRules} has a
 * method for each. Rules that take more than a method have a class: {@code Acks}, {@code Goodbyes}, {@code Comebacks} (sessions
 * over streams are whole) and {@code ServerHoldings} (nothing is left behind). {@code StickySessions} says which claims do not
 * hold behind a balancer. {@link io.github.fanoutlab.simulator.check.faulty.CheckerSelfTest} proves, with a {@code TamperedRun},
 * that each claim can fail.
 *
 * <p><b>Causes.</b> The table in {@code LossAttribution} explains why a client missed an emit. The table in {@code
 * KnownAnomalies} explains a {@code Surplus}, an emit that a client should not have got. A row of a table is a {@code CauseRow}.
 * For a loss, {@code Trails} first follows the emit's {@code Trail} to where it was {@code LastSeen}.
 *
 * <p><b>Evidence.</b> A row demands evidence, which one of these looks for in the trace:
 *
 * <pre>
 * LossEvidence       all that explain a loss:
 *   PathEvidence     something broke on the way to the client
 *   SessionEvidence  the worker had no session of the client
 *   JoinEvidence     the worker did not have the client in the room
 *   PollEvidence     the worker could not send it at once
 *   StreamEvidence   the client came back, and was not given what it had missed
 * AnomalyEvidence    what explains a surplus
 * </pre>
 *
 * <p><b>Facts.</b> {@code Facts} is everything that claims are judged by: {@code History} has who emitted which {@code Payload}
 * and over which {@code ClientConnection} it was delivered, and {@code Recipients} has who must get it. {@code Subscriptions} and
 * {@code WorkerSessions} tell what Redis and the workers knew at a moment, and {@code ClientWire} what clients and workers sent.
 */
package io.github.fanoutlab.simulator.check.faulty;
