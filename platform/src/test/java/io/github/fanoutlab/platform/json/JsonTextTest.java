package io.github.fanoutlab.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("JSON as JSON.stringify of Node 20 writes it")
class JsonTextTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "[] -> []",
                "{} -> {}",
                "[ null, true, false, {\"a\" : [ ]} ] -> [null,true,false,{\"a\":[]}]",
                "{\"b\":1,\"10\":2,\"a\":3,\"9\":4,\"0\":5} -> {\"0\":5,\"9\":4,\"10\":2,\"b\":1,\"a\":3}",
                "{\"01\":1,\"4294967295\":2,\"-1\":3,\"4294967294\":4} -> {\"4294967294\":4,\"01\":1,\"4294967295\":2,\"-1\":3}",
                "[1.0,-0.0,100,1e21,1e20,0.000001,1e-7,5e-324] -> [1,0,100,1e+21,100000000000000000000,0.000001,1e-7,5e-324]",
                "[9007199254740993,18446744073709551616] -> [9007199254740993,18446744073709551616]",
                "`\"\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u001F\\/\"` -> \"\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u001f/\"",
                "`\"\\uD83D\\uDE00\\u007f\\u2028é\"` -> \"\uD83D\uDE00\u007f\u2028é\"",
                "`\"\\uD83D-\\uDE00\\uD83D\"` -> \"\\ud83d-\\ude00\\ud83d\"",
            })
    void texts(String read, String written) {
        assertThat(JsonText.stringify(new JsonMapper().readTree(read))).isEqualTo(written);
    }

    @Test
    @DisplayName("what JSON cannot express is null, and bytes are a Buffer")
    void values_of_programs() {
        ObjectNode object = NODES.objectNode();
        object.put("nan", Double.NaN).put("far", Double.NEGATIVE_INFINITY).put("decimal", new BigDecimal("2.50"));
        object.put("none", new byte[0]).put("bytes", new byte[] {1, -1});
        object.set("missing", NODES.missingNode());

        assertThat(JsonText.stringify(object)).isEqualTo("""
                {"nan":null,"far":null,"decimal":2.5,\
                "none":{"type":"Buffer","data":[]},"bytes":{"type":"Buffer","data":[1,255]},"missing":null}""");
    }

    @Test
    @DisplayName("a number is the closest of the shortest decimals, on every JDK")
    void numbers() {
        assertThat(text(0x1p-44)).as("5.684341886080801E-14 before JDK 19").isEqualTo("5.684341886080802e-14");
        assertThat(text(2e23)).as("2.0E23, not 1.9999999999999998E23").isEqualTo("2e+23");
        assertThat(text(0x1p-1022)).isEqualTo("2.2250738585072014e-308");
        assertThat(text(0x1p-1074)).as("4.9E-324 in Java").isEqualTo("5e-324");
        assertThat(text(9007199254740994.0)).isEqualTo("9007199254740994");
        assertThat(text(-123456789012345680000.0)).isEqualTo("-123456789012345680000");
    }

    @Test
    @DisplayName("a number reads back as it was, and no decimal with one digit less does (20,000 numbers)")
    void shortest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double number = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (!Double.isFinite(number)) {
                continue;
            }
            String text = text(number);
            BigDecimal decimal = new BigDecimal(text).stripTrailingZeros();

            assertThat(decimal.doubleValue()).as(text).isEqualTo(number);
            if (decimal.precision() > 1) {
                BigInteger shorter = decimal.unscaledValue().divide(BigInteger.TEN);
                for (BigInteger digits : new BigInteger[] {shorter, shorter.add(BigInteger.ONE)}) {
                    assertThat(new BigDecimal(digits, decimal.scale() - 1).doubleValue())
                            .as(text)
                            .isNotEqualTo(number);
                }
            }
        }
    }

    @Test
    void a_quoted_text_is_escaped_as_a_string_is() {
        assertThat(JsonText.quote("a\"\n")).isEqualTo("\"a\\\"\\n\"");
    }

    private static String text(double number) {
        JsonNode node = NODES.numberNode(number);
        return JsonText.stringify(node);
    }
}
