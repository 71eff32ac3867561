package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.StreamListener;
import io.github.fanoutlab.testbed.trace.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One HTTP request of a client, on a TCP connection of its own. */
final class HttpCall implements SimPort.ResponseSender {

    /** What TCP carries at a time over Ethernet; a longer body takes longer than the head, and can break off. */
    private static final int SEGMENT_BYTES = 1_460;

    private final SimNode client;
    private final HttpRequest request;
    private final StreamListener listener;
    private final Arrival arrival;
    private Endpoint end;
    private SimExchange begun;

    HttpCall(SimNode client, HttpRequest request, StreamListener listener, Arrival arrival) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        this.arrival = arrival;
    }

    /** What the client's user agent does with an answer before anybody else gets it. */
    interface Arrival {

        /** Returns what is handed on of a response of {@code server}. */
        HttpResponse of(String server, HttpResponse response);
    }

    /** Sends the request, recorded as {@code sent}, on the connection that came up at {@code dialed}. */
    void send(Endpoint dialed, SimPort port, long sent) {
        end = dialed;
        end.whenBroken(listener::onEnd);
        if (port.takesRequestsEarly() && request.body().length > SEGMENT_BYTES) {
            end.transmit(sent, () -> begun = port.begin(server(), sent, request, this));
            end.transmit(sent, () -> begun.bodyArrived(sent, request.body()));
        } else {
            end.transmit(sent, () -> port.request(server(), sent, request, this));
        }
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

    private void tell(HttpResponse sent) {
        HttpResponse response = arrival.of(server().owner().name(), sent);
        listener.onHead(new HttpResponse(response.status(), response.headers(), new byte[0]));
        if (response.body().length > 0) {
            listener.onChunk(response.body());
        }
    }

    /** Gathers a whole response, and then tells of it, or of the failure. */
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
