package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.adapter.server.SocketDetails;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What no dialect before V8 can carry to other servers: it is refused, and said to be. See {@link Dialect}. */
abstract class OlderDialectAdapter extends JoinedAdapter {

    private final Dialect dialect;

    OlderDialectAdapter(Namespace namespace, Dialect dialect) {
        super(namespace);
        this.dialect = dialect;
    }

    /** Asks the clients of this node only: those of others do not even get the event, since they could not answer. */
    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            ports.log().warn(refusal("acks of broadcasts") + "; only clients of this node were asked. Use local()");
        }
        local.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    @Override
    void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        unanswerable("fetchSockets", answer);
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        ports.log().warn(refusal("serverSideEmit") + "; nothing was sent");
    }

    @Override
    public void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        unanswerable("serverSideEmit", answers);
    }

    <T> void unanswerable(String what, Callback<T> answer) {
        ports.loop().execute(() -> answer.done(new NoAnswerException(refusal(what) + "; nothing was sent"), null));
    }

    private String refusal(String what) {
        return "socket.io: dialect " + dialect + " of the adapter has no " + what;
    }
}
