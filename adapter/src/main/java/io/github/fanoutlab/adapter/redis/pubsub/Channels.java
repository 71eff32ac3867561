package io.github.fanoutlab.adapter.redis.pubsub;

import java.util.Set;

/**
 * The channels of one namespace. {@code P} is the prefix, {@code N} the namespace with its slash.
 *
 * @param broadcast {@code P#N#}; for one room {@code P#N#room#}
 * @param request {@code P-request#N#}
 * @param response {@code P-response#N#}; for one node {@code P-response#N#uid#}
 */
public record Channels(String broadcast, String request, String response) {

    /** Those of {@code namespace}. */
    public static Channels of(String prefix, String namespace) {
        return new Channels(
                prefix + "#" + namespace + "#",
                prefix + "-request#" + namespace + "#",
                prefix + "-response#" + namespace + "#");
    }

    /** The channel of a broadcast to {@code rooms}: the room's own if it is exactly one, otherwise the namespace's. */
    public String broadcast(Set<String> rooms) {
        return rooms.size() == 1 ? broadcast + rooms.iterator().next() + "#" : broadcast;
    }

    /** The room in the name of a channel that begins with {@link #broadcast()}; empty when there is none. */
    public String roomIn(String channel) {
        return channel.length() > broadcast.length() ? channel.substring(broadcast.length(), channel.length() - 1) : "";
    }

    /** The response channel of the node {@code uid} alone. */
    public String responseTo(String uid) {
        return response + uid + "#";
    }
}
