package io.github.fanoutlab.adapter.redis.codec;

/** A message came from Redis that no peer sends; the text says what was wrong. Nothing of it took effect. */
public final class MalformedMessageException extends RuntimeException {

    /** {@code message} says what came and what was expected. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
