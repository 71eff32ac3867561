package io.github.fanoutlab.adapter.redis;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Dates as {@code JSON.stringify} writes them: ISO 8601 in UTC with milliseconds. */
final class JsDate {

    /** What a JavaScript {@code Date} can hold (ECMAScript 2024, section 21.4.1.1); beyond it is invalid, in JSON null. */
    private static final long MAX_MILLIS = 8_640_000_000_000_000L;

    private JsDate() {}

    static JsonNode toJson(long unixSeconds, long nanos) {
        boolean fits = Math.abs(unixSeconds / 1_000) <= MAX_MILLIS && nanos < 1_000_000_000L;
        return fits ? toJson(unixSeconds * 1_000 + nanos / 1_000_000) : JsonNodeFactory.instance.nullNode();
    }

    static JsonNode toJson(long unixMillis) {
        if (unixMillis > MAX_MILLIS || unixMillis < -MAX_MILLIS) {
            return JsonNodeFactory.instance.nullNode();
        }
        OffsetDateTime at = Instant.ofEpochMilli(unixMillis).atOffset(ZoneOffset.UTC);
        int year = at.getYear();
        return JsonNodeFactory.instance.stringNode(String.format(
                Locale.ROOT,
                (year >= 0 && year <= 9_999 ? "%04d" : "%+07d") + "-%02d-%02dT%02d:%02d:%02d.%03dZ",
                year,
                at.getMonthValue(),
                at.getDayOfMonth(),
                at.getHour(),
                at.getMinute(),
                at.getSecond(),
                at.getNano() / 1_000_000));
    }
}
