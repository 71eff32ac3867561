package io.github.fanoutlab.platform.real.jetty;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An application pins another Jetty")
class JettyVersionTest {

    @Test
    @DisplayName("One that has not what is needed: the exception says which is needed")
    void says_what_is_needed() {
        assertThatThrownBy(() -> JettyVersion.explain(() -> {
                    throw new NoSuchFieldError("RFC9110");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "Jetty 12\\.1 is needed; the class path has 12\\.1\\..* in file:.*jetty-server-.*jar,"
                                + " which lacks java\\.lang\\.NoSuchFieldError: RFC9110");
    }
}
