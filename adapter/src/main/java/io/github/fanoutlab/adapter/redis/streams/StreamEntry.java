package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of a stream: {@code uid}, {@code nsp}, {@code type} and {@code data}, which is JSON, or MessagePack in base 64 if it has
 * bytes. Peer: {@code @socket.io/redis-streams-adapter} 0.3.1, {@code encode} and {@code decode}.
 */
record StreamEntry(StreamId id, Map<String, String> fields) {

    /** The entries in the reply to XRANGE, or those of the one stream in the reply to XREAD; none if there is no such reply. */
    static List<StreamEntry> all(RedisReply entries) {
        List<StreamEntry> all = new ArrayList<>();
        if (entries instanceof Multi list) {
            list.items().forEach(entry -> all.add(of((Multi) entry)));
        }
        return all;
    }

    /** The entries of the one stream in the reply to XREAD; none in that of one that found nothing. */
    static List<StreamEntry> read(RedisReply streams) {
        return streams instanceof Multi one
                ? all(((Multi) one.items().get(0)).items().get(1))
                : List.of();
    }

    private static StreamEntry of(Multi entry) {
        List<RedisReply> words = ((Multi) entry.items().get(1)).items();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            fields.put(text(words.get(i)), text(words.get(i + 1)));
        }
        return new StreamEntry(StreamId.parse(text(entry.items().get(0))), fields);
    }

    private static String text(RedisReply word) {
        return ((RedisReply.Bulk) word).text();
    }

    /** The namespace of its message. */
    String namespace() {
        return fields.getOrDefault("nsp", "");
    }

    /** Who added it. */
    String uid() {
        return fields.getOrDefault("uid", "");
    }

    /**
     * Its message, {@code {type, data, uid, nsp}}.
     *
     * @throws MalformedMessageException if it has none
     */
    ObjectNode message() {
        try {
            ObjectNode message = MessageCodec.object().put("type", Integer.parseInt(fields.getOrDefault("type", "")));
            String data = fields.getOrDefault("data", "");
            if (!data.isEmpty()) {
                message.set("data", data(data));
            }
            return message.put("uid", uid()).put("nsp", namespace());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    private static JsonNode data(String data) {
        return data.startsWith("{")
                ? MessageCodec.readJson(data.getBytes(StandardCharsets.UTF_8))
                : MessagePackDecoder.decode(Base64.getDecoder().decode(data));
    }

    /** {@code message} as fields and values in turn. */
    static List<String> fields(ObjectNode message, boolean onlyPlaintext) {
        List<String> fields = new ArrayList<>(List.of("uid", message.get("uid").stringValue()));
        fields.addAll(List.of("nsp", message.get("nsp").stringValue()));
        fields.addAll(List.of("type", message.get("type").asString()));
        JsonNode data = message.path("data");
        fields.add("data");
        fields.add(
                !onlyPlaintext && Payloads.hasBinary(data)
                        ? Base64.getEncoder().encodeToString(MessagePackEncoder.encode(data))
                        : JsonText.stringify(data));
        return fields;
    }
}
