package io.github.fanoutlab.workshop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.html.RunJson;
import io.github.fanoutlab.tutorial.book.Book;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the page, and plays the runs that it asks for.
 *
 * <pre>
 * GET /                  the page, and the files beside it
 * GET /scenarios …       what the page knows besides runs: {@link Knowledge}
 * GET /join              the page of a participant; /socket.io/ is its {@link Room}
 * GET /room              where participants join, as an address and as a QR code
 * GET /run?string=…      a run, played now: {@link RunJson}; 400 and why, if the string is none
 * GET /mine              when the reader's own adapter was last saved
 * GET /find?string=…     a step of a search for an order: {@link OrderSearch}
 * </pre>
 *
 * <p>Of runs, nothing is remembered between two requests. Runs are played on threads of their own; what does not end, as a reader's adapter
 * may not, is answered for.
 */
final class WorkshopServer implements ClientHandler, AutoCloseable {

    private static final String JSON = "application/json; charset=utf-8";

    /** Longer ones are refused: a person does not write them, and a run with so many faults teaches nobody. */
    private static final int MAX_STRING_CHARS = 2_000;

    private static final int PLAYERS = 2;
    private static final int MAX_SECONDS = 10;
    private static final HttpResponse STUCK = HttpResponse.of(
            500,
            JSON,
            RunJson.refused("this run has not ended after " + MAX_SECONDS
                            + " seconds. Is there an endless loop in MyAdapter? If you have fixed it and still see"
                            + " this, start the workshop again.")
                    .toString());

    private final Map<String, String> knowledge = Knowledge.of(Book.repository());
    private final RealNode node = RealNode.create("workshop");
    private final ExecutorService players = Executors.newFixedThreadPool(PLAYERS, task -> {
        Thread thread = new Thread(task, "plays runs");
        thread.setDaemon(true);
        return thread;
    });
    private final String token = HexFormat.of().formatHex(node.ids().nextBytes(8));
    private final String host;
    private final SocketIoServer io = RoomWorker.server(node);
    private final Network.Listening listening;
    private final Balancer balancer;
    private final RoomWorkers workers;

    private WorkshopServer(ListenOptions options, RoomOptions roomOptions) {
        this.host = options.host();
        listening = node.loop().call(() -> node.network().listen(options, this));
        Room room = node.loop().call(() -> Room.open(node.loop(), io, this::isPresenter));
        if (roomOptions == null) {
            balancer = null;
            workers = null;
            node.loop().run(() -> Participants.welcome(node.loop(), io, "", room));
        } else {
            balancer = Balancer.listen(host, roomOptions.port());
            String key = "fanout-room-" + HexFormat.of().formatHex(node.ids().nextBytes(4));
            io.adapter(RedisAdapter.at(roomOptions.redisUrl()).key(key));
            workers = node.loop().call(() -> new RoomWorkers(node.loop(), room, balancer, roomOptions.redisUrl(), key));
            node.loop().run(() -> {
                room.joinAtWorkers(joinUrl(), workers::kill);
                for (int id = 1; id <= roomOptions.workers(); id++) {
                    workers.fork(String.valueOf(id));
                }
            });
        }
        players.execute(
                () -> answered("heartbeat;kill:W2@3s", RunJson::of)); // so that nobody waits for classes to load
    }

    /**
     * A room over Redis.
     *
     * @param workers how many processes
     * @param port where phones join; 0 for any free one
     */
    record RoomOptions(String redisUrl, int workers, int port) {}

    /** Listens on this machine alone; whoever uses it is the presenter. */
    static WorkshopServer start(int port) {
        return start("127.0.0.1", port);
    }

    /** Listens on {@code host}, for the phones of a room; only who has the {@link #token} is the presenter. */
    static WorkshopServer start(String host, int port) {
        return start(host, port, null);
    }

    /** The same with a room whose phones are connected with several processes; with one on this server, if {@code room} is null. */
    static WorkshopServer start(String host, int port, RoomOptions room) {
        return new WorkshopServer(new ListenOptions(host, port, false, RoomWorker.MAX_BYTES), room);
    }

    /** What the presenter's address carries; empty if there is nobody to be kept out. */
    String token() {
        return isForRoom() ? token : "";
    }

    private boolean isForRoom() {
        return !(host.startsWith("127.") || host.equals("localhost"));
    }

