package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.dialect.V5Adapter;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The requests that a server of Socket.IO 2 could send to the whole cluster through its adapter ({@code
 * io.of("/").adapter.clients(…)} in Node), for servers with {@link Dialect#V5}:
 *
 * <pre>{@code
 * V5Requests all = V5Requests.of(io.of("/"));
 * all.clients(List.of("room"), (error, ids) -> …);
 * all.remoteJoin(id, "room", (error, done) -> …);
 * }</pre>
 *
 * <p>Methods may be called from any thread; callbacks run on the node's loop, once. An error says that not every server responded
 * within the adapter's {@code requestsTimeout}, which also happens if no server has the client. Or it says, at once, that the
 * namespace's adapter speaks another dialect. After a timeout, the request may still have been carried out.
 */
public final class V5Requests {

    private final Namespace namespace;

    private V5Requests(Namespace namespace) {
        this.namespace = namespace;
    }

    /** The requests of {@code namespace}. */
    public static V5Requests of(Namespace namespace) {
        return new V5Requests(namespace);
    }

    /** Answers custom requests, including those of this server. */
    @FunctionalInterface
    public interface CustomHook {

        /** Called on the loop. {@code answer} takes JSON or a bean, now or later and from any thread; the first call counts. */
        void onRequest(JsonNode data, Consumer<Object> answer);
    }

    /**
     * Finds the ids of all clients in one of {@code rooms}, or of all clients if there are no rooms; with an error, only some of
     * them.
     */
    public void clients(Collection<String> rooms, Callback<Set<String>> answer) {
        List<String> asked = List.copyOf(rooms);
        ask(answer, (adapter, callback) -> adapter.requests().clients(asked, callback));
    }

    /** Finds the rooms of the client {@code id}, wherever it is. */
    public void clientRooms(String id, Callback<Set<String>> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().clientRooms(id, callback));
    }

    /** Finds every room that has a member on any server; with an error, only some of them. */
    public void allRooms(Callback<Set<String>> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().allRooms(callback));
    }

    /** Makes the client {@code id} join {@code room}, wherever it is. */
    public void remoteJoin(String id, String room, Callback<Void> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().remoteJoin(id, room, callback));
    }

    /** Makes the client {@code id} leave {@code room}, wherever it is. */
    public void remoteLeave(String id, String room, Callback<Void> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().remoteLeave(id, room, callback));
    }

    /** Disconnects the client {@code id}, wherever it is. With {@code close}, closes its connection, too. */
    public void remoteDisconnect(String id, boolean close, Callback<Void> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().remoteDisconnect(id, close, callback));
    }

    /**
     * Asks the {@link CustomHook} of every server, including this one. A server without a hook responds with null.
     *
     * @param data JSON or a bean
     * @throws IllegalArgumentException if it cannot become JSON; nothing was sent
     */
    public void customRequest(Object data, Callback<List<JsonNode>> answer) {
        JsonNode tree = Payloads.toTree(data);
        ask(answer, (adapter, callback) -> adapter.requests().customRequest(tree, callback));
    }

    /** Sets what answers custom requests from now on: {@code adapter.customHook = …} in Node. */
    public void customHook(CustomHook hook) {
        ask(
                (error, unused) -> {
                    if (error != null) {
                        namespace.ports().log().warn("socket.io: " + error.getMessage());
                    }
                },
                (adapter, callback) -> adapter.customHook(hook::onRequest));
    }

    private <T> void ask(Callback<T> answer, BiConsumer<V5Adapter, Callback<T>> request) {
        namespace.ports().loop().run(() -> {
            Adapter adapter = namespace.adapter();
            if (adapter instanceof V5Adapter v5) {
                request.accept(v5, answer);
            } else {
                String actual = adapter.getClass().getSimpleName();
                answer.done(
                        new NoAnswerException(
                                "requests of dialect V5 need an adapter that speaks it, but the adapter of namespace "
                                        + namespace.name() + " is a " + actual
                                        + "; nothing was sent. Choose it with RedisAdapter.at(url).dialect(Dialect.V5)"),
                        null);
            }
        });
    }
}
