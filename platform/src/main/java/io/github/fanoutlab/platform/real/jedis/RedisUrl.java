package io.github.fanoutlab.platform.real.jedis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one Redis: {@code redis://[user:password@]HOST[:PORT][/DB]}, or {@code rediss://…} over TLS. The address of several
 * is a {@link RedisTopologyUrl}.
 *
 * <p>Read as Node's {@code redis} and {@code ioredis} read it: the scheme in any case, a host of any characters that names have in
 * container networks ({@code redis_1}), a user without a password as one whose password is empty.
 *
 * @param tls whether the connection is made over TLS
 * @param user null for Redis's default user
 * @param password null if Redis asks for none
 * @param database 0 unless given; pub/sub does not know databases
 */
public record RedisUrl(boolean tls, String host, int port, String user, String password, int database) {

    /** The form of the address of one Redis. */
    public static final String FORM = "redis://[user:password@]HOST[:PORT][/DB]";

    /** The form of the address of a Redis Cluster: some of its nodes. */
    public static final String CLUSTER_FORM = "redis+cluster://[user:password@]HOST:PORT,…";

    /** The form of the address of a master that Sentinels know. */
    public static final String SENTINEL_FORM = "redis+sentinel://[user:password@]HOST:PORT,…/MASTER";

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>(?i)rediss?)://(?:(?<login>[^/?#]*)@)?"
                    + "(?<host>\\[[^\\[\\]@/?#\\s]+\\]|[^\\[\\]@:/?#\\s<>\\\\^|,]+)(?::(?<port>\\d{0,5}))?(?<path>/[^?#]*)?(?:[?#].*)?");

    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PORT = 65_535;

    /**
     * Checks the form of an address of any of the three kinds; connects to nothing.
     *
     * @throws IllegalArgumentException if it is in none of the forms; the message, one line, says what was expected
     */
    public static void requireValid(String url) {
        if (RedisTopologyUrl.parse(url).isEmpty()) {
            parse(url);
        }
    }

    /**
     * Reads the address of one Redis.
     *
     * @throws IllegalArgumentException if it is not one; the message says what was expected
     */
    static RedisUrl parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw malformed(url);
        }
        try {
            String login = parts.group("login") == null ? "" : parts.group("login");
            int colon = login.indexOf(':');
            String user = decode(colon < 0 ? login : login.substring(0, colon));
            String password = decode(colon < 0 ? "" : login.substring(colon + 1));
            boolean anonymous = user.isEmpty() && password.isEmpty();
            return new RedisUrl(
                    parts.group("scheme").toLowerCase(Locale.ROOT).equals("rediss"),
                    parts.group("host"),
                    port(parts.group("port")),
                    user.isEmpty() ? null : user,
                    anonymous ? null : password,
                    database(parts.group("path")));
        } catch (IllegalArgumentException malformed) {
            throw malformed(url);
        }
    }

    private static int port(String digits) {
        int port = digits == null || digits.isEmpty() ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port);
        }
        return port;
    }

    /** The error for an address in none of the three forms. */
    static IllegalArgumentException malformed(String url) {
        return new IllegalArgumentException("\"" + withoutPassword(url) + "\" does not say where a Redis is; expected "
                + FORM + ", for a Redis Cluster " + CLUSTER_FORM + ", or for Sentinels " + SENTINEL_FORM
                + "[/DB]; over TLS, with rediss instead of redis");
    }

    /** The URL as given, without user and password: for messages to people. */
    public static String withoutPassword(String url) {
        int login = url.indexOf("//") + 2;
        int host = url.lastIndexOf('@') + 1;
        return login > 1 && host > login ? url.substring(0, login) + url.substring(host) : url;
    }

    private static int database(String path) {
        return path == null || path.equals("/") ? 0 : Integer.parseUnsignedInt(path.substring(1));
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
