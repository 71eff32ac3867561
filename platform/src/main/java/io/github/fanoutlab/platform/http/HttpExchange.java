package io.github.fanoutlab.platform.http;

import java.util.Map;

/** A request that waits for its response. Used on the node's loop only. */
public interface HttpExchange {

    HttpRequest request();

    /**
     * Reads the body of a request that was handed over early ({@link ClientHandler#takesRequestsEarly}); that of any other has
     * arrived already. {@code listener} is called now or later, but not after the exchange was answered.
     *
     * @param maxBytes the limit; no memory is taken for a longer body
     */
    default void readBody(int maxBytes, BodyListener listener) {
        byte[] body = request().body();
        if (body.length > maxBytes) {
            listener.onTooLong();
        } else {
            listener.onBody(body);
        }
    }

    /** Answers the request. A second response, or one after the client left, is dropped. */
    void respond(HttpResponse response);

    /**
     * Answers with a response that goes on: status, headers and body of {@code head} are sent now, and what is written to the stream
     * follows in chunks, until it is ended. A second response, or one after the client left, is dropped.
     */
    HttpStream stream(HttpResponse head);

    /** Breaks the connection instead of answering; where that is impossible, answers 400 and then closes the connection. */
    default void drop() {
        respond(new HttpResponse(400, Map.of("Connection", "close"), new byte[0]));
    }

    /** Runs {@code task} once if the client leaves before the whole body has arrived or the whole response was sent. */
    void onAbort(Runnable task);
}
