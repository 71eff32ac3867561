package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.HttpResponse;
import tools.jackson.databind.node.JsonNodeFactory;

/** Why a request is refused, with the codes and messages of {@code engine.io} 6. The order is that of the codes. */
public enum EngineError {
    UNKNOWN_TRANSPORT("Transport unknown"),
    UNKNOWN_SID("Session ID unknown"),
    BAD_HANDSHAKE_METHOD("Bad handshake method"),
    BAD_REQUEST("Bad request"),
    FORBIDDEN("Forbidden"),
    UNSUPPORTED_PROTOCOL_VERSION("Unsupported protocol version");

    private final String message;

    EngineError(String message) {
        this.message = message;
    }

    /** The number that clients see. */
    public int code() {
        return ordinal();
    }

    /** The message that clients see. */
    public String message() {
        return message;
    }

    /** The answer to a plain request: 400, or 403 for {@link #FORBIDDEN}, with a JSON body with {@code words}. */
    HttpResponse toResponse(String words) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("code", code())
                .put("message", words)
                .toString();
        return HttpResponse.of(this == FORBIDDEN ? 403 : 400, "application/json", body);
    }

    /** The answer to an upgrade: 400 with the bare {@code words}. */
    HttpResponse toUpgradeResponse(String words) {
        return HttpResponse.of(400, "text/html", words).with("Connection", "close");
    }
}
