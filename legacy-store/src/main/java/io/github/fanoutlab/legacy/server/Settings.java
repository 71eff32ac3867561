package io.github.fanoutlab.legacy.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a 0.9 server, by the names they have there; times in seconds. Read from any thread; changed by one thread at
 * a time.
 *
 * <table>
 * <caption>What this server reads</caption>
 * <tr><th>Name</th><th>Default</th><th>Meaning</th></tr>
 * <tr><td>{@code authorization}</td><td>false</td><td>an {@link Authorization} that each handshake must pass</td></tr>
 * <tr><td>{@code blacklist}</td><td>disconnect</td><td>events that no client may emit</td></tr>
 * <tr><td>{@code client store expiration}</td><td>15</td><td>how long a client's data outlives it; no number: not at all</td></tr>
 * <tr><td>{@code close timeout}</td><td>60</td><td>how long a session waits for its next transport</td></tr>
 * <tr><td>{@code destroy buffer size}</td><td>10E7</td><td>bytes from a client after which it is kicked</td></tr>
 * <tr><td>{@code destroy upgrade}</td><td>true</td><td>whether upgrades that are not for Socket.IO are hung up on, with a log line</td></tr>
 * <tr><td>{@code heartbeats}</td><td>true</td><td>whether there are any</td></tr>
 * <tr><td>{@code heartbeat interval}</td><td>25</td><td>from a client's heartbeat to the server's next</td></tr>
 * <tr><td>{@code heartbeat timeout}</td><td>60</td><td>how long the server waits for the answer</td></tr>
 * <tr><td>{@code log}</td><td>true</td><td>whether anything is logged</td></tr>
 * <tr><td>{@code log level}</td><td>3</td><td>0 to 3: error, warn, info, debug; as in 0.9, 0 silences errors too</td></tr>
 * <tr><td>{@code origins}</td><td>*:*</td><td>text or a list: {@code host:port}, either may be {@code *}</td></tr>
 * <tr><td>{@code resource}</td><td>/socket.io</td><td>the path under which the server lives</td></tr>
 * <tr><td>{@code store}</td><td>MemoryStore</td><td>a {@link io.github.fanoutlab.legacy.store.Store}; setting it empties all tables</td></tr>
 * <tr><td>{@code transports}</td><td>websocket</td><td>what a handshake offers and a request may use; this server has no other yet</td></tr>
 * </table>
 *
 * <p>Other names are kept and have no effect, as in 0.9.
 */
final class Settings {

    private volatile Map<String, Object> values = defaults();

    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("origins", "*:*");
        defaults.put("log", true);
        defaults.put("heartbeats", true);
        defaults.put("resource", "/socket.io");
        defaults.put("transports", List.of("websocket"));
        defaults.put("authorization", false);
        defaults.put("blacklist", List.of("disconnect"));
        defaults.put("log level", 3);
        defaults.put("close timeout", 60);
        defaults.put("heartbeat interval", 25);
        defaults.put("heartbeat timeout", 60);
        defaults.put("destroy upgrade", true);
        defaults.put("destroy buffer size", 100_000_000);
        defaults.put("client store expiration", 15);
        return defaults;
    }

    void set(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        values = Collections.unmodifiableMap(changed);
    }

    Object get(String name) {
        return values.get(name);
    }

    /** Whether the setting is there and neither false, 0 nor empty: JavaScript's truth. */
    boolean enabled(String name) {
        Object value = get(name);
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return value != null && !value.equals(false) && !value.equals("");
    }

    /**
     * A number.
     *
     * @throws IllegalStateException if the setting is none
     */
    double number(String name) {
        if (get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("setting \"" + name + "\" must be a number, but is " + get(name));
    }

    /** A time, in milliseconds. */
    long millis(String name) {
        return Math.round(number(name) * 1_000);
    }

    /** A number as a handshake shows it: nothing when the setting is not enabled. */
    String shown(String name) {
        if (!enabled(name)) {
            return "";
        }
        double value = number(name);
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A list of text; one text is a list of itself. */
    List<String> texts(String name) {
        Object value = get(name);
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }
}
