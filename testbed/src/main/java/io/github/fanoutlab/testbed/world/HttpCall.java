package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.StreamListener;
import io.github.fanoutlab.testbed.trace.Kind;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One HTTP request of a client, on a TCP connection of its own. */
final class HttpCall implements SimListener.ResponseSender {

    /** What one TCP segment carries over Ethernet. A longer body arrives after the head, and can break off. */
    private static final int SEGMENT_BYTES = 1_460;

    private final SimNetwork network;
    private final SimNode client;
    private final URI target;
    private final HttpRequest request;
    private final StreamListener listener;
    private final Consumer<HttpResponse> onResponse;
    private Endpoint end;
    private SimListener listening;
    private long sent;
    private SimExchange begun;
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();

    /** {@code onResponse} is told of the response, or of its beginning, before {@code listener} gets it in pieces. */
    HttpCall(
            SimNetwork network,
            URI target,
            HttpRequest request,
            StreamListener listener,
            Consumer<HttpResponse> onResponse) {
        this.network = network;
        this.client = network.node();
        this.target = target;
        this.request = request;
        this.listener = listener;
        this.onResponse = onResponse;
    }

    /** Dials, and sends the request when the connection is up. */
    void send() {
        dial(() -> {
            if (listening.takesRequestsEarly() && request.body().length > SEGMENT_BYTES) {
                transmitHead();
                transmitBody(request.body(), true);
            } else {
                transmitWhole(request);
            }
        });
    }

    /**
     * Dials, and begins to send the request when the connection is up; its body follows with {@link #sendBody}. Where requests
     * are not taken early, all of it arrives together with the end of the body.
     */
    void sendHead() {
        dial(() -> {
            if (listening.takesRequestsEarly()) {
                transmitHead();
            }
        });
    }

    /** Sends more of the body on the connection, which is up. */
    void sendBody(byte[] part, boolean isLast) {
        if (begun != null) {
            transmitBody(part, isLast);
            return;
        }
        unsent.writeBytes(part);
        if (isLast) {
            transmitWhole(SimListener.withBody(request, unsent.toByteArray()));
        }
    }

    private void dial(Runnable onConnected) {
        network.dial(
                target,
                request,
                (connected, reached, event) -> {
                    end = connected;
                    listening = reached;
                    sent = event;
                    end.whenBroken(listener::onEnd);
                    onConnected.run();
                },
                listener::onEnd);
    }

    private void transmitWhole(HttpRequest whole) {
        end.transmit(sent, () -> listening.request(server(), sent, whole, this));
    }

    private void transmitHead() {
        end.transmit(sent, () -> begun = listening.begin(server(), sent, request, this));
    }

    private void transmitBody(byte[] part, boolean isLast) {
        end.transmit(sent, () -> begun.bodyArrived(sent, part, isLast));
    }

    /** The client leaves: its system closes the connection. */
    void leave() {
        end.close(client.world.cause(), "the client left");
    }

    @Override
    public void whole(long sent, HttpResponse response) {
        server().transmit(sent, () -> {
            long received = receivedHead(sent, response);
            end.finish("the exchange was over");
            client.handle(received, () -> {
                tell(response);
                listener.onEnd(null);
            });
        });
    }

    @Override
    public void head(long sent, HttpResponse head) {
        server().transmit(sent, () -> client.handle(receivedHead(sent, head), () -> tell(head)));
    }

    @Override
    public void chunk(byte[] chunk) {
        String text = new String(chunk, StandardCharsets.UTF_8);
        long sent = server().record(Kind.FRAME_SENT, "chunk", text, 0);
        server().transmit(sent, () -> {
            long received = end.record(sent, Kind.FRAME_RECEIVED, "chunk", text, 0);
            client.handle(received, () -> listener.onChunk(chunk));
        });
    }

    @Override
    public void end() {
        long sent = server().record(Kind.FRAME_SENT, "last chunk", null, 0);
        server().transmit(sent, () -> {
            long received = end.record(sent, Kind.FRAME_RECEIVED, "last chunk", null, 0);
            end.finish("the exchange was over");
            client.handle(received, () -> listener.onEnd(null));
        });
    }

    private Endpoint server() {
        return end.peer();
    }

    private long receivedHead(long sent, HttpResponse response) {
        String name = request.method() + ' ' + request.path();
        return end.record(sent, Kind.HTTP_RESPONSE_RECEIVED, name, response, response.status());
    }

    private void tell(HttpResponse arrived) {
        HttpResponse response =
                network.arrived(target, request, server().owner().name(), arrived);
        onResponse.accept(response);
        listener.onHead(new HttpResponse(response.status(), response.headers(), new byte[0]));
        if (response.body().length > 0) {
            listener.onChunk(response.body());
        }
    }

    /** Gathers a whole response and then tells of it, or of the failure. */
    static StreamListener gathering(Consumer<HttpResponse> onResponse, Consumer<String> onFailure) {
        return new StreamListener() {
            private final ByteArrayOutputStream body = new ByteArrayOutputStream();
            private HttpResponse head;

            @Override
            public void onHead(HttpResponse arrived) {
                head = arrived;
            }

            @Override
            public void onChunk(byte[] chunk) {
                body.writeBytes(chunk);
            }

            @Override
            public void onEnd(String failure) {
                if (failure == null) {
                    onResponse.accept(new HttpResponse(head.status(), head.headers(), body.toByteArray()));
                } else {
                    onFailure.accept(failure);
                }
            }
        };
    }
}
