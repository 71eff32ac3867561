package io.github.fanoutlab.legacy.store;

/** What arrived on a channel is no message of it; the text says what was expected instead. */
final class UnreadableMessage extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableMessage(String expected) {
        super(expected, null, false, false);
    }
}
