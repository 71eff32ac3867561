package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of a client since it connected.
 *
 * @param headers of the request that opened the connection, by lower-case name
 * @param time when the client connected to the namespace, as JavaScript's {@code Date} prints it, in UTC
 * @param address the client's address
 * @param xdomain whether the request carried an Origin
 * @param secure whether the request came over TLS
 * @param issued {@code time} in Unix milliseconds
 * @param url the request's path and query
 * @param query the query's parameters
 * @param auth what the client sent along to be let in; an empty object when it sent nothing
 */
public record Handshake(
        Map<String, String> headers,
        String time,
        String address,
        boolean xdomain,
        boolean secure,
        long issued,
        String url,
        Map<String, String> query,
        JsonNode auth) {

    private static final DateTimeFormatter JAVASCRIPT_DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM dd yyyy HH:mm:ss 'GMT+0000 (Coordinated Universal Time)'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public Handshake {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    static Handshake of(HttpRequest request, JsonNode auth, long unixMillis) {
        return new Handshake(
                request.headers(),
                JAVASCRIPT_DATE.format(Instant.ofEpochMilli(unixMillis)),
                request.remoteAddress(),
                request.header("origin") != null,
                request.secure(),
                unixMillis,
                request.target(),
                request.query(),
                auth == null ? JsonNodeFactory.instance.objectNode() : auth);
    }

    /** Reads what another server sent; what is missing is empty. */
    static Handshake ofTree(JsonNode tree) {
        return new Handshake(
                texts(tree.path("headers")),
                SocketDetails.text(tree.path("time")),
                SocketDetails.text(tree.path("address")),
                tree.path("xdomain").asBoolean(false),
                tree.path("secure").asBoolean(false),
                tree.path("issued").asLong(0),
                SocketDetails.text(tree.path("url")),
                texts(tree.path("query")),
                tree.path("auth").isMissingNode() ? JsonNodeFactory.instance.objectNode() : tree.path("auth"));
    }

    private static Map<String, String> texts(JsonNode tree) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            texts.put(property.getKey(), SocketDetails.text(property.getValue()));
        }
        return texts;
    }

    /** As Node's servers send it to each other. */
    public ObjectNode toTree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.set("headers", Payloads.toTree(headers));
        tree.put("time", time).put("address", address).put("xdomain", xdomain).put("secure", secure);
        tree.put("issued", issued).put("url", url);
        tree.set("query", Payloads.toTree(query));
        tree.set("auth", auth);
        return tree;
    }
}
