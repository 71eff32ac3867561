package io.github.fanoutlab.legacy.protocol;

/** What the sender of a packet asks for. */
public enum AckMode {
    /** Nothing; the packet has no id. */
    NONE,

    /** {@code 5:1::…}: a receipt. The receiving server sends it by itself, before any handler runs. */
    RECEIPT,

    /** {@code 5:1+::…}: an ack from the handler, with data. */
    DATA
}
