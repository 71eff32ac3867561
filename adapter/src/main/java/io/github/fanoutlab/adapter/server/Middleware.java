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
     * Decides, now or later; until {@code next} is told, {@code subject} waits. Called on the loop. One that throws before it
     * decided has refused: the operator is told what it threw, the client only that the server failed.
     */
    void handle(T subject, Next next);
}
