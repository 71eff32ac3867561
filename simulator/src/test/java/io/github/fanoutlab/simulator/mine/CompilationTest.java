package io.github.fanoutlab.simulator.mine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A source that does not compile")
class CompilationTest {

    @Test
    @DisplayName("is told with types as it names them itself, without their packages")
    void simpleNames() {
        assertRefused("java.util.List<String> names = new java.util.ArrayList<Integer>();")
                .hasMessageContaining("ArrayList<Integer> cannot be converted to List<String>");
    }

    @Test
    @DisplayName("is told with the packages of two types that have the same name without them")
    void sameName() {
        assertRefused("java.util.Date now = new java.sql.Date(0); java.sql.Date then = now;")
                .hasMessageContaining("java.util.Date cannot be converted to java.sql.Date");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String statements) {
        String source = "class Mine { void run() { " + statements + " } }";
        return assertThatThrownBy(() -> Compilation.of(Map.of("Mine", source))).isInstanceOf(Compilation.Refused.class);
    }
}
