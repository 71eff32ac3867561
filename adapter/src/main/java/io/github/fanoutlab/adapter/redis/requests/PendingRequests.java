package io.github.fanoutlab.adapter.redis.requests;

import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.platform.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Requests of one node that wait for responses. On the loop only.
 *
 * <pre>
 *          Redis tells how many servers there are: published        the last expected response
 *   OPEN ----------------------------------------------------&gt; SENT -----------------------------&gt; ENDED (null, responses)
 *     |                                                          |
 *     +---- Redis does not tell, the timeout, close() -----------+------------------------------&gt; ENDED (error, responses so far)
 * </pre>
 *
 * <p>A request whose responses are not counted here, such as a broadcast with acks, is a {@link #stream stream} instead.
 *
 * @param <R> a response
 */
public final class PendingRequests<R> {

    private static final int UNKNOWN = -1;

    private final EventLoop loop;
    private final Consumer<Callback<Integer>> serverCount;
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final Map<String, Consumer<R>> streams = new LinkedHashMap<>();

    /** {@code serverCount} asks Redis how many servers there are, this one included. */
    public PendingRequests(EventLoop loop, Consumer<Callback<Integer>> serverCount) {
        this.loop = loop;
        this.serverCount = serverCount;
    }

    /** The message of a timeout. */
    @FunctionalInterface
    public interface TimeoutMessage {

        /** By the number of responses that came and of those that were expected. */
        String of(int received, int expected);
    }

    /** Node's message for server-side emits, and for all requests of its newer adapters. */
    public static String onlySome(int received, int expected) {
        return "timeout reached: only " + received + " responses received out of " + expected;
    }

    /** Opens a request, which responses will name by {@code id}. {@code onEnd} is called once. */
    public Request open(String id, long timeoutMillis, TimeoutMessage message, Callback<List<R>> onEnd) {
        Request request = new Request(id, timeoutMillis, message, onEnd);
        requests.put(id, request);
        return request;
    }

    /** The request {@code id}; null when it is unknown or has ended. */
    public Request get(String id) {
        return requests.get(id);
    }

    /** Hands every response to {@code id} to {@code onResponse} until the timeout, if there is one. */
    public void stream(String id, OptionalLong timeoutMillis, Consumer<R> onResponse) {
        streams.put(id, onResponse);
        timeoutMillis.ifPresent(millis -> loop.schedule(millis, () -> streams.remove(id)));
    }

    /** Hands {@code response} to the stream {@code id}; returns false when there is none. */
    public boolean receiveStreamed(String id, R response) {
        Consumer<R> onResponse = streams.get(id);
        if (onResponse == null) {
            return false;
        }
        onResponse.accept(response);
        return true;
    }

    /** Ends all requests with an error, and all streams. */
    public void close() {
        streams.clear();
        List.copyOf(requests.values()).forEach(request -> request.end(NoAnswerException.serverClosed()));
    }

    /** One of them. */
    public final class Request {

        private final String id;
        private final TimeoutMessage message;
        private final Callback<List<R>> onEnd;
        private final EventLoop.Timer timeout;
        private final List<R> responses = new ArrayList<>();
        private int expected = UNKNOWN;

        private Request(String id, long timeoutMillis, TimeoutMessage message, Callback<List<R>> onEnd) {
            this.id = id;
            this.message = message;
            this.onEnd = onEnd;
            this.timeout = loop.schedule(timeoutMillis, this::timedOut);
        }

        /**
         * Publishes the request once it is known how many servers there are.
         *
         * @param expected how many responses come from that many servers
         */
        public void sendToAll(IntUnaryOperator expected, Runnable publish) {
            serverCount.accept((error, servers) -> {
                if (error == null) {
                    send(expected.applyAsInt(servers), publish);
                } else {
                    end(error);
                }
            });
        }

        /** Publishes the request, which one server responds to. */
        public void sendToOne(Runnable publish) {
            send(1, publish);
        }

        /** Publishes nothing when nobody is to respond, or when the timeout came first. */
        private void send(int responsesInAll, Runnable publish) {
            expected = responsesInAll;
            if (expected <= 0) {
                end(null);
            }
            if (requests.containsKey(id)) {
                publish.run();
            }
        }

        /** How many responses are expected in all. */
        public int expected() {
            return expected;
        }

        /** How many responses have come. */
        public int received() {
            return responses.size();
        }

        /** A response has come. */
        public void receive(R response) {
            responses.add(response);
            if (responses.size() == expected) {
                end(null);
            }
        }

        private void timedOut() {
            end(new NoAnswerException(
                    expected == UNKNOWN
                            ? "timeout reached: Redis did not say how many servers there are; nothing was sent"
                            : message.of(responses.size(), expected)));
        }

        private void end(NoAnswerException error) {
            if (requests.remove(id) != null) {
                timeout.cancel();
                onEnd.done(error, responses);
            }
        }
    }
}
