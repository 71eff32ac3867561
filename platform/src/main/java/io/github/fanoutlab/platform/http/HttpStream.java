package io.github.fanoutlab.platform.http;

/** The body of an answer that goes on; see {@link HttpExchange#stream}. Used on the node's loop only. */
public interface HttpStream {

    /**
     * Sends {@code chunk} with the chunks of this turn; the array now belongs to the stream. Dropped once the answer has
     * ended or the client has left.
     */
    void write(byte[] chunk);

    /** Ends the answer after what was written so far; harmless when repeated. */
    void end();

    /** The stream of an answer that nobody waits for any more. */
    static HttpStream toNobody() {
        return new HttpStream() {
            @Override
            public void write(byte[] chunk) {}

            @Override
            public void end() {}
        };
    }
}
