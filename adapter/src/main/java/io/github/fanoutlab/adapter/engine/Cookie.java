package io.github.fanoutlab.adapter.engine;

/**
 * The cookie with the session id that a polling client gets with its open packet, so that a load balancer can send it to the
 * same server again. The server itself does not read it.
 *
 * @param sameSite {@code Lax}, {@code Strict} or {@code None}
 * @param domain null for the host of the request
 * @param maxAgeSeconds how long it is kept; null for as long as the browser runs
 */
public record Cookie(
        String name,
        String path,
        boolean httpOnly,
        String sameSite,
        boolean secure,
        String domain,
        Long maxAgeSeconds) {

    /** What {@code cookie: true} is in {@code engine.io} 6. */
    public static final Cookie DEFAULT = named("io");

    /** The default under another name. */
    public static Cookie named(String name) {
        return new Cookie(name, "/", true, "Lax", false, null, null);
    }

    /** The value of Set-Cookie, with its parts in the order of npm's {@code cookie}. */
    String header(String sessionId) {
        return name + "=" + sessionId
                + (maxAgeSeconds == null ? "" : "; Max-Age=" + maxAgeSeconds)
                + (domain == null ? "" : "; Domain=" + domain)
                + (path == null ? "" : "; Path=" + path)
                + (httpOnly ? "; HttpOnly" : "")
                + (secure ? "; Secure" : "")
                + (sameSite == null ? "" : "; SameSite=" + sameSite);
    }
}
