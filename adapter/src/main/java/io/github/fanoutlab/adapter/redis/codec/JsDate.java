package io.github.fanoutlab.adapter.redis.codec;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Dates as {@code JSON.stringify} writes them: ISO 8601 in UTC with milliseconds. */
final class JsDate {

    /** The last {@code Date} of JavaScript (ECMAScript 2024, section 21.4.1.1). Those beyond are invalid, in JSON null. */
    private static final Instant LAST = Instant.ofEpochMilli(8_640_000_000_000_000L);

    private static final Instant FIRST = Instant.ofEpochMilli(-8_640_000_000_000_000L);

    private JsDate() {}

    static JsonNode toJson(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            return JsonNodeFactory.instance.nullNode();
        }
        OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
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
