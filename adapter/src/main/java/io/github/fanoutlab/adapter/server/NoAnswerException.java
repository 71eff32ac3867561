package io.github.fanoutlab.adapter.server;

/**
 * What was asked of a client or of other servers was not answered, or not by all of them: time ran out, or they cannot be
 * reached. They may have acted on it nonetheless.
 */
public final class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** {@code message} as in Node, where Node has one. */
    public NoAnswerException(String message) {
        super(message);
    }

    static NoAnswerException timedOut() {
        return new NoAnswerException("operation has timed out");
    }
}
