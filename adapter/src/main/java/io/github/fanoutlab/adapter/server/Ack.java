package io.github.fanoutlab.adapter.server;

/**
 * The callback for a client's answer: the last argument of {@code socket.emit("question", 1, (Ack) answer -> …)}. It is not called
 * when no answer comes; {@link TimedAck} is.
 */
@FunctionalInterface
public interface Ack extends TimedAck {

    /** The client has answered; called on the loop, at most once. {@code answer} has the name of the event. */
    void onAnswer(Event answer);

    @Override
    default void done(NoAnswerException error, Event answer) {
        if (error == null) {
            onAnswer(answer);
        }
    }
}
