package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds the messages of one server and namespace to a stream, each once, in their order.
 *
 * <pre>
 *          the connection breaks before some replies           the stream tells how many of them were added
 *   OPEN -----------------------------------------&gt; IN DOUBT ----------------------------------------------&gt; OPEN, the rest is
 *                                                     what is emitted meanwhile waits                         added again
 * </pre>
 *
 * <p>Redis carries out the commands of a connection in their order. So of those in doubt, the first ones were added, and it is enough
 * to count the entries with this server's uid since the last one that was confirmed, in the stream or read from it. Node adds nothing
 * again: what was in doubt reaches the clients of the emitting server, and others or not.
 */
final class StreamWriter {

    /** An entry that is to be added. */
    private record Addition(List<String> fields, Runnable ifRefused) {}

    private final NodePorts ports;
    private final Publisher publisher;
    private final ReadCommands reads;
    private final String stream;
    private final String uid;
    private final long maxLen;
    private final Deque<Addition> toSend = new ArrayDeque<>();
    private final Deque<Addition> sent = new ArrayDeque<>();
    private final List<Addition> inDoubt = new ArrayList<>();
    /** Ids of entries that were added after one that Redis had refused. */
    private final Set<StreamId> addedMeanwhile = new LinkedHashSet<>();

    /** Ids of entries that came back before Redis confirmed them: added, even if Redis loses its memory before it tells. */
    private final Set<StreamId> readBack = new LinkedHashSet<>();

    private StreamId lastAnswered = StreamId.FIRST;
    private String lastConfirmed = "-";
    private boolean failing;

    StreamWriter(NodePorts ports, Publisher publisher, String stream, String uid, long maxLen) {
        this.ports = ports;
        this.publisher = publisher;
        this.reads = new ReadCommands(ports.loop(), publisher);
        this.stream = stream;
        this.uid = uid;
        this.maxLen = maxLen;
    }

    /** Adds an entry; {@code ifRefused} runs if it is certain that it was not added. */
    void add(List<String> fields, Runnable ifRefused) {
        if (toSend.isEmpty()) {
            ports.loop().atEndOfTurn(this::sendAll);
        }
        toSend.add(new Addition(fields, ifRefused));
        ports.counters().increment(RedisConnection.PUBLISHED);
        if (toSend.size() > RedisConnection.MAX_WAITING) {
            refused(toSend.remove(), "too many entries wait for it");
        }
    }

    /**
     * Sends what was given: at the end of a turn, as the connection writes. If it were earlier, and the connection lost in the same
     * turn, these would be written before those that are in doubt.
     */
    void sendAll() {
        while (inDoubt.isEmpty() && !toSend.isEmpty()) {
            send(toSend.remove());
        }
    }

    private void send(Addition addition) {
        List<Object> args = new ArrayList<>(List.of(stream, "MAXLEN", "~", maxLen, "*"));
        args.addAll(addition.fields);
        sent.add(addition);
        RedisCommand command = RedisCommand.of("XADD", args.toArray());
        ports.counters().add(RedisConnection.PUBLISHED_BYTES, command.wireBytes());
        publisher.send(command, this::answered);
    }

    private void answered(RedisReply reply) {
        Addition addition = sent.remove();
        if (reply instanceof RedisReply.Bulk id) {
            ports.counters().increment(RedisConnection.PUBLISH_REPLIES);
            lastAnswered = StreamId.parse(id.text());
            readBack.remove(lastAnswered);
            if (inDoubt.isEmpty()) {
                lastConfirmed = "(" + id.text();
            } else {
                addedMeanwhile.add(lastAnswered);
            }
            failing = false;
        } else if (reply instanceof Failure failure && (failure.inDoubt() || ReadCommands.isNotNow(failure))) {
            if (inDoubt.isEmpty() && failure.inDoubt()) {
                ports.loop().atEndOfTurn(this::check);
            } else if (inDoubt.isEmpty()) {
                ports.loop().schedule(ReadCommands.RETRY_MILLIS, this::check);
            }
            inDoubt.add(addition);
        } else {
            refused(addition, reply.toString());
        }
    }

    /** An entry of this server and namespace was read from the stream. */
    void read(StreamId id) {
        if (id.isAfter(lastAnswered)) {
            readBack.add(id);
        }
    }

    private void refused(Addition addition, String why) {
        if (!failing) {
            ports.log()
                    .warn("redis: an entry was not added to stream " + stream + ", and does not reach other servers: "
                            + why);
        }
        failing = true;
        ports.counters().increment(RedisConnection.PUBLISH_REPLIES);
        addition.ifRefused.run();
    }

    private void check() {
        reads.send(RedisCommand.of("XRANGE", stream, lastConfirmed, "+"), this::checked);
    }

    private void checked(RedisReply reply) {
        List<Addition> again = new ArrayList<>(inDoubt);
        inDoubt.clear();
        if (reply instanceof Failure failure) {
            again.forEach(addition -> refused(addition, failure.message()));
        } else {
            Set<StreamId> added = new LinkedHashSet<>(readBack);
            for (StreamEntry entry : StreamEntry.all(reply)) {
                if (entry.uid().equals(uid)) {
                    lastConfirmed = "(" + entry.id();
                    added.add(entry.id());
                }
            }
            added.removeAll(addedMeanwhile);
            List<Addition> confirmed = again.subList(0, Math.min(added.size(), again.size()));
            ports.counters().add(RedisConnection.PUBLISH_REPLIES, confirmed.size());
            confirmed.clear();
            added.forEach(id -> lastAnswered = id.isAfter(lastAnswered) ? id : lastAnswered);
            readBack.clear();
            again.forEach(this::send);
        }
        addedMeanwhile.clear();
        sendAll();
    }
}
