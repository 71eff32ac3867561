package io.github.fanoutlab.legacy.protocol;

import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * Packets as text, {@code type:id[+]:endpoint[:data]}, as {@code lib/parser.js} of socket.io 0.9.19 reads and writes
 * them:
 *
 * <pre>
 *   0::/chat                      leave a namespace; {@code 0::} the whole connection
 *   1::/chat:?a=b                 connect to a namespace, with a query
 *   2::                           heartbeat
 *   3:::text                      message
 *   4:::{"a":1}                   JSON message
 *   5:1+::{"name":"x","args":[]}  event 1, which asks for an ack with data; {@code 5:1::} asks for a receipt
 *   6:::1+["ok"]                  ack of packet 1, with data; {@code 6:::1} is a receipt
 *   7:::1+0                       error: reason + advice, by number
 *   8::                           nothing
 * </pre>
 *
 * <p>Reading never fails. Text before the first readable packet is skipped ({@code junk:5:::…} is an event). A packet of unknown
 * type loses its data. Malformed JSON counts as JavaScript's {@code false}. Text that contains no packet is {@link
 * Packet#UNREADABLE}.
 */
public final class PacketText {

    /** The session id is unknown to this node: {@code 7:::1+0} together with {@link #RECONNECT}. */
    public static final String NOT_HANDSHAKEN = "client not handshaken";

    /** A namespace's authorization refused: {@code 7::/chat:2}. */
    public static final String UNAUTHORIZED = "unauthorized";

    /** The advice to open a new session. */
    public static final String RECONNECT = "reconnect";

    private static final List<String> REASONS = List.of("transport not supported", NOT_HANDSHAKEN, UNAUTHORIZED);
    private static final List<String> ADVICE = List.of(RECONNECT);

    private PacketText() {}

    /** {@code packet} as text. */
    public static String encode(Packet packet) {
        StringBuilder out = new StringBuilder(48);
        out.append(packet.type().ordinal()).append(':');
        if (packet.id() != null) {
            out.append(packet.id());
        }
        if (packet.ack() == AckMode.DATA) {
            out.append('+');
        }
        out.append(':').append(packet.endpoint() == null ? "" : packet.endpoint());
        appendBody(packet, out);
        return out.toString();
    }

    private static void appendBody(Packet packet, StringBuilder out) {
        if (packet.body() instanceof Packet.Text body && !body.text().isEmpty()) {
            out.append(':').append(body.text());
        } else if (packet.body() instanceof Packet.Json body && body.data() != null) {
            JsonText.write(body.data(), out.append(':'));
        } else if (packet.body() instanceof Packet.Event body) {
            appendEvent(body, out);
        } else if (packet.body() instanceof Packet.Ack body) {
            out.append(':').append(body.ackId() == null ? "undefined" : body.ackId());
            if (hasElements(body.args())) {
                JsonText.write(body.args(), out.append('+'));
            }
        } else if (packet.body() instanceof Packet.Error body) {
            appendError(body, out);
        }
    }

    private static void appendEvent(Packet.Event event, StringBuilder out) {
        out.append(":{");
        if (event.name() != null) {
            JsonText.write(event.name(), out.append("\"name\":"));
        }
        if (hasElements(event.args())) {
            out.append(event.name() == null ? "" : ",");
            JsonText.write(event.args(), out.append("\"args\":"));
        }
        out.append('}');
    }

    private static boolean hasElements(JsonNode args) {
        return args instanceof ArrayNode && !args.isEmpty();
    }

    private static void appendError(Packet.Error error, StringBuilder out) {
        String reason = numberOf(error.reason(), REASONS);
        String advice = numberOf(error.advice(), ADVICE);
        if (!reason.isEmpty() || !advice.isEmpty()) {
            out.append(':').append(reason);
        }
        if (!advice.isEmpty()) {
            out.append('+').append(advice);
        }
    }

