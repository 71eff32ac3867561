package io.github.fanoutlab.platform.node;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import java.net.URI;
import java.util.function.Consumer;

/** The network of a node: it listens on ports, and connects to other servers as a client. */
public interface Network {

    /**
     * Listens on a port; {@code handler} is called on the node's loop. Returns when the port is bound. From any thread.
     *
     * @throws java.io.UncheckedIOException if the port cannot be bound; the message says which and why
     * @throws IllegalStateException if the node was closed
     */
    Listening listen(ListenOptions options, ClientHandler handler);

    /**
     * Sends {@code request} to {@code target}'s host and port; exactly one of the two callbacks is called, on the loop.
     * {@code onFailure} gets a reason in words (refused, reset, timed out); the request may have been handled.
     */
    void request(URI target, HttpRequest request, Consumer<HttpResponse> onResponse, Consumer<String> onFailure);

    /**
     * Sends {@code request} to {@code target}'s host and port; {@code listener} gets the response piece by piece as it arrives, on
     * the loop.
     */
    void stream(URI target, HttpRequest request, StreamListener listener);

    /** Opens a WebSocket to {@code target} ({@code ws://host:port/path?query}); {@code callback} is called on the loop. */
    void openWebSocket(URI target, WebSocketCallback callback);

    /** The result of opening a WebSocket: exactly one of the two methods is called. */
    interface WebSocketCallback {

        /** The connection is open; set its listener before returning. */
        void onOpen(ClientConnection connection);

        /** The connection could not be opened; {@code reason} in words has the HTTP status if the server answered with one. */
        void onRefused(String reason);
    }

    /** Gets a response piece by piece. */
    interface StreamListener {

        /** Status and headers have arrived; the body of {@code head} is empty. */
        void onHead(HttpResponse head);

        /** The next piece of the body has arrived. */
        void onChunk(byte[] chunk);

        /** The response is over: {@code failure} is null if it is complete, else the reason in words. Called once, and last. */
        void onEnd(String failure);
    }

    /** A port that is listened on. */
    interface Listening {

        /** The number of the port, also if port 0 was asked for. */
        int port();

        /**
         * Stops listening, lets responses and messages be written (for three seconds at most, if clients read slowly), and then breaks
         * all connections. From any thread; harmless when repeated.
         */
        void close();
    }
}
