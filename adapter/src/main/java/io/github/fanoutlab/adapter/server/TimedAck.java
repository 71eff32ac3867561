package io.github.fanoutlab.adapter.server;

/**
 * The callback for a client's answer or for its absence: the last argument of {@code socket.timeout(5_000).emit("question",
 * (TimedAck) (error, answer) -> …)}. {@code answer} has the name of the event; it is null when time ran out.
 */
@FunctionalInterface
public interface TimedAck extends Callback<Event> {}
