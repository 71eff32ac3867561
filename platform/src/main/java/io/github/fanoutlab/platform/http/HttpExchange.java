package io.github.fanoutlab.platform.http;

/** A request that waits for its response. Used on the node's loop only. */
public interface HttpExchange {

    HttpRequest request();

    /** Answers. A second answer, or one after the client left, is dropped. */
    void respond(HttpResponse response);

    /** {@code task} runs once if the client leaves before it was answered. */
    void onAbort(Runnable task);
}
