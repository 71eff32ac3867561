package io.github.fanoutlab.adapter.server;

/**
 * What to do with the answer to an event, or without one: the last argument of {@code socket.timeout(5_000).emit("question",
 * (TimedAck) (error, answer) -> …)}. {@code answer} has the name of the event; it is null when time ran out.
 */
@FunctionalInterface
public interface TimedAck extends Callback<Event> {}
