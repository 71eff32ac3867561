package io.github.fanoutlab.adapter.server;

/** What to do with the answer to an event: the last argument of {@code socket.emit("question", 1, (Ack) answer -> …)}. */
@FunctionalInterface
public interface Ack {

    /** The client has answered; called on the loop, at most once. {@code answer} has the name of the event. */
    void onAnswer(Event answer);
}
