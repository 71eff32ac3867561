package io.github.fanoutlab.adapter.server;

/**
 * Stands between a client and the handlers: {@code io.use((socket, next) -> …)} decides who may connect to a namespace, {@code
 * socket.use((event, next) -> …)} which events reach the handlers.
 *
 * @param <T> what it decides about
 */
@FunctionalInterface
public interface Middleware<T> {

    /**
     * Decides, now or later, by calling {@code next}; {@code subject} waits until then. Called on the loop. Middleware that throws
     * before it has decided has refused: the log says what it threw, the client learns only that the server failed.
     */
    void handle(T subject, Next next);
}
