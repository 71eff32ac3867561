package io.github.fanoutlab.adapter.redis.codec;

/** A message came from Redis that no peer sends; the text says what was wrong. Nothing of it took effect. */
public final class MalformedMessageException extends RuntimeException {

    MalformedMessageException(String message) {
        super(message);
    }
}
