package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A socket in the form that servers send to each other.
 *
 * @param id see {@link Socket#id}
 * @param handshake see {@link Socket#handshake}
 * @param rooms the rooms it was in
 * @param data what {@link Socket#data} was, as JSON; an empty object where it could not become JSON
 */
public record SocketDetails(String id, Handshake handshake, Set<String> rooms, JsonNode data) {

    public SocketDetails {
        rooms = Collections.unmodifiableSet(new LinkedHashSet<>(rooms));
    }

    /** A socket of this node as it is now; on the loop. */
    static SocketDetails of(Socket socket) {
        return new SocketDetails(socket.id(), socket.handshake(), socket.rooms(), dataOf(socket));
    }

    /** Data that cannot become JSON must not keep others from the rest: they wait for it. */
    private static JsonNode dataOf(Socket socket) {
        try {
            return Payloads.toTree(socket.data());
        } catch (IllegalArgumentException e) {
            socket.namespace()
                    .ports()
                    .log()
                    .warn("socket.io: the data of " + socket + " was left out of a response: " + e.getMessage());
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** Reads what another server sent; what is missing is empty. */
    public static SocketDetails ofTree(JsonNode tree) {
        Set<String> rooms = new LinkedHashSet<>();
        tree.path("rooms").forEach(room -> rooms.add(text(room)));
        return new SocketDetails(
                text(tree.path("id")), Handshake.ofTree(tree.path("handshake")), rooms, tree.path("data"));
    }

    /** {@code {id, handshake, rooms, data}}. */
    public ObjectNode toTree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("id", id);
        tree.set("handshake", handshake.toTree());
        ArrayNode list = tree.putArray("rooms");
        rooms.forEach(list::add);
        tree.set("data", data);
        return tree;
    }

    /** Text as it is, nothing for nothing, anything else as JavaScript writes it. */
    static String text(JsonNode tree) {
        if (tree.isString()) {
            return tree.stringValue();
        }
        return tree.isMissingNode() || tree.isNull() ? "" : JsonText.stringify(tree);
    }
}
