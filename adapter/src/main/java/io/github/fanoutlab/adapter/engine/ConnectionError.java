package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.HttpRequest;

/**
 * A request that was refused: the event {@code connection_error} of Node's {@code io.engine}.
 *
 * @param request the refused request
 * @param error why it was refused
 * @param message what the client was told: the message of {@code allowRequest}, or that of {@code error}
 */
public record ConnectionError(HttpRequest request, EngineError error, String message) {}
