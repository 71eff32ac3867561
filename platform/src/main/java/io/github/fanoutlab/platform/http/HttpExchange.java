package io.github.fanoutlab.platform.http;

/** A request that waits for its response. Used on the node's loop only. */
public interface HttpExchange {

    HttpRequest request();

    /** Answers. A second answer, or one after the client left, is dropped. */
    void respond(HttpResponse response);

    /**
     * Answers with what goes on: status, headers and body of {@code head} leave now, and what is written to the stream
     * follows, in chunks, until it is ended. What answers a second time, or after the client left, is dropped.
     */
    HttpStream stream(HttpResponse head);

    /** {@code task} runs once if the client leaves before it was answered to the end. */
    void onAbort(Runnable task);
}
