package io.github.fanoutlab.platform.real;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a Redis is: {@code redis://[user:password@]HOST[:PORT][/DB]}, {@code rediss://…} over TLS.
 *
 * @param tls whether it is spoken to over TLS
 * @param user null for Redis's default user
 * @param password null when none is asked for
 * @param database 0 unless given; pub/sub does not know databases
 */
record RedisUrl(boolean tls, String host, int port, String user, String password, int database) {

    /** What the address of one Redis looks like, of a Redis Cluster by some of its nodes, and of a master by its Sentinels. */
    static final String FORM = "redis://[user:password@]HOST[:PORT][/DB]";

    static final String CLUSTER_FORM = "redis+cluster://[user:password@]HOST:PORT,…";
    static final String SENTINEL_FORM = "redis+sentinel://[user:password@]HOST:PORT,…/MASTER";

    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none of Redis; the message says what was expected
     */
    static RedisUrl parse(String url) {
        try {
            URI uri = URI.create(url);
            String userInfo = uri.getRawUserInfo();
            int colon = userInfo == null ? -1 : userInfo.indexOf(':');
            boolean tls = "rediss".equals(uri.getScheme());
            if (!tls && !"redis".equals(uri.getScheme())
                    || uri.getHost() == null
                    || uri.getPort() > MAX_PORT
                    || (userInfo != null && colon < 0)) {
                throw new IllegalArgumentException();
            }
            return new RedisUrl(
                    tls,
                    uri.getHost(),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    colon <= 0 ? null : decode(userInfo.substring(0, colon)),
                    colon < 0 ? null : decode(userInfo.substring(colon + 1)),
                    database(uri.getPath()));
        } catch (IllegalArgumentException malformed) {
            throw notAnAddress(url);
        }
    }

    /** Says so, and what was expected. */
    static IllegalArgumentException notAnAddress(String url) {
        return new IllegalArgumentException("\"" + withoutSecret(url) + "\" does not say where a Redis is; expected "
                + FORM + ", for a Redis Cluster " + CLUSTER_FORM + ", or for Sentinels " + SENTINEL_FORM
                + "[/DB]; with rediss in place of redis over TLS");
    }

    /** The URL as given, without what stands before its {@code @}: for messages to people. */
    static String withoutSecret(String url) {
        return url.replaceFirst("//.*@", "//");
    }

    private static int database(String path) {
        return path.isEmpty() || path.equals("/") ? 0 : Integer.parseUnsignedInt(path.substring(1));
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
