package io.github.fanoutlab.platform.http;

import java.util.Map;

/** A request that waits for its response. Used on the node's loop only. */
public interface HttpExchange {

    HttpRequest request();

    /**
     * Reads the body of a request that was handed over early ({@link ClientHandler#takesRequestsEarly}); of any other it is
     * there already. {@code listener} hears of it now or later, and of nothing any more once the exchange was answered.
     *
     * @param maxBytes how much is read at most; no memory is taken for more
     */
    default void readBody(int maxBytes, BodyListener listener) {
        byte[] body = request().body();
        if (body.length > maxBytes) {
            listener.onTooLong();
        } else {
            listener.onBody(body);
        }
    }

    /** Answers. A second answer, or one after the client left, is dropped. */
    void respond(HttpResponse response);

    /**
     * Answers with what goes on: status, headers and body of {@code head} leave now, and what is written to the stream
     * follows, in chunks, until it is ended. What answers a second time, or after the client left, is dropped.
     */
    HttpStream stream(HttpResponse head);

    /** Breaks the connection instead of answering; a host that cannot answers 400 and lets it be the last on its connection. */
    default void drop() {
        respond(new HttpResponse(400, Map.of("Connection", "close"), new byte[0]));
    }

    /** {@code task} runs once if the client leaves before it was answered to the end, or before its body was there. */
    void onAbort(Runnable task);
}
