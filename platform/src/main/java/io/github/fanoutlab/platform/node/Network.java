package io.github.fanoutlab.platform.node;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import java.net.URI;
import java.util.function.Consumer;

/** TCP as a node sees it: a port to listen on, and other people's ports to dial. */
public interface Network {

    /**
     * Begins to listen; {@code handler} is called on the node's loop. Returns when the port is bound. May be called from
     * any thread.
     *
     * @throws java.io.UncheckedIOException if the port cannot be bound; the message says which and why
     */
    Listening listen(ListenOptions options, ClientHandler handler);

    /**
     * Sends {@code request} to {@code target}'s host and port; exactly one of the two callbacks is called, on the loop.
     * {@code onFailure} gets a reason in words (refused, reset, timed out); the request may have been handled.
     */
    void request(URI target, HttpRequest request, Consumer<HttpResponse> onResponse, Consumer<String> onFailure);

    /**
     * Sends {@code request} to {@code target}'s host and port; {@code listener} is told, on the loop, of the answer piece
     * by piece, as it arrives.
     */
    void stream(URI target, HttpRequest request, StreamListener listener);

    /** Opens a WebSocket to {@code target} ({@code ws://host:port/path?query}); {@code callback} is called on the loop. */
    void openWebSocket(URI target, WebSocketCallback callback);

    /** How the opening of a WebSocket ended: exactly one of the two is called. */
    interface WebSocketCallback {

        /** The connection is open; set its listener before returning. */
        void onOpen(ClientConnection connection);

        /** It is not: {@code reason} in words, with the HTTP status when the server answered with one. */
        void onRefused(String reason);
    }

    /** An answer that arrives piece by piece. */
    interface StreamListener {

        /** Status and headers have come; the response's body is empty. */
        void onHead(HttpResponse head);

        /** The next piece of the body has come. */
        void onChunk(byte[] chunk);

        /** It is over: {@code failure} is null after a whole answer, else the reason in words. Called once, and last. */
        void onEnd(String failure);
    }

    /** A port that is listened on. */
    interface Listening {

        /** The port that was bound, of use when port 0 was asked for. */
        int port();

        /**
         * Stops listening, lets leave what was answered and said (for three seconds at most, where somebody reads slowly), and breaks
         * what is still connected. May be called from any thread; harmless when repeated.
         */
        void close();
    }
}
