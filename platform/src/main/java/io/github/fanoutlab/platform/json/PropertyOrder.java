package io.github.fanoutlab.platform.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The order of an object's properties in JavaScript (ECMAScript 2024, section 10.1.11.1): first array indexes in ascending order, then
 * the others as they were added.
 */
public final class PropertyOrder {

    private static final long LAST_ARRAY_INDEX = 4_294_967_294L;

    private PropertyOrder() {}

    /** The properties of {@code object} in that order. */
    public static Collection<Map.Entry<String, JsonNode>> of(JsonNode object) {
        Collection<Map.Entry<String, JsonNode>> properties = object.properties();
        for (Map.Entry<String, JsonNode> property : properties) {
            if (arrayIndex(property.getKey()) >= 0) {
                return sorted(properties);
            }
        }
        return properties;
    }

    private static List<Map.Entry<String, JsonNode>> sorted(Collection<Map.Entry<String, JsonNode>> properties) {
        List<Map.Entry<String, JsonNode>> sorted = new ArrayList<>(properties);
        sorted.sort(Comparator.comparingLong(property -> {
            long index = arrayIndex(property.getKey());
            return index < 0 ? Long.MAX_VALUE : index;
        }));
        return sorted;
    }

    /** The array index that {@code key} is, or -1. */
    private static long arrayIndex(String key) {
        if (key.isEmpty() || key.length() > 10 || key.charAt(0) == '0' && key.length() > 1) {
            return -1;
        }
        long index = 0;
        for (int i = 0; i < key.length(); i++) {
            char digit = key.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            index = index * 10 + digit - '0';
        }
        return index <= LAST_ARRAY_INDEX ? index : -1;
    }
}
