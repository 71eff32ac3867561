package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubAdapter;
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

/** What no dialect before V8 can carry to other servers is refused, with a message that says so. */
abstract class OlderDialectAdapter extends PubSubAdapter {

    private final String dialect;

    /** {@code dialect} is its name in messages. */
    OlderDialectAdapter(Namespace namespace, String dialect) {
        super(namespace);
        this.dialect = dialect;
    }

    /** Asks the clients of this node only. Those of others do not get the event, since they could not answer. */
    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            ports.log()
                    .warn(refusal("acks of broadcasts")
                            + "; only clients of this node were asked. Call local() if that is what you want");
        }
        local.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    @Override
    protected void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        refuse("fetchSockets", answer);
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        ports.log().warn(refusal("serverSideEmit") + "; nothing was sent");
    }

    @Override
    public void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        refuse("serverSideEmit", answers);
    }

    <T> void refuse(String what, Callback<T> answer) {
        ports.loop().execute(() -> answer.done(new NoAnswerException(refusal(what) + "; nothing was sent"), null));
    }

    private String refusal(String what) {
        return "socket.io: dialect " + dialect + " of the adapter has no " + what;
    }
}
