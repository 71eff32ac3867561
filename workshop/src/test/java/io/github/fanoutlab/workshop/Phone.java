package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.json.JSONException;
import org.json.JSONObject;

/** A phone, or the wall: the official Java client, and what it has heard. */
final class Phone {

    private static final int SECONDS = 30;
    private static final OkHttpClient HTTP = manyPeople();

    private final Socket socket;
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    private Phone(String url, boolean comesBack, Map<String, String> auth, String... events) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(comesBack)
                .setTransports(new String[] {"websocket"})
                .setAuth(auth)
                .build();
        options.webSocketFactory = HTTP;
        options.callFactory = HTTP;
        socket = IO.socket(URI.create(url), options);
        for (String event : events) {
            socket.on(event, args -> heard.add(heard(event, args)));
        }
        socket.connect();
    }

    /** One that stays away when its connection ends. */
    static Phone once(String url, Map<String, String> auth, String... events) {
        return new Phone(url, false, auth, events);
    }

    /** One that comes back when its connection ends. */
    static Phone faithful(String url, Map<String, String> auth, String... events) {
        return new Phone(url, true, auth, events);
    }

    /** By itself, OkHttp lets five people at a time in. */
    private static OkHttpClient manyPeople() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(500);
        dispatcher.setMaxRequestsPerHost(500);
        return new OkHttpClient.Builder().dispatcher(dispatcher).build();
    }

    private static Object heard(String event, Object[] args) {
        try {
            return switch (event) {
                case "question" ->
                    new JSONObject().put("number", args[0]).put("text", args[1]).put("open", args[2]);
                case "taken" -> new JSONObject().put("taken", args[0]).put("answer", args[1]);
                default -> args.length == 0 ? event : args[0];
            };
        } catch (JSONException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void say(String event, Object... args) {
        socket.emit(event, args);
    }

    Object next() throws InterruptedException {
        Object next = heard.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("something heard within %d s", SECONDS).isNotNull();
        return next;
    }

    /** What is heard as soon as its field has this value. */
    JSONObject await(String field, Object value) throws InterruptedException {
        while (true) {
            if (next() instanceof JSONObject said && value.equals(said.opt(field))) {
                return said;
            }
        }
    }

    /** What the wall says to this prediction. */
    Object predict(Object... said) throws InterruptedException {
        say("predict", said);
        while (true) {
            if (next() instanceof JSONObject answer && answer.has("answer")) {
                return answer.opt("answer");
            }
        }
    }

    void close() {
        socket.close();
    }
}
