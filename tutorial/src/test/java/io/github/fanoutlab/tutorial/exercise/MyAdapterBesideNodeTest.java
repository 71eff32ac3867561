package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.tutorial.book.Book;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two servers of Node, called 0 and 1, and one with the MyAdapter of chapter 11, with a client of Node each: 0, 1 and 2. */
@DisplayName("MyAdapter in one cluster with @socket.io/redis-adapter 8.3")
class MyAdapterBesideNodeTest {

    private static final String SOLUTION = "tutorial/src/test/resources/workbook/solutions/ch11/MyAdapter.java";
    private static final List<AutoCloseable> OPENED = new ArrayList<>();
    private static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();
    private static SocketIoServer mine;
    private static NodePeer node;
    private static NodePeer clients;

    @BeforeAll
    static void start() throws Exception {
        NodePeer.requirePackages("v4");
        EmbeddedRedis redis = opened(EmbeddedRedis.start());
        node = opened(NodePeer.start("v4", "servers.js", redis.url(), "2"));
        Function<String, AdapterFactory> adapters =
                OwnAdapter.compiled(Files.readString(Book.repository().resolve(SOLUTION)));
        mine = SocketIoServer.create().adapter(adapters.apply(redis.url()));
        OPENED.add(0, mine::close);
        Consumer<Socket> joins = socket -> socket.join("all", "r2", "even");
        mine.on("connection", joins);
        mine.of("/chat").on("connection", joins);
        mine.onServerSide("hello", event -> {
            TOLD.add(JsonText.stringify(Payloads.toTree(event.args())));
            event.ack("mine");
        });
        int port = mine.listen(ListenOptions.loopback(0)).port();
        String[] ports = node.await("listening ").split(" ");
        clients = opened(NodePeer.start("v4", "clients.js", url(ports[1]), url(ports[2]), url(port)));
        clients.await("connected");
        for (int server = 0; server < 2; server++) {
            node.ask("(async () => { for (const nsp of ['/', '/chat'])" + " while (await io[" + server
                    + "].of(nsp).adapter.serverCount() < 3); return true; })()");
        }
        while (!ask(mine::serverCount).equals("3")) {}
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPENED) {
            each.close();
        }
    }

    private static <T extends AutoCloseable> T opened(T resource) {
        OPENED.add(0, resource);
        return resource;
    }

    private static String url(Object port) {
        return "http://127.0.0.1:" + port;
    }

    /** The result of a callback of our server, as JSON; or the error. */
    private static <T> String ask(Consumer<Callback<T>> question) throws InterruptedException {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        question.accept((error, result) ->
                answers.add(error != null ? error.getMessage() : JsonText.stringify(Payloads.toTree(result))));
        return answers.poll(30, TimeUnit.SECONDS);
    }

    /** What each client has heard since, as JSON, when all has come. */
    private static List<String> heard(boolean fromNode) {
        if (fromNode) {
            node.ask("io[0].emit('fence')");
        } else {
            mine.emit("fence");
        }
        List<String> heard = new ArrayList<>();
        Payloads.parse(clients.ask("beforeFence()")).forEach(each -> heard.add(JsonText.stringify(each)));
        return heard;
    }

    /** How many clients Node finds in {@code room}. A server's own request has come back to it before it gets responses to a later one. */
    private static String inRoom(String room) throws InterruptedException {
        count("all");
        return node.ask(
                "io[0].fetchSockets().then(() => io[0].in('" + room + "').fetchSockets()).then((all) => all.length)");
    }

    /** How many clients our server finds in {@code room}. */
    private static String count(String room) throws InterruptedException {
        return ask(callback ->
                mine.in(room).fetchSockets((error, found) -> callback.done(error, found == null ? -1 : found.size())));
    }

    @Test
    @DisplayName("broadcasts: an emit of either reaches every client once; rooms, exceptions and namespaces hold")
    void broadcasts() {
        node.ask("io[0].emit('x', 1, Buffer.from([1, 2]))");
        node.ask("io[0].to('r2').emit('room', 1)");
        node.ask("io[0].except('even').emit('odd only', 1)");
        node.ask("io[0].of('/chat').emit('y', 1)");
        String all = "[\"x\",1,{\"type\":\"Buffer\",\"data\":[1,2]}]";
        assertThat(heard(true))
                .containsExactly(
                        "[" + all + ",[\"/chat y\",1]]",
                        "[" + all + ",[\"odd only\",1],[\"/chat y\",1]]",
                        "[" + all + ",[\"room\",1],[\"/chat y\",1]]");

        mine.emit("x", 2);
        mine.to("r1").emit("room", 2);
        mine.except("even").emit("odd only", 2);
        mine.of("/chat").emit("y", 2);
        assertThat(heard(false))
                .containsExactly(
                        "[[\"x\",2],[\"/chat y\",2]]",
                        "[[\"x\",2],[\"room\",2],[\"odd only\",2],[\"/chat y\",2]]",
                        "[[\"x\",2],[\"/chat y\",2]]");
    }

    @Test
    @DisplayName("requests 2 and 3: either moves the clients of all; request 5: either counts them")
    void joinsAndCounts() throws InterruptedException {
        node.ask("io[0].socketsJoin('by node')");
        assertThat(inRoom("by node")).isEqualTo("3");
        mine.socketsJoin("by mine");
        count("all");
        assertThat(count("by mine")).isEqualTo("3");
        assertThat(inRoom("by mine")).isEqualTo("3");

        mine.in("r0").socketsLeave("by node");
        node.ask("io[1].in('r2').socketsLeave('by mine')");
        assertThat(inRoom("by node")).isEqualTo("2");
        assertThat(inRoom("by mine")).isEqualTo("2");
    }

    @Test
    @DisplayName("request 1: either knows the rooms of all")
    void rooms() throws InterruptedException {
        String rooms = node.ask("io[0].of('/').adapter.allRooms().then((all) => [...all])");
        assertThat(rooms).contains("\"r0\"", "\"r1\"", "\"r2\"");
        assertThat(ask(mine::allRooms)).contains("\"r0\"", "\"r1\"", "\"r2\"");
    }

    @Test
    @DisplayName("request 6: events between servers, with and without an answer")
    void serverSide() throws InterruptedException {
        node.ask("io[0].serverSideEmit('hello', 1)");
        assertThat(TOLD.poll(30, TimeUnit.SECONDS)).isEqualTo("[1]");
        String answers = node.ask("io[0].serverSideEmitWithAck('hello', 2)");
        assertThat(answers).contains("\"mine\"", "{\"hello\":\"node 2\"}");
        assertThat(TOLD.poll(30, TimeUnit.SECONDS)).isEqualTo("[2]");

        mine.serverSideEmit("hello", 3);
        heard(false);
        assertThat(node.ask("io.map((server) => server.told.splice(0).at(-1))")).isEqualTo("[[3],[3]]");
        String ofNode = MyAdapterBesideNodeTest.<List<JsonNode>>ask(
                callback -> mine.serverSideEmit("hello", 4, (BroadcastAck) callback::done));
        assertThat(ofNode).contains("{\"hello\":\"node 1\"}", "{\"hello\":\"node 2\"}");
    }

    @Test
    @DisplayName("request 7: the clients of all answer to either")
    void acks() throws InterruptedException {
        JsonNode answers = Payloads.parse(node.ask("io[0].timeout(20000).emitWithAck('question', 7)"));
        assertThat(answers).hasSize(3);
        heard(true);
        String toMine = MyAdapterBesideNodeTest.<List<JsonNode>>ask(
                callback -> mine.timeout(20_000).emit("question", 8, (BroadcastAck) callback::done));
        assertThat(toMine).isEqualTo("[8,8,8]");
        heard(false);
    }

    @Test
    @DisplayName("request 4: either sends the clients of all away")
    void disconnects() {
        node.ask("io[0].in('r2').disconnectSockets()");
        assertThat(clients.ask("clients[2].back(false)")).contains("disconnect", "io server disconnect");
        mine.in("r0").disconnectSockets();
        assertThat(clients.ask("clients[0].back(false)")).contains("disconnect", "io server disconnect");
    }
}
