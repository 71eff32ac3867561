package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.Backlogs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a 0.9 server, by their names there, which {@code LegacyServer.set} lists. Times are in seconds. */
final class Settings {

    private static final List<String> NUMBERS = List.of(
            "backlog size",
            "browser client expires",
            "close timeout",
            "destroy buffer size",
            "heartbeat interval",
            "heartbeat timeout",
            "log level",
            "polling duration",
            "total backlog size");

    private static final List<String> TRANSPORTS = List.of("websocket", "htmlfile", "xhr-polling", "jsonp-polling");

    private final Map<String, Object> values = defaults();

    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("origins", "*:*");
        defaults.put("log", true);
        defaults.put("heartbeats", true);
        defaults.put("resource", "/socket.io");
        defaults.put("transports", TRANSPORTS);
        defaults.put("authorization", false);
        defaults.put("blacklist", List.of("disconnect"));
        defaults.put("backlog size", Backlogs.DEFAULT_MAX_BYTES);
        defaults.put("log level", 3);
        defaults.put("log colors", false);
        defaults.put("close timeout", 60);
        defaults.put("heartbeat interval", 25);
        defaults.put("heartbeat timeout", 60);
        defaults.put("polling duration", 20);
        defaults.put("destroy upgrade", true);
        defaults.put("destroy buffer size", 100_000_000);
        defaults.put("browser client", true);
        defaults.put("browser client cache", true);
        defaults.put("browser client minification", false);
        defaults.put("browser client etag", false);
        defaults.put("browser client expires", 315_360_000);
        defaults.put("browser client gzip", false);
        defaults.put("browser client handler", false);
        defaults.put("client store expiration", 15);
        defaults.put("match origin protocol", false);
        return defaults;
    }

    /**
     * Sets. A number may also be false or empty, which is 0.
     *
     * @throws IllegalArgumentException if the setting must be a number, and {@code value} is not, or is negative; or if it is of
     *     another wrong type, or names a transport that does not exist
     */
    void set(String name, Object value) {
        if (NUMBERS.contains(name) && !isNumber(value)) {
            throw new IllegalArgumentException(
                    "setting \"" + name + "\" must be a number, 0 or more, but was set to " + value);
        }
        require(name, value, "store", Store.class, "a MemoryStore or a RedisStore");
        require(name, value, "logger", Logger.class, "a Logger");
        if (name.equals("transports") && !TRANSPORTS.containsAll(texts(value))) {
            throw new IllegalArgumentException(
                    "setting \"transports\" must be a list of some of " + TRANSPORTS + ", but was set to " + value);
        }
        values.put(name, value);
    }

    private static void require(String name, Object value, String setting, Class<?> type, String wanted) {
        if (name.equals(setting) && !type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "setting \"" + name + "\" must be " + wanted + ", but was set to " + value);
        }
    }

    Object get(String name) {
        return values.get(name);
    }

    /** Whether the setting has a value that is neither false, 0 nor empty: JavaScript's truth. */
    boolean enabled(String name) {
        Object value = get(name);
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return value != null && !value.equals(false) && !value.equals("");
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number number && number.doubleValue() >= 0
                || Boolean.FALSE.equals(value)
                || "".equals(value);
    }

    /** A number; 0 if the setting is not enabled. */
    double number(String name) {
        return get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /** A time, in milliseconds. */
    long millis(String name) {
        return Math.round(number(name) * 1_000);
    }

    /** A number as a handshake shows it: empty if the setting is not enabled. */
    String shown(String name) {
        if (!enabled(name)) {
            return "";
        }
        double value = number(name);
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A list of texts; a single text is a list of itself. */
    List<String> texts(String name) {
        return texts(get(name));
    }

    private static List<String> texts(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }
}
