package io.github.fanoutlab.adapter.redis;

/** Something arrived from Redis that no peer sends; the message says what was wrong. Nothing of it took effect. */
final class MalformedMessageException extends RuntimeException {

    MalformedMessageException(String message) {
        super(message);
    }
}
