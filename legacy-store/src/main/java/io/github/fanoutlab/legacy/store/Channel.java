package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.PacketJson;
import io.github.fanoutlab.legacy.store.StoreMessage.Close;
import io.github.fanoutlab.legacy.store.StoreMessage.Connect;
import io.github.fanoutlab.legacy.store.StoreMessage.Disconnect;
import io.github.fanoutlab.legacy.store.StoreMessage.DisconnectForce;
import io.github.fanoutlab.legacy.store.StoreMessage.DisconnectRemote;
import io.github.fanoutlab.legacy.store.StoreMessage.Dispatch;
import io.github.fanoutlab.legacy.store.StoreMessage.DispatchRemote;
import io.github.fanoutlab.legacy.store.StoreMessage.Handshake;
import io.github.fanoutlab.legacy.store.StoreMessage.HeartbeatClear;
import io.github.fanoutlab.legacy.store.StoreMessage.Join;
import io.github.fanoutlab.legacy.store.StoreMessage.Leave;
import io.github.fanoutlab.legacy.store.StoreMessage.MessageRemote;
import io.github.fanoutlab.legacy.store.StoreMessage.Open;
import java.util.function.Function;

/**
 * The 13 channels that all nodes of the dialect 0.9.17 to 0.9.19 share, in the order in which a node subscribes to
 * them. The names on Redis are these bare words, without a prefix.
 *
 * <p>In the dialect 0.9.16, each client has the last five for itself, under shorter names: {@code dispatch:ID} instead
 * of {@code dispatch-remote}, and without the id as first argument.
 */
public enum Channel {
    HANDSHAKE("handshake", true, "id, data", args -> new Handshake(args.text(0), args.object(1))),
    CONNECT("connect", true, "id", args -> new Connect(args.text(0))),
    OPEN("open", true, "id", args -> new Open(args.text(0))),
    JOIN("join", true, "id, room", args -> new Join(args.text(0), args.text(1))),
    LEAVE("leave", true, "id, room", args -> new Leave(args.text(0), args.text(1))),
    CLOSE("close", true, "id", args -> new Close(args.text(0))),
    DISPATCH(
            "dispatch",
            false,
            "room, packet, volatile, [id, …]",
            args -> new Dispatch(args.text(0), args.text(1), args.isTrue(2), args.texts(3))),
    DISCONNECT("disconnect", true, "id", args -> new Disconnect(args.text(0))),
    MESSAGE_REMOTE(
            "message-remote",
            "message",
            false,
            "id, packet as an object",
            args -> new MessageRemote(args.text(0), PacketJson.toPacket(args.object(1)))),
    DISCONNECT_REMOTE(
            "disconnect-remote",
            "disconnect",
            true,
            "id[, reason]",
            args -> new DisconnectRemote(args.text(0), args.textOrNull(1), args.has(1))),
    DISPATCH_REMOTE(
            "dispatch-remote",
            "dispatch",
            false,
            "id, packet[, volatile]",
            args -> new DispatchRemote(args.text(0), args.text(1), args.isTrue(2), args.has(2))),
    HEARTBEAT_CLEAR("heartbeat-clear", "heartbeat-clear", false, "id", args -> new HeartbeatClear(args.text(0))),
    DISCONNECT_FORCE("disconnect-force", "disconnect-force", false, "id", args -> new DisconnectForce(args.text(0)));

    private final String wireName;
    private final String nameForClient;
    private final boolean replicatesState;
    private final String shape;
    private final Function<MessageArgs, StoreMessage> reader;

    Channel(String wireName, boolean replicatesState, String shape, Function<MessageArgs, StoreMessage> reader) {
        this(wireName, null, replicatesState, shape, reader);
    }

    Channel(
            String wireName,
            String nameForClient,
            boolean replicatesState,
            String shape,
            Function<MessageArgs, StoreMessage> reader) {
        this.wireName = wireName;
        this.nameForClient = nameForClient;
        this.replicatesState = replicatesState;
        this.shape = shape;
        this.reader = reader;
    }

    /** The channel's name on Redis. */
    public String wireName() {
        return wireName;
    }

    /** The name on Redis of the channel of session {@code id}, where each has its own. */
    String wireName(String id) {
        return nameForClient + ":" + id;
    }

    /** What the client's own channel is called, before its id; null when all share this one in every dialect. */
    String nameForClient() {
        return nameForClient;
    }

    /** Whether its messages keep the other nodes' tables up to date, rather than carry something to a client. */
    public boolean replicatesState() {
        return replicatesState;
    }

    /** Its arguments, for people: {@code id, room}. */
    String shape() {
        return shape;
    }

    /**
     * The message that {@code args} are.
     *
     * @throws UnreadableMessage if they are none of this channel
     */
    StoreMessage read(MessageArgs args) throws UnreadableMessage {
        return reader.apply(args);
    }
}
