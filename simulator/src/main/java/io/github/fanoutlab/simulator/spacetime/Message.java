package io.github.fanoutlab.simulator.spacetime;

import java.util.List;

/**
 * An arrow: what one lane sends to another, and what becomes of it.
 *
 * @param event the id of its arrival, or loss, in the trace; of its sending when it is in flight at the end
 * @param name the command, as {@code PUBLISH}, where a command to Redis is sent; otherwise empty
 * @param from where it leaves
 * @param to where it arrives, or would have arrived
 * @param sent the number of the {@link Moment} in which it is sent
 * @param arrived the number of the moment in which it arrives, or in which it is lost; {@link #NEVER} when it is in flight at the end
 * @param reason why it is lost; empty when it is not
 * @param receivers how many subscribers Redis hands a PUBLISH to; 0 for anything else
 * @param emits the numbers of the {@linkplain Emit emits} that it is a part of; an emit that it delivers twice stands here twice
 */
public record Message(
        long event,
        Medium medium,
        String name,
        Place from,
        Place to,
        int sent,
        int arrived,
        Fate fate,
        String reason,
        long receivers,
        List<Integer> emits) {

    /** The moment of an arrival that does not come. */
    public static final int NEVER = -1;

    /** What kind of traffic it is. */
    public enum Medium {
        /** A request or a response between a client and a server. */
        HTTP,
        /** A frame over a WebSocket, or a piece of a response that goes on. */
        FRAME,
        /** A command to Redis. */
        COMMAND,
        /** The reply of Redis to a command. */
        REPLY,
        /** What somebody published or added to a stream, handed on by Redis to a subscriber or a reader. */
        PUBLISHED,
        /** No message: a TCP connection comes up or ends. */
        SIGNAL
    }

    public Message {
        emits = List.copyOf(emits);
    }

    /** Whether it belongs to the path of an emit as people tell it: PUBLISH or XADD, what Redis hands on, what reaches a client. */
    boolean isOnPath() {
        return switch (medium) {
            case COMMAND -> isPublish() || isAdd();
            case PUBLISHED -> true;
            case FRAME, HTTP -> fate == Fate.DELIVERED || fate == Fate.LOST;
            case REPLY, SIGNAL -> false;
        };
    }

    private boolean isPublish() {
        return medium == Medium.COMMAND && name.endsWith("PUBLISH");
    }

    private boolean isAdd() {
        return medium == Medium.COMMAND && name.equals("XADD");
    }

    /** What happens, in a few words: {@code PUBLISH, 5 subscribers}. */
    public String words() {
        return words("");
    }

    /** The same, with the server's connection to Redis: {@code PUBLISH on pub, 5 subscribers}. */
    public String wordsWithConnection() {
        String connection = from.connection() + to.connection();
        return words(connection.isEmpty() ? "" : " on " + connection);
    }

    private String words(String on) {
        if (fate == Fate.LOST) {
            return fate.words(on) + ": " + reason;
        }
        if (isAdd() && fate == Fate.RECEIVED) {
            return name + on;
        }
        return isPublish() && fate == Fate.RECEIVED
                ? name + on + ", " + receivers + (receivers == 1 ? " subscriber" : " subscribers")
                : fate.words(on);
    }
}
