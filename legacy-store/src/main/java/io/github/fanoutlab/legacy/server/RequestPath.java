package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a request's target, {@code /socket.io/PROTOCOL/TRANSPORT/ID?query}, as {@code checkRequest} of lib/manager.js reads
 * it.
 *
 * @param path what follows the resource, without the query
 * @param protocol the protocol number; NaN if it is missing or not a number
 * @param transport null if it is missing
 * @param id the session id; null if it is missing
 * @param query the query's parameters, decoded; one that occurs more than once is an array
 */
record RequestPath(String path, double protocol, String transport, String id, ObjectNode query) {

    /**
     * Matches what Node's {@code /^\/([^\/]+)\/?([^\/]+)?\/?([^\/]+)?\/?$/} matches. That one starts over at each character, and takes
     * most of an hour for 16,000 of them. This one gives nothing back: a piece that is split in two leaves no more slashes for the rest.
     */
    private static final Pattern PIECES = Pattern.compile("/([^/]++)/?+([^/]++)?+/?+([^/]++)?+/?+");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?\\d++)?");

    /**
     * Reads the target of {@code request}. Null if the request is not for this server: its target does not begin with the text
     * {@code resource}, or the {@link Pattern} {@code resource} finds nothing in it.
     */
    static RequestPath of(HttpRequest request, Object resource) {
        String found = find(resource, request.target());
        if (found == null) {
            return null;
        }
        String rest = request.target().substring(found.length());
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            rest = rest.substring(0, hash);
        }
        int mark = rest.indexOf('?');
        ObjectNode query = query(mark < 0 ? "" : rest.substring(mark + 1));
        String path = mark < 0 ? rest : rest.substring(0, mark);
        Matcher pieces = PIECES.matcher(path);
        return pieces.matches()
                ? new RequestPath(path, number(pieces.group(1)), pieces.group(2), pieces.group(3), query)
                : new RequestPath(path, Double.NaN, null, null, query);
    }

    private static String find(Object resource, String target) {
        if (resource instanceof Pattern pattern) {
            Matcher match = pattern.matcher(target);
            return match.find() ? match.group() : null;
        }
        String prefix = String.valueOf(resource);
        return target.startsWith(prefix) ? prefix : null;
    }

    /** Whether it has the form of 0.9's paths and names the client for browsers. */
    boolean isStatic() {
        return PIECES.matcher(path).matches() && StaticFiles.has(path);
    }

    private static double number(String text) {
        return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    private static ObjectNode query(String text) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = HttpRequest.decode(equals < 0 ? pair : pair.substring(0, equals));
                add(query, name, equals < 0 ? "" : HttpRequest.decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static void add(ObjectNode query, String name, String value) {
        JsonNode before = query.get(name);
        if (before == null) {
            query.put(name, value);
        } else if (before instanceof ArrayNode several) {
            several.add(value);
        } else {
            query.putArray(name).add(before).add(value);
        }
    }

    /** The query parameter {@code name}, or its first value if it has several; null if it is missing. */
    String parameter(String name) {
        JsonNode value = query.get(name);
        return value instanceof ArrayNode several
                ? several.get(0).stringValue()
                : value == null ? null : value.stringValue();
    }
}