    private boolean isPresenter(String claimed) {
        return !isForRoom() || MessageDigest.isEqual(token.getBytes(UTF_8), claimed.getBytes(UTF_8));
    }

    /** The address of the page, followed by {@code page}: {@code "join"}, or a query and a fragment. */
    String url(String page) {
        return "http://" + reachedAt() + ":" + port() + "/" + page;
    }

    /** Where phones join. */
    String joinUrl() {
        return balancer == null ? url("join") : "http://" + reachedAt() + ":" + balancer.port() + "/";
    }

    private String reachedAt() {
        return host.equals("0.0.0.0") ? ownAddress() : host;
    }

    /** An address under which others on the network reach this machine. */
    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address.isSiteLocalAddress() && address.getAddress().length == 4)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException none) {
            return "127.0.0.1";
        }
    }

    int port() {
        return listening.port();
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        String path = exchange.request().path();
        if (path.startsWith("/socket.io/")) {
            io.handler().onRequest(exchange);
            return;
        }
        switch (path) {
            case "/room" -> exchange.respond(HttpResponse.of(200, JSON, room().toString()));
            case "/run" -> play(exchange, RunJson::of);
            case "/mine" -> play(exchange, any -> saved());
            case "/find" ->
                play(exchange, string -> find(string, exchange.request().query()));
            default -> exchange.respond(file(path));
        }
    }

    private HttpResponse file(String path) {
        String known = knowledge.get(path.substring(1));
        return known == null ? PageFiles.answer(path) : HttpResponse.of(200, JSON, known);
    }

    private static ObjectNode saved() {
        return JsonMapper.shared().createObjectNode().put("millis", OwnAdapter.lastSavedMillis());
    }

    private static ObjectNode find(String string, Map<String, String> query) {
        String from = query.getOrDefault("from", "0");
        if (!from.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException("from=" + from + " is not a number of runs");
        }
        return OrderSearch.step(string, query.getOrDefault("wish", ""), Integer.parseInt(from));
    }

    /** Lets a player answer for the run string that is asked for. */
    private void play(HttpExchange exchange, Function<String, ObjectNode> answering) {
        if (!isPresenter(exchange.request().query().getOrDefault("presenter", ""))) {
            exchange.respond(HttpResponse.of(
                    403,
                    JSON,
                    RunJson.refused("only the presenter plays runs here; others join at /join")
                            .toString()));
            return;
        }
        String string = exchange.request().query().getOrDefault("string", "");
        if (string.length() > MAX_STRING_CHARS) {
            exchange.respond(refused("a run string of " + string.length() + " characters is too long; at most "
                    + MAX_STRING_CHARS + " are allowed"));
            return;
        }
        CompletableFuture.supplyAsync(() -> answered(string, answering), players)
                .completeOnTimeout(STUCK, MAX_SECONDS, TimeUnit.SECONDS)
                .thenAccept(answer -> node.loop().execute(() -> exchange.respond(answer)));
    }

    /** What {@code answering} has to say of a run string. Whatever else it throws is a defect, and is logged. From any thread. */
    HttpResponse answered(String string, Function<String, ObjectNode> answering) {
        try {
            return HttpResponse.of(200, JSON, answering.apply(string).toString());
        } catch (IllegalArgumentException wrong) {
            return refused(wrong.getMessage());
        } catch (RuntimeException | Error defect) { // whatever it is, somebody waits for an answer
            StringWriter trace = new StringWriter();
            defect.printStackTrace(new PrintWriter(trace));
            node.log().warn("the page asked for \"" + string + "\", which failed. " + trace);
            return HttpResponse.of(
                    500,
                    JSON,
                    RunJson.refused("this run cannot be shown; the terminal says why")
                            .toString());
        }
    }

    private static HttpResponse refused(String message) {
        return HttpResponse.of(400, JSON, RunJson.refused(message).toString());
    }

    private ObjectNode room() {
        String join = joinUrl();
        return JsonMapper.shared()
                .createObjectNode()
                .put("join", join)
                .put("code", QrCode.svg(join))
                .put("onlyHere", !isForRoom());
    }

    @Override
    public boolean takesRequestsEarly() {
        return io.handler().takesRequestsEarly();
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        io.handler().onUpgrade(upgrade);
    }

    @Override
    public void close() {
        players.shutdownNow();
        if (workers != null) {
            workers.close();
        }
        node.close();
    }
}
