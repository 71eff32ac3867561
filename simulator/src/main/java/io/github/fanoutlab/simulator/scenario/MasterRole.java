package io.github.fanoutlab.simulator.scenario;

/** What the master process is. */
public enum MasterRole {
    /** A full server that never listens, as in the source document's listings. */
    SERVER,
    /** An emitter: it publishes and subscribes to nothing. */
    EMITTER,
    /** There is none: the servers were started one by one and share nothing but a Redis. */
    NONE
}
