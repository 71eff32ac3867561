package io.github.fanoutlab.simulator.check;

import java.util.Optional;

/** Why somebody missed an emit, or got one that was not meant for it. */
public enum Cause {
    /** The emitting node had no connection to Redis, and died before it had one again. */
    UNSENT("unsent: the emitting node died before it reached Redis"),
    /** The connection that carried it to Redis broke. */
    LOST_TO_REDIS("lost in flight to Redis"),
    /** The process of the client's worker was not there. */
    NODE_DEAD("the client's worker was dead"),
    /** The worker was there and had not subscribed yet. */
    NOT_SUBSCRIBED_YET("the client's worker was not subscribed yet"),
    /** The worker had been subscribed, lost the connection, and was not subscribed again. */
    SUBSCRIPTION_LOST("the worker's subscription was lost"),
    /** The connection that carried it to the worker broke. */
    LOST_FROM_REDIS("lost in flight from Redis"),
    /** The client was not connected to its worker when the worker carried the emit out, or left before it came. */
    CLIENT_AWAY("the client was away"),
    /** The client had not been put into the room yet: it missed what goes to the room, or got what excepts the room. */
    NOT_IN_ROOM("the client was not in the room yet"),
    /** 0.9 only: the emitting node had not heard that the client is in the room that the emit excepts. */
    MEMBER_UNKNOWN(
            "the emitting node did not know that the client is in the excepted room",
            "An emit reaches nobody who is in a room that it excepts"),
    /** The emitting worker died and was started again, and took what its former life had emitted for somebody else's. */
    FORMER_LIFE(
            "the emitting worker had been started anew, and believed its own echo",
            "Nobody gets an emit again after reconnecting"),
    /** The balancer led the client to another worker when it reconnected, and the emit reached that worker later than the first. */
    MOVED(
            "the client had moved to another worker, which the emit reached later",
            "Nobody gets an emit again after reconnecting"),
    /** The worker kept it for the client's next poll, and the session ended before that came. */
    NOT_FETCHED("it waited at the worker for a poll that did not come"),
    /** The client's request reached a worker that does not know its session: another one, or one that was started anew. */
    SESSION_UNKNOWN("session unknown: the client's request reached a worker that does not know its session"),
    /** 0.9 only: a worker kept it for the client's next poll, which went to another worker. */
    LEFT_BEHIND("0.9: a worker kept it for the client's next poll, which went to another worker"),
    /**
     * 0.9 only: a worker that holds the client's poll handles its POST itself, and one that does not tells all others, so that the worker
     * whose program knows the client can be the one that never hears of it.
     */
    HANDLED_BY_STRANGER(
            "0.9: what the client had posted reached only workers whose program does not know it",
            "An emit reaches nobody who is in a room that it excepts"),
    /** 0.9 only: a worker sent it, and it, too, was kept for the client's next poll. */
    KEPT_TWICE(
            "0.9: it was sent, and also kept for the client's next poll",
            "No emit is delivered twice over one connection"),
    /** The connection that carried it to the client broke. */
    LOST_TO_CLIENT("lost in flight to the client"),
    /** The connection had died, and neither end knew yet. */
    DIED_SILENTLY("the connection had died silently"),
    /** Redis had more for the worker than it keeps, and ended the connection. */
    OUTPUT_BUFFER("Redis's output buffer for the worker was full"),
    /** The causal graph shows no reason: a defect of a server, or of the simulator. */
    UNKNOWN("unknown");

    private final String words;
    private final String promise;

    Cause(String words) {
        this(words, null);
    }

    Cause(String words, String promise) {
        this.words = words;
        this.promise = promise;
    }

    /** As read in reports. */
    public String words() {
        return words;
    }

    /**
     * What users are promised and do not get for this cause, by the design of the server and not by a defect of ours. Empty for
     * all else: that a message is lost while something fails breaks no promise, for none is made.
     */
    public Optional<String> promise() {
        return Optional.ofNullable(promise);
    }
}
