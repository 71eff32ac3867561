package io.github.fanoutlab.adapter.protocol;

import io.github.fanoutlab.platform.json.JsonText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One packet of one namespace.
 *
 * @param type never a binary type: only the encoder and the decoder know those
 * @param namespace with its slash
 * @param id the number by which an ack is asked for or given, one that a double can hold; null when there is none
 * @param data null when there is none; must not be changed. Bytes are binary nodes, at any depth
 */
public record Packet(PacketType type, String namespace, Long id, JsonNode data) {

    /** An event; {@code data} is its name and arguments. */
    public static Packet event(String namespace, ArrayNode data) {
        return new Packet(PacketType.EVENT, namespace, null, data);
    }

    /** The answer to the event that came with {@code id}. */
    public static Packet ack(String namespace, long id, ArrayNode args) {
        return new Packet(PacketType.ACK, namespace, id, args);
    }

    /** The same packet, asking for an ack under {@code id}. */
    public Packet withId(long id) {
        return new Packet(type, namespace, id, data);
    }

    /** The same event with {@code offset} as its last argument: a client that comes back tells which it got last. */
    public Packet with(String offset) {
        return event(namespace, ((ArrayNode) data).deepCopy().add(offset));
    }

    /** As Node's log shows a packet that is about to be encoded; the keys have the order of Node's code. */
    String describeOutgoing(PacketType as, int attachments) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        if (type == PacketType.ACK && !as.isBinary()) {
            putId(description);
        }
        description.put("type", as.digit());
        if (type == PacketType.CONNECT_ERROR || as.isBinary()) {
            description.put("nsp", namespace);
        }
        putData(description);
        putId(description);
        description.put("nsp", namespace);
        if (as.isBinary()) {
            description.put("attachments", attachments);
        }
        return JsonText.stringify(description);
    }

    /** As Node's log shows a packet that was decoded. */
    String describeIncoming(PacketType as, int attachments) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("type", as.digit());
        if (as.isBinary()) {
            description.put("attachments", attachments);
        }
        description.put("nsp", namespace);
        putId(description);
        putData(description);
        return JsonText.stringify(description);
    }

    /** As Node's log shows a packet that was received. */
    public String describe() {
        return describeIncoming(type, 0);
    }

    private void putId(ObjectNode description) {
        if (id != null) {
            description.put("id", id);
        }
    }

    private void putData(ObjectNode description) {
        if (data != null) {
            description.set("data", data);
        }
    }
}
