package io.github.fanoutlab.adapter.protocol;

/** A client sent something that is no packet; the message says what was wrong. Nothing of it took effect. */
public final class MalformedPacketException extends RuntimeException {

    /** With what was wrong, in words. */
    public MalformedPacketException(String message) {
        super(message);
    }
}
