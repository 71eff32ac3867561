package io.github.fanoutlab.legacy.store;

/** What arrived on a channel is not one of its messages. The text says what was expected. */
final class UnreadableMessage extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableMessage(String expected) {
        super(expected, null, false, false);
    }
}
