package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link Packing#JSON}. */
final class JsonPacking implements Packing {

    @Override
    public byte[] pack(ObjectNode message) {
        return JsonText.stringify(message).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public JsonNode unpack(byte[] payload) {
        return JavaScriptJson.parse(new String(payload, StandardCharsets.UTF_8));
    }
}
