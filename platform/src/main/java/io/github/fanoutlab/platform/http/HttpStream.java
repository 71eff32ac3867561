package io.github.fanoutlab.platform.http;

/** The body of a response that goes on; see {@link HttpExchange#stream}. Used on the node's loop only. */
public interface HttpStream {

    /**
     * Sends {@code chunk}; the chunks of one turn are written together. The array now belongs to the stream. Dropped after the
     * response has ended or the client has left.
     */
    void write(byte[] chunk);

    /** Ends the response after what was written so far; harmless when repeated. */
    void end();

    /** A stream that drops everything, for a response that nobody waits for. */
    static HttpStream toNobody() {
        return new HttpStream() {
            @Override
            public void write(byte[] chunk) {}

            @Override
            public void end() {}
        };
    }
}
