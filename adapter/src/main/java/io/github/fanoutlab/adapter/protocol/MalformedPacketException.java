package io.github.fanoutlab.adapter.protocol;

/** A client sent what is no packet; the message says what was wrong. Nothing of it took effect. */
public final class MalformedPacketException extends RuntimeException {

    public MalformedPacketException(String message) {
        super(message);
    }
}
