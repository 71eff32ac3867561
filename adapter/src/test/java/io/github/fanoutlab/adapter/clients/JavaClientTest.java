package io.github.fanoutlab.adapter.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.AckWithTimeout;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
        "The official Java client, io.socket:socket.io-client: over WebSocket, over polling, and from one to the other")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"websocket", "polling", "polling,websocket"})
class JavaClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static ScenarioServer server;
    private static int clients;

    @Parameter
    private String transports;

    private final String name = "java " + ++clients;
    private final BlockingQueue<List<Object>> told = new LinkedBlockingQueue<>();
    private final List<Socket> opened = new ArrayList<>();

    @BeforeAll
    static void listen() {
        server = new ScenarioServer();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @AfterEach
    void closeClients() {
        opened.forEach(Socket::close);
    }

    @Test
    void says_who_it_is_and_is_greeted() throws Exception {
        Socket client = client("/", Map.of("token", "s€cret"));
        tell(client, "hello");
        client.connect();

        assertThat(next()).containsExactly("hello", "s€cret");
    }

    @Test
    void is_refused_by_middleware() throws Exception {
        Socket refused = client("/", Map.of("refuse", "with data"));
        tell(refused, Socket.EVENT_CONNECT_ERROR);
        refused.connect();

        assertThat(next()).last().hasToString("{\"data\":{\"code\":7},\"message\":\"not you\"}");
    }

    @Test
    void is_told_that_a_namespace_does_not_exist() throws Exception {
        Socket lost = client("/nope", Map.of());
        tell(lost, Socket.EVENT_CONNECT_ERROR);
        lost.connect();

        assertThat(next()).last().hasToString("{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void sends_and_gets_json_of_every_kind() throws Exception {
        Socket client = connected();
        Object[] args = {
            1,
            -0.5,
            "ü€😀\u2028\n\"",
            true,
            JSONObject.NULL,
            new JSONArray("[[1,[2]]]"),
            new JSONObject("{\"a\":[null,{}]}")
        };

        List<Object> answer = ask(client, "echo", args);

        assertThat(answer)
                .map(String::valueOf)
                .isEqualTo(Stream.of(args).map(String::valueOf).toList());
    }

    @Test
    void emits_before_it_is_connected() throws Exception {
        Socket client = client("/", Map.of());
        tell(client, "echo");
        client.connect();
        client.emit("echo", "early");

        assertThat(next()).containsExactly("echo", "early");
    }

    @Test
    void gets_acks_and_gives_them() throws Exception {
        Socket client = connected();
        assertThat(ask(client, "echo", "a", 1)).containsExactly("a", 1);
        client.on("question", args -> ((Ack) args[1]).call("answer", (int) args[0] + 1));
        tell(client, "you said");
        client.emit("ask me", 41);

        assertThat(next()).containsExactly("you said", "answer", 42);
    }

    @Test
    void acks_time_out_on_either_side() throws Exception {
        Socket client = connected();
        tell(client, "you said");
        client.emit("ask me, but not for long");
        assertThat(next()).containsExactly("you said", "nothing");

        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        client.emit("an event that nobody answers", new AckWithTimeout(20) {
            @Override
            public void onSuccess(Object... args) {
                ends.add("answered");
            }

            @Override
            public void onTimeout() {
                ends.add("timed out");
            }
        });
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("timed out");
    }

    @Test
    void sends_and_gets_bytes_wherever_they_are() throws Exception {
        Socket client = connected();
        JSONObject deep = new JSONObject()
                .put("a", new JSONArray().put(new byte[] {1, 2, 3}))
                .put("text", "ü");

        List<Object> answer = ask(client, "echo", deep, new byte[0], new byte[5_000]);

        JSONObject back = (JSONObject) answer.get(0);
        assertThat(back.getJSONArray("a").get(0)).isEqualTo(new byte[] {1, 2, 3});
        assertThat(back.getString("text")).isEqualTo("ü");
        assertThat(answer.get(1)).isEqualTo(new byte[0]);
        assertThat(answer.get(2)).isEqualTo(new byte[5_000]);
    }

    @Test
    void gives_acks_with_bytes() throws Exception {
        Socket client = connected();
        client.on("question", args -> ((Ack) args[1]).call(new byte[] {((byte[]) args[0])[0], 9}));
        tell(client, "you said");
        client.emit("ask me", new Object[] {new byte[] {8}});

        assertThat(next()).last().isEqualTo(new byte[] {8, 9});
    }

    @Test
    void sends_and_gets_hundreds_of_events_in_order_while_it_changes_its_transport() throws Exception {
        Socket client = client("/", Map.of());
        tell(client, "echo");
        IntStream.range(0, 100).forEach(i -> client.emit("echo", i));
        client.connect();
        assertThat(numbers(100)).isEqualTo(range(0, 100));
        IntStream.range(100, 200).forEach(i -> client.emit("echo", i));
        assertThat(numbers(100)).isEqualTo(range(100, 200));
        for (int i = 200; i < 300; i++) {
            client.emit("echo", i);
            server.io().emit("echo", i + 1_000);
        }
        List<Integer> both = numbers(200);
        assertThat(both).filteredOn(number -> number < 1_000).isEqualTo(range(200, 300));
        assertThat(both).filteredOn(number -> number >= 1_000).isEqualTo(range(1_200, 1_300));
    }

    @Test
    void sends_and_gets_300_000_characters() throws Exception {
        String text = "ü€😀x".repeat(60_000);
        assertThat(ask(connected(), "echo", text)).containsExactly(text);
    }

    @Test
    void is_in_two_namespaces_over_one_connection() throws Exception {
        Socket main = connected();
        Manager.Options options = new Manager.Options();
        options.auth = Map.of("token", "for chat");
        Socket chat = main.io().socket("/chat", options);
        opened.add(chat);
        tell(chat, "hello");
        chat.connect();

        assertThat(next()).containsExactly("hello", "for chat");
        assertThat(ask(chat, "where am I")).containsExactly("/chat");
        assertThat(ask(main, "where am I")).containsExactly("/");
        assertThat(chat.id()).isNotEqualTo(main.id());
    }

    @Test
    void joins_rooms_and_gets_their_broadcasts_alone() throws Exception {
        Socket one = connected();
        Socket two = connected();
        String room = name + " a";
        tell(one, "told");
        ask(one, "join", room);
        ask(two, "join", room);
        ask(two, "tell the others in", room, 1);
        ask(one, "tell the others in", room, 2);
        ask(one, "leave", room);
        ask(two, "tell", room, 3);
        ask(one, "join", room);
        ask(two, "tell", room, 4);

        assertThat(next()).containsExactly("told", 1);
        assertThat(next()).containsExactly("told", 4);
    }

    @Test
    void creates_a_namespace_whose_name_matches_a_pattern() throws Exception {
        Socket client = client("/room-7", Map.of());
        client.connect();

        assertThat(ask(client, "where am I")).containsExactly("/room-7");
    }

    @Test
    void acks_a_broadcast_to_a_room() throws Exception {
        Socket one = connected();
        Socket two = connected();
        for (Socket client : List.of(one, two)) {
            client.on("question", args -> ((Ack) args[1]).call((int) args[0] + 1));
            ask(client, "join", name);
        }
        tell(one, "all said");
        one.emit("ask all in", name, 5);

        assertThat(next()).last().hasToString("[6,6]");
    }

    @Test
    void gets_a_volatile_event_when_it_keeps_up() throws Exception {
        Socket client = connected();
        tell(client, "fleeting");
        List<Object> heard = null;
        for (long end = System.nanoTime() + PATIENCE.toNanos(); heard == null && System.nanoTime() < end; ) {
            ask(client, "say something fleeting");
            heard = told.poll(50, TimeUnit.MILLISECONDS);
        }
        assertThat(heard).containsExactly("fleeting");
    }

    @Test
    void leaves() throws Exception {
        Socket witness = connected();
        Socket client = connected(Map.of("name", name + " x"));
        client.disconnect();

        assertThat(ask(witness, "why did it leave", name + " x")).containsExactly("client namespace disconnect");
    }

    @Test
    void is_disconnected_from_its_namespace_or_altogether_by_the_server() throws Exception {
        Socket witness = connected();
        for (boolean close : List.of(false, true)) {
            Socket client = connected(Map.of("name", name + close));
            tell(client, Socket.EVENT_DISCONNECT);
            client.emit("send me out", close);

            assertThat(next()).containsExactly("disconnect", "io server disconnect");
            assertThat(ask(witness, "why did it leave", name + close)).containsExactly("server namespace disconnect");
        }
    }

    /** Between two polls there is no connection to break, and the client does not notice: hence the repetitions. */
    @Test
    void loses_its_connection_and_comes_back_by_itself() throws Exception {
        Socket client = connected();
        String before = client.id();
        tell(client, Socket.EVENT_CONNECT);
        List<Object> back = null;
        for (long end = System.nanoTime() + PATIENCE.toNanos(); back == null && System.nanoTime() < end; ) {
            server.breakConnections();
            back = told.poll(1, TimeUnit.SECONDS);
        }
        assertThat(back).containsExactly("connect");
        assertThat(client.id()).isNotEqualTo(before);

        tell(client, "echo");
        List<Object> heard = null;
        for (long end = System.nanoTime() + PATIENCE.toNanos(); heard == null && System.nanoTime() < end; ) {
            client.emit("echo", "again");
            heard = told.poll(1, TimeUnit.SECONDS);
            heard = heard != null && heard.get(0).equals("echo") ? heard : null;
        }
        assertThat(heard).containsExactly("echo", "again");
    }

    private Socket connected() throws InterruptedException {
        return connected(Map.of("name", name));
    }

    private Socket connected(Map<String, String> auth) throws InterruptedException {
        Socket client = client("/", auth);
        BlockingQueue<Object> open = new LinkedBlockingQueue<>();
        client.once(Socket.EVENT_CONNECT, args -> open.add("connected"));
        client.connect();
        assertThat(open.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isNotNull();
        return client;
    }

    private Socket client(String namespace, Map<String, String> auth) {
        IO.Options options = IO.Options.builder()
                .setTransports(transports.split(","))
                .setForceNew(true)
                .setReconnectionDelay(50)
                .setReconnectionDelayMax(200)
                .setAuth(auth)
                .build();
        Socket client = IO.socket(URI.create(server.url() + namespace), options);
        opened.add(client);
        return client;
    }

    /** Lets {@link #next()} return each {@code event} of {@code client}, its name first. */
    private void tell(Socket client, String event) {
        client.on(event, args -> {
            List<Object> all = new ArrayList<>(List.of(event));
            all.addAll(Arrays.asList(args));
            told.add(all);
        });
    }

    private List<Object> next() throws InterruptedException {
        List<Object> next = told.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).as("what the client hears next").isNotNull();
        return next;
    }

    private static List<Object> ask(Socket client, String event, Object... args) throws InterruptedException {
        BlockingQueue<List<Object>> answers = new LinkedBlockingQueue<>();
        client.emit(event, args, (Ack) answer -> answers.add(Arrays.asList(answer)));
        List<Object> answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(answer).as("the answer to " + event).isNotNull();
        return answer;
    }

    private List<Integer> numbers(int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add((Integer) next().get(1));
        }
        return numbers;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
