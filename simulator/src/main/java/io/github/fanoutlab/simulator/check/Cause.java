package io.github.fanoutlab.simulator.check;

import java.util.Optional;

/**
 * Why a client missed an emit, or got one that it should not have got. The tables in {@code LossAttribution} and {@code
 * KnownAnomalies} say which evidence each cause demands.
 */
public enum Cause {
    /** The emitting node had no connection to Redis, and died before it had one again. */
    UNSENT("unsent: the emitting node died before the emit reached Redis"),
    /** The connection that carried it to Redis broke. */
    LOST_TO_REDIS("lost in flight to Redis"),
    /** The process of the client's worker was dead. */
    NODE_DEAD("the client's worker was dead"),
    /** The worker was alive and had not subscribed yet. */
    NOT_SUBSCRIBED_YET("the client's worker was not subscribed yet"),
    /** The worker had been subscribed, lost the connection, and had not subscribed again. */
    SUBSCRIPTION_LOST("the worker's subscription was lost"),
    /** The connection that carried it to the worker broke. */
    LOST_FROM_REDIS("lost in flight from Redis"),
    /** The client was not connected when its worker had the emit, or left before it arrived. */
    CLIENT_AWAY("the client was away"),
    /** The worker had said goodbye to the client, and the client had not connected again. */
    SENT_AWAY("the server had disconnected the client"),
    /** The client had not joined the room yet: it missed an emit to the room, or got one that excepts the room. */
    NOT_IN_ROOM("the client was not in the room yet"),
    /** 0.9 only: the emitting node did not know that the client was in the room that the emit excepts. */
    MEMBER_UNKNOWN(
            "the emitting node did not know that the client is in the excepted room",
            "An emit reaches nobody in a room that it leaves out"),
    /** The emitting worker died and was restarted, and took the emit of its former life for another node's. */
    FORMER_LIFE(
            "the emitting worker had been restarted, and did not recognize its own echo",
            "Nobody gets an emit again after reconnecting"),
    /** The balancer took the client to another worker when it reconnected, and the emit reached that worker later. */
    MOVED(
            "the client had moved to another worker, which the emit reached later",
            "Nobody gets an emit again after reconnecting"),
    /** It was volatile, and the worker could send the client nothing at that moment: no poll waited, or the client did not read. */
    NOT_READY("it was volatile, and the worker could send nothing to the client at that moment"),
    /** The worker kept it for the client's next poll, and the session ended before that poll came. */
    NOT_FETCHED("it waited at the worker for a poll that did not come"),
    /** The client's request reached a worker that does not know its session: another worker, or one that was restarted. */
    SESSION_UNKNOWN("a worker did not know the session"),
    /** 0.9 only: the balancer had led the client to a worker that had not heard, or not yet, what became of its session. */
    STATE_MISSED("0.9: the client polled a worker that got the news of its session late, or never"),
    /** 0.9 only: a worker kept it for the client's next poll, which went to another worker. */
    LEFT_BEHIND("0.9: a worker kept it for the client's next poll, which went to another worker"),
    /**
     * 0.9 only: a worker that holds the client's poll handles the client's POST itself, and a worker that does not hold it passes
     * the POST on to all others. So the one worker whose program knows the client may never hear of it.
     */
    HANDLED_BY_STRANGER(
            "0.9: the client's POST reached only workers whose program does not know the client",
            "An emit reaches nobody in a room that it leaves out"),
    /** 0.9 only: a worker sent it to the client, and another worker kept it for the client's next poll. */
    KEPT_TWICE(
            "0.9: it was sent, and also kept for the client's next poll",
            "No emit is delivered twice over one connection"),
    /** The connection that carried it to the client broke. */
    LOST_TO_CLIENT("lost in flight to the client"),
    /** The connection had died, and neither end knew yet. */
    DIED_SILENTLY("the connection had died silently"),
    /** Redis had more for the worker than it keeps, and closed the connection. */
    OUTPUT_BUFFER("Redis's output buffer for the worker was full"),
    /** Streams only: the client had got nothing yet, and without an offset no server lets it go on as before. */
    NO_OFFSET("streams: the client had got nothing yet, and so had no offset to come back with"),
    /**
     * Streams only: the client keeps the last argument of each event as its offset if that is a string. An event that is volatile, or
     * asks for an ack, has no offset; so the client came back with what is none.
     */
    OFFSET_OVERWRITTEN(
            "streams: an event came without an offset, and the client took its last argument for the offset"),
    /** Streams only: Redis was restarted, or a replica took its place, and had lost the session or the entry of its offset. */
    REDIS_FORGOT("streams: Redis had lost its memory, and the entry or the client's session with it"),
    /** Streams only: the client had been away for longer than its session is kept. */
    SESSION_EXPIRED("streams: the client had been away for longer than its session is kept"),
    /** Streams only: the connection on which a worker wrote the client's session broke, or the worker had none, and died. */
    SESSION_UNWRITTEN("streams: the client's worker could not write the session to Redis"),
    /**
     * Streams only: the client came back while its worker still took its former connection for alive. Of two clients with one secret,
     * a server lets the second begin anew.
     */
    STILL_HERE(
            "streams: the worker believed that the client's old connection was still alive, and began a new session"),
    /** Streams only: the client had said goodbye, so that nothing is kept for it. */
    LEFT_POLITELY("streams: the client had left, which ends its session"),
    /** The trace shows no reason: a defect of a server, or of the simulator. */
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

    /** The cause as reports say it. */
    public String words() {
        return words;
    }

    /**
     * What users are promised and do not get for this cause, by the design of the server and not by a defect of ours. Empty for
     * most causes: a message that is lost while something fails breaks no promise, because neither generation makes one.
     */
    public Optional<String> promise() {
        return Optional.ofNullable(promise);
    }
}
