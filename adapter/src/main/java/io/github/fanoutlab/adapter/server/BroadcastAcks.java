package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Collects the acks of a broadcast.
 *
 * <pre>
 *            the number of servers is known, each has said how many clients
 *            it asked, and that many have answered
 *   WAITING --------------------------------------------------------------&gt; DONE: (null, answers)
 *      +-------------------------- timeout ---------------------------------&gt; DONE: (error, answers so far)
 * </pre>
 *
 * <p>On the loop only. Peer: {@code socket.io} 4.8, {@code broadcast-operator.ts}.
 */
final class BroadcastAcks {

    private static final String DEBUG_NAMESPACE = "socket.io:broadcast-operator";

    private final NodePorts ports;
    private final Collection<BroadcastAcks> pending;
    private final Callback<List<JsonNode>> onDone;
    private final EventLoop.Timer timer;
    private final List<JsonNode> answers = new ArrayList<>();
    private int expectedServers = -1;
    private int servers;
    private int expectedClients;
    private boolean done;

    private BroadcastAcks(
            NodePorts ports, Collection<BroadcastAcks> pending, long timeoutMillis, Callback<List<JsonNode>> onDone) {
        this.ports = ports;
        this.pending = pending;
        this.onDone = onDone;
        this.timer = ports.loop().schedule(timeoutMillis, this::timedOut);
    }

    /** Broadcasts and collects; {@code options} have a timeout. It is in {@code pending} until it is done. */
    static void await(
            NodePorts ports,
            Collection<BroadcastAcks> pending,
            Adapter adapter,
            Packet packet,
            BroadcastOptions options,
            Callback<List<JsonNode>> onDone) {
        BroadcastAcks acks =
                new BroadcastAcks(ports, pending, options.timeoutMillis().orElseThrow(), onDone);
        pending.add(acks);
        adapter.broadcastWithAck(packet, options, acks::onClientCount, acks::onAnswer);
        if (options.isLocal()) {
            acks.expectServers(1);
        } else {
            adapter.serverCount((error, count) -> {
                if (error == null) {
                    acks.expectServers(count);
                }
            });
        }
    }

    private void expectServers(int count) {
        expectedServers = count;
        finishIfComplete();
    }

    private void onClientCount(int clients) {
        expectedClients += clients;
        servers++;
        finishIfComplete();
    }

    private void onAnswer(JsonNode answer) {
        answers.add(answer == null ? JsonNodeFactory.instance.nullNode() : answer);
        finishIfComplete();
    }

    private void finishIfComplete() {
        ports.log().log(
                DEBUG_NAMESPACE,
                () -> "responses: servers: " + servers + " / " + expectedServers + " ; clients: " + answers.size()
                        + " / " + expectedClients);
        if (!done && servers == expectedServers && answers.size() == expectedClients) {
            finish(null);
        }
    }

    private void timedOut() {
        ports.log().log(DEBUG_NAMESPACE, () -> "operation has timed out");
        finish(NoAnswerException.timedOut());
    }

    /** Ends it, since the server was closed. */
    void serverClosed() {
        finish(NoAnswerException.serverClosed());
    }

    private void finish(NoAnswerException error) {
        done = true;
        timer.cancel();
        pending.remove(this);
        onDone.done(error, List.copyOf(answers));
    }
}
