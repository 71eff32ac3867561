package io.github.fanoutlab.adapter.server;

/**
 * A client or other servers did not respond, or not all of them did: there was a timeout, or they cannot be reached. They may
 * still have acted on the request.
 */
public final class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** {@code message} as in Node, where Node has one. */
    public NoAnswerException(String message) {
        super(message);
    }

    /** The server that asked was closed. */
    public static NoAnswerException serverClosed() {
        return new NoAnswerException("the server was closed");
    }

    static NoAnswerException timedOut() {
        return new NoAnswerException("operation has timed out");
    }
}
