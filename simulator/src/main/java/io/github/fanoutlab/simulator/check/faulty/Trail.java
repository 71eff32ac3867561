package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.testbed.trace.TraceEvent;

/**
 * The path of an emit to a client that missed it, as far as the trace shows it.
 *
 * @param worker the client's worker when it was emitted; null if it had none
 * @param end the event that shows the emit for the last time
 */
record Trail(Payload payload, TraceEvent emit, ClientConnection to, String worker, LastSeen lastSeen, TraceEvent end) {}
