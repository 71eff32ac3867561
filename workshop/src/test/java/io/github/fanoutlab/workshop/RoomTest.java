package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The room")
class RoomTest {

    private static final int SECONDS = 20;
    private static final OkHttpClient HTTP = manyPeople();

    private WorkshopServer server;
    private final List<Person> people = new ArrayList<>();

    /** A phone, or the wall: the official Java client, and what it has heard. */
    private final class Person {
        final Socket socket;
        final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

        Person(String namespace, Map<String, String> auth, String... events) {
            IO.Options options = IO.Options.builder()
                    .setForceNew(true)
                    .setReconnection(false)
                    .setTransports(new String[] {"websocket"})
                    .setAuth(auth)
                    .build();
            options.webSocketFactory = HTTP;
            options.callFactory = HTTP;
            socket = IO.socket(URI.create("http://127.0.0.1:" + server.port() + namespace), options);
            for (String event : events) {
                socket.on(event, args -> heard.add(args.length == 0 ? event : args[0]));
            }
            socket.connect();
            people.add(this);
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

        Object predict(Object... said) throws Exception {
            CompletableFuture<Object> answer = new CompletableFuture<>();
            socket.emit("predict", said, (Ack) args -> answer.complete(args[0]));
            return answer.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    /** By itself, OkHttp lets five people at a time in. */
    private static OkHttpClient manyPeople() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(500);
        dispatcher.setMaxRequestsPerHost(500);
        return new OkHttpClient.Builder().dispatcher(dispatcher).build();
    }

    private Person participant() {
        return new Person("/join", Map.of(), "question", "disconnect", "connect_error");
    }

    private Person presenter(String token) {
        return new Person("/presenter", Map.of("token", token), "counted", "revealed", "connect_error");
    }

    @BeforeEach
    void open() {
        server = WorkshopServer.start("0.0.0.0", 0);
    }

    @AfterEach
    void close() {
        people.forEach(person -> person.socket.close());
        server.close();
    }

    @Test
    @DisplayName("hears the question, counts who has predicted, and shows what they predict when it is revealed")
    void predicts() throws Exception {
        Person wall = presenter(server.token());
        Person first = participant();
        wall.await("people", 1);
        wall.socket.emit("ask", "How many?");
        int number = first.await("text", "How many?").getInt("number");
        Person late = participant();
        late.await("text", "How many?");

        assertThat(first.predict(number, 4)).isEqualTo(true);
        assertThat(late.predict(number, 16)).isEqualTo(true);
        assertThat(late.predict(number, 4)).as("somebody changes their mind").isEqualTo(true);
        assertThat(wall.await("predicted", 2).getInt("people")).isEqualTo(2);
        wall.socket.emit("reveal");
        assertThat(wall.await("4", 2).length()).isEqualTo(1);
    }

    @Test
    @DisplayName("forgets predictions with the next question, and takes none for the last one")
    void nextQuestion() throws Exception {
        Person wall = presenter(server.token());
        wall.await("people", 0);
        wall.socket.emit("ask", "One?");
        Person somebody = participant();
        int number = somebody.await("text", "One?").getInt("number");
        somebody.predict(number, 1);
        wall.socket.emit("ask", "Two?");
        somebody.await("text", "Two?");
        assertThat(somebody.predict(number, 1)).isEqualTo("this question is over");
        wall.await("predicted", 0);
    }

    @Test
    @DisplayName("says what is wrong with a prediction that is none, and shows nothing but numbers")
    void onlyNumbers() throws Exception {
        Person wall = presenter(server.token());
        wall.await("people", 0);
        wall.socket.emit("ask", "How many?");
        Person hostile = participant();
        int number = hostile.await("text", "How many?").getInt("number");
        assertThat(hostile.predict(number, "<b>4</b>"))
                .isEqualTo("expected the number of the question and a whole number");
        assertThat(hostile.predict(number, -1)).isEqualTo("expected 0 to 100000");
        assertThat(hostile.predict(number, 1_000_000)).isEqualTo("expected 0 to 100000");
        assertThat(hostile.predict()).isEqualTo("expected the number of the question and a whole number");
        wall.socket.emit("reveal");
        while (!(wall.next() instanceof JSONObject said && said.length() == 0)) {} // counts come before it
    }

    @Test
    @DisplayName("ends a participant who floods it, or sends what no participant sends, and nobody else")
    void flood() throws Exception {
        Person wall = presenter(server.token());
        Person quiet = participant();
        wall.await("people", 1);
        wall.socket.emit("ask", "How many?");
        int number = quiet.await("text", "How many?").getInt("number");
        Person flooding = participant();
        flooding.await("text", "How many?");
        for (int i = 0; i < 100; i++) {
            flooding.socket.emit("predict", number, i);
        }
        assertThat(flooding.next()).as("why it is disconnected").isEqualTo("io server disconnect");
        Person shouting = participant();
        shouting.await("text", "How many?");
        shouting.socket.emit("predict", "x".repeat(100_000));
        wall.await("people", 1);
        assertThat(quiet.predict(number, 7)).isEqualTo(true);
    }

    @Test
    @DisplayName("takes nobody for the presenter who does not have the token, and plays runs for nobody else")
    void forged() throws Exception {
        assertThat(presenter("forged").next()).asString().contains("not the presenter's token");
        assertThat(status("/run?string=mirror")).isEqualTo(403);
        assertThat(status("/run?string=mirror&presenter=forged")).isEqualTo(403);
        assertThat(status("/run?string=mirror&presenter=" + server.token())).isEqualTo(200);
        assertThat(status("/join")).isEqualTo(200);
    }

    private int status(String target) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    @DisplayName("has place for two hundred people")
    void twoHundred() throws Exception {
        Person wall = presenter(server.token());
        List<Person> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(participant());
        }
        wall.await("people", 200);
        wall.socket.emit("ask", "How many?");
        for (Person person : all) {
            int number = person.await("text", "How many?").getInt("number");
            person.socket.emit("predict", number, 4);
        }
        wall.await("predicted", 200);
        wall.socket.emit("reveal");
        wall.await("4", 200);
    }
}
