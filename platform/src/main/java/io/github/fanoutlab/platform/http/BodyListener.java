package io.github.fanoutlab.platform.http;

/** Who reads a request's body. One of the two is called, once, unless the client leaves before; on the node's loop. */
public interface BodyListener {

    /** The body is there to its end. */
    void onBody(byte[] body);

    /** More has come, or is announced, than was to be read. What came is forgotten; the exchange still wants its answer. */
    void onTooLong();
}
