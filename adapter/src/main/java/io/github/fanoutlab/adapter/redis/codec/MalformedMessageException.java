package io.github.fanoutlab.adapter.redis.codec;

/** Something arrived from Redis that no peer sends; the message says what was wrong. Nothing of it took effect. */
public final class MalformedMessageException extends RuntimeException {

    public MalformedMessageException(String message) {
        super(message);
    }
}
