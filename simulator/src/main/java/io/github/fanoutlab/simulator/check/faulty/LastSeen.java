package io.github.fanoutlab.simulator.check.faulty;

/** Where on its path to a client the trace shows a missed emit for the last time. */
enum LastSeen {
    /** Nowhere on a path: no worker had a session of the client when it was emitted. Only behind a balancer. */
    NO_SESSION,
    /** At the emitting node, which did not send it to Redis. */
    EMITTER,
    /** On the connection to Redis. */
    TO_REDIS,
    /** At Redis, which did not send it to the client's worker. */
    REDIS,
    /** On the connection from Redis to the client's worker. */
    TO_WORKER,
    /** At the client's worker, which did not send it to the client. */
    WORKER,
    /** On the connection to the client. */
    TO_CLIENT
}
