package io.github.fanoutlab.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("JSON is read as JSON.parse reads it")
class JsonTreesTest {

    private final JsonTrees trees = new JsonTrees(200, new JsonTrees.DoubleRange());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\\ud83db\":1}",
                "{\"\\ude00\":\"\\udc00x\"}",
                "{\"\\ud83d\\ud83d\":1}",
                "[\"a\\ud83d\"]",
                "{\"\\\\ud83d\":\"\\\\\\ud83d\"}",
            })
    void half_a_surrogate_pair_may_stand_anywhere(String json) {
        assertThat(JsonText.stringify(trees.parse(json))).isEqualTo(json);
    }

    @Test
    void an_escaped_pair_is_one_character() {
        assertThat(JsonText.stringify(trees.parse("{\"\\uD83D\\uDE00\":1}"))).isEqualTo("{\"😀\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e9999999999"})
    @MethodSource("longNumbers")
    void a_number_beyond_the_range_of_a_double_is_infinite_and_written_as_null(String number) {
        assertThat(JsonText.stringify(trees.parse("[" + number + "]"))).isEqualTo("[null]");
    }

    static List<String> longNumbers() {
        return List.of("9".repeat(400), "9".repeat(1_200), "-" + "9".repeat(1_000_000), "9".repeat(5_000) + ".5");
    }

    @Test
    @DisplayName(
            "names, texts and numbers may be as long as the message: 0.000…1, a name of 60,000, a text of 21,000,000")
    void long_names_texts_and_numbers() {
        assertThat(JsonText.stringify(trees.parse("[0." + "0".repeat(2_000) + "1]")))
                .isEqualTo("[0]");
        assertThat(trees.parse("{\"" + "n".repeat(60_000) + "\":1}").size()).isEqualTo(1);
        assertThat(trees.parse("[\"" + "t".repeat(21_000_000) + "\"]").get(0).stringValue())
                .hasSize(21_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[] x", "[01]", "[NaN]", "[1,]", "{a:1}", "['a']", "[\"\t\"]", "\ufeff[]", "\\ud83d"})
    void what_JSON_parse_refuses_is_refused(String text) {
        assertThatThrownBy(() -> trees.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nesting_is_limited() {
        assertThat(trees.parse("[".repeat(200) + "]".repeat(200))).isNotNull();
        assertThatThrownBy(() -> trees.parse("[".repeat(201) + "]".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_contains_itself_cannot_become_JSON() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("me", List.of(map));
        ArrayNode tree = JsonNodeFactory.instance.arrayNode();
        tree.add(tree);

        for (Object value : List.<Object>of(list, map, tree)) {
            assertThatThrownBy(() -> trees.of(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("contains itself, or is nested deeper than 200");
        }
    }

    @Test
    void a_decimal_beyond_the_range_of_a_double_cannot_become_JSON_and_a_tiny_one_is_zero() {
        assertThatThrownBy(() -> trees.of(List.of(new BigDecimal("-1E+500"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1E+500 is beyond the range of a double");
        assertThat(JsonText.stringify(trees.of(new BigDecimal("1E-500")))).isEqualTo("0");
        assertThat(JsonText.stringify(trees.of(new BigInteger("9".repeat(400)))))
                .isEqualTo("null");
    }

    @Test
    @DisplayName("bytes of a program are bytes, with Jackson 3.1, which Spring Boot 4 pins, as with 3.2")
    void bytes() {
        assertThat(trees.of(new byte[] {1, 2}).isBinary()).isTrue();
        assertThat(JsonText.stringify(trees.of(Map.of("a", new byte[] {1, 2}))))
                .isEqualTo("{\"a\":{\"type\":\"Buffer\",\"data\":[1,2]}}");
        assertThat(new JsonTrees.DoubleRange().pojoNode(new byte[] {1}).isBinary())
                .as("what Jackson 3.1 asks for")
                .isTrue();
    }

    @Test
    @DisplayName("a long value that is of another type is not repeated whole in the exception")
    void excerpt() {
        assertThatThrownBy(() -> trees.as(trees.of("x".repeat(900_008)), Integer.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected java.lang.Integer, got \"xxx")
                .hasMessageContaining("xxx… (900,010 characters): ")
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(600));
    }

    @Test
    @DisplayName("text in UTF-8 has U+FFFD for half a surrogate pair, as a Buffer of Node has")
    void utf_8() {
        assertThat(JavaScriptText.utf8("a\ud83db")).containsExactly('a', 0xef, 0xbf, 0xbd, 'b');
        assertThat(JavaScriptText.wellFormed("\ude00😀\ud83d")).isEqualTo("\ufffd😀\ufffd");
    }
}
