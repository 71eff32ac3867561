package io.github.fanoutlab.legacy.protocol;

/** What the sender of a packet with an id waits for. */
public enum AckMode {
    /** Nothing; the packet has no id. */
    NONE,

    /** {@code 5:1::…}: word that it arrived, which the receiving server gives by itself before any handler runs. */
    RECEIPT,

    /** {@code 5:1+::…}: an answer of the handler, with data. */
    DATA
}
