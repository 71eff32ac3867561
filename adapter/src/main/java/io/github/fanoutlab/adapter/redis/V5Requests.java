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
 * What a server of Socket.IO 2 could ask of the whole cluster through its adapter ({@code io.of("/").adapter.clients(…)} in
 * Node), for servers with {@link Dialect#V5}:
 *
 * <pre>{@code
 * V5Requests all = V5Requests.of(io.of("/"));
 * all.clients(List.of("room"), (error, ids) -> …);
 * all.remoteJoin(id, "room", (error, done) -> …);
 * }</pre>
 *
 * <p>From any thread; callbacks run on the node's loop, once. An error says that not everybody answered within the adapter's
 * {@code requestsTimeout}, or, at once, that the namespace's adapter is of another dialect; a client that nobody
 * has is a timeout, too. What was asked may have been done nonetheless.
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

    /** Answers the custom requests of other servers and of this one; {@code answer} takes JSON or a bean, once. */
    @FunctionalInterface
    public interface CustomHook {

        /** {@code data} is what was asked; on the loop. {@code answer} may be called later and from any thread. */
        void onRequest(JsonNode data, Consumer<Object> answer);
    }

    /** The ids of all clients in one of {@code rooms}; of all clients when there is none. With an error, of some. */
    public void clients(Collection<String> rooms, Callback<Set<String>> answer) {
        List<String> asked = List.copyOf(rooms);
        ask(answer, (adapter, callback) -> adapter.requests().clients(asked, callback));
    }

    /** The rooms of the client {@code id}, wherever it is. */
    public void clientRooms(String id, Callback<Set<String>> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().clientRooms(id, callback));
    }

    /** Every room that has a member on any server. With an error, some. */
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

    /** Disconnects the client {@code id}, wherever it is; {@code close}: with the connection beneath. */
    public void remoteDisconnect(String id, boolean close, Callback<Void> answer) {
        ask(answer, (adapter, callback) -> adapter.requests().remoteDisconnect(id, close, callback));
    }

    /**
     * Asks the {@link CustomHook} of every server, this one included; without a hook a server answers null.
     *
     * @param data JSON or a bean
     * @throws IllegalArgumentException if it cannot become JSON; nothing was asked
     */
    public void customRequest(Object data, Callback<List<JsonNode>> answer) {
        JsonNode tree = Payloads.toTree(data);
        ask(answer, (adapter, callback) -> adapter.requests().customRequest(tree, callback));
    }

    /** Who answers custom requests from now on; {@code adapter.customHook = …} in Node. */
    public void customHook(CustomHook hook) {
        ask(
                (error, unused) -> {
                    if (error != null) {
                        namespace.ports().log().warn("socket.io: " + error.getMessage());
                    }
                },
                (adapter, callback) -> adapter.customHook(hook::onRequest));
    }

    private <T> void ask(Callback<T> answer, BiConsumer<V5Adapter, Callback<T>> question) {
        namespace.ports().loop().run(() -> {
            Adapter adapter = namespace.adapter();
            if (adapter instanceof V5Adapter v5) {
                question.accept(v5, answer);
            } else {
                String actual = adapter.getClass().getSimpleName();
                answer.done(
                        new NoAnswerException("requests of dialect V5 were asked of namespace " + namespace.name()
                                + ", whose adapter is a " + actual
                                + "; choose it with RedisAdapter.at(url).dialect(Dialect.V5)"),
                        null);
            }
        });
    }
}
