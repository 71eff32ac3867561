package io.github.fanoutlab.platform.http;

/** Gets a request's body: one of the two methods is called, once, unless the client leaves before. On the node's loop. */
public interface BodyListener {

    /** The whole body has arrived. */
    void onBody(byte[] body);

    /** The body is over the limit, as announced or as it arrived. It is dropped; the exchange still needs a response. */
    void onTooLong();
}