    /** 0.9 looks an unlisted word up in a table and writes what it finds there: {@code undefined}. */
    private static String numberOf(String word, List<String> words) {
        if (word.isEmpty()) {
            return "";
        }
        int number = words.indexOf(word);
        return number < 0 ? "undefined" : Integer.toString(number);
    }

    /** The packet in {@code text}. */
    public static Packet decode(String text) {
        int typeFrom = 0;
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', typeFrom)) {
            int headEnd = colon > typeFrom ? headEnd(text, colon + 1) : -1;
            if (headEnd >= 0) {
                return decode(text, typeFrom, colon, headEnd);
            }
            typeFrom = colon + 1;
        }
        return Packet.UNREADABLE;
    }

    /** The index of the colon after id and plus; -1 if anything else comes before it. */
    private static int headEnd(String text, int idFrom) {
        int at = endOfDigits(text, idFrom);
        if (at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        return at < text.length() && text.charAt(at) == ':' ? at : -1;
    }

    private static int endOfDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static Packet decode(String text, int typeFrom, int typeEnd, int headEnd) {
        PacketType type = PacketType.ofDigits(text, typeFrom, typeEnd);
        boolean plus = text.charAt(headEnd - 1) == '+';
        String id = text.substring(typeEnd + 1, plus ? headEnd - 1 : headEnd);
        int colon = text.indexOf(':', headEnd + 1);
        int endpointEnd = colon < 0 ? text.length() : colon;
        String endpoint = text.substring(headEnd + 1, endpointEnd);
        String data = colon < 0 ? "" : text.substring(colon + 1);
        Packet.Body body = type == null ? new Packet.None() : body(type, data);
        if (id.isEmpty()) {
            return new Packet(type, null, AckMode.NONE, endpoint, body);
        }
        return new Packet(type, id, plus ? AckMode.DATA : AckMode.RECEIPT, endpoint, body);
    }

    private static Packet.Body body(PacketType type, String data) {
        return switch (type) {
            case MESSAGE, CONNECT -> new Packet.Text(data);
            case JSON -> new Packet.Json(parseOrFalse(data));
            case EVENT -> event(parseOrFalse(data));
            case ACK -> ack(data);
            case ERROR -> error(data);
            case DISCONNECT, HEARTBEAT, NOOP -> new Packet.None();
        };
    }

    private static JsonNode parseOrFalse(String data) {
        JsonNode parsed = JavaScriptJson.parse(data);
        return parsed == null ? BooleanNode.FALSE : parsed;
    }

    private static Packet.Event event(JsonNode data) {
        JsonNode args = data.get("args");
        return new Packet.Event(data.get("name"), isTruthy(args) ? args : JavaScriptJson.array(List.of()));
    }

    private static Packet.Body ack(String data) {
        int idEnd = endOfDigits(data, 0);
        if (idEnd == 0) {
            return new Packet.None();
        }
        int argsFrom = idEnd < data.length() && data.charAt(idEnd) == '+' ? idEnd + 1 : idEnd;
        JsonNode args = parseOrFalse(data.substring(argsFrom, endOfLine(data, argsFrom)));
        return new Packet.Ack(data.substring(0, idEnd), isTruthy(args) ? args : JavaScriptJson.array(List.of()));
    }

    /** Where the dot of JavaScript's regular expressions stops. */
    private static int endOfLine(String text, int from) {
        int at = from;
        while (at < text.length() && "\n\r\u2028\u2029".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static Packet.Error error(String data) {
        String[] pieces = data.split("\\+", -1);
        return new Packet.Error(word(pieces[0], REASONS), pieces.length < 2 ? "" : word(pieces[1], ADVICE));
    }

    private static String word(String number, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (number.equals(Integer.toString(i))) {
                return words.get(i);
            }
        }
        return "";
    }

    /** Whether JavaScript takes {@code value} for true; null is its {@code undefined}. */
    static boolean isTruthy(JsonNode value) {
        if (value == null || value.isNull()) {
            return false;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            return value.doubleValue() != 0;
        }
        return !value.isString() || !value.stringValue().isEmpty();
    }
}
