package io.github.fanoutlab.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the user's code throws")
class GuardTest {

    private static final StackTraceElement JDK =
            new StackTraceElement(null, "java.base", null, "java.lang.Integer", "parseInt", "Integer.java", 668);
    private static final StackTraceElement LIBRARY = new StackTraceElement(
            null, null, null, "io.github.fanoutlab.legacy.store.RedisStore", "publish", "RedisStore.java", 173);
    private static final StackTraceElement USER =
            new StackTraceElement(null, null, null, "Chat", "onJoin", "Chat.java", 26);

    private static String described(StackTraceElement... trace) {
        IllegalStateException thrown = new IllegalStateException("gone");
        thrown.setStackTrace(trace);
        return Guard.describe(thrown);
    }

    @Test
    @DisplayName("is described with its place")
    void place() {
        assertThat(described(USER, LIBRARY))
                .isEqualTo("java.lang.IllegalStateException: gone at Chat.onJoin(Chat.java:26)");
    }

    @Test
    @DisplayName("is described with the place of the call, too, when the JDK or the library threw it")
    void called() {
        assertThat(described(JDK, USER, LIBRARY))
                .endsWith(
                        "at java.base/java.lang.Integer.parseInt(Integer.java:668), called at Chat.onJoin(Chat.java:26)");
        assertThat(described(LIBRARY, JDK, USER))
                .endsWith("RedisStore.publish(RedisStore.java:173), called at Chat.onJoin(Chat.java:26)");
    }

    @Test
    @DisplayName("is cut when it is long, so that no client fills the log")
    void cut() {
        assertThat(Guard.describe(new IllegalStateException("x".repeat(1_800_000))))
                .startsWith("java.lang.IllegalStateException: xxx")
                .contains("xxx… (1,800,033 characters) at ")
                .hasSizeLessThan(600);
    }

    @Test
    @DisplayName("is described without a place when there is none")
    void none() {
        assertThat(described()).isEqualTo("java.lang.IllegalStateException: gone");
        assertThat(described(LIBRARY)).endsWith("at " + LIBRARY);
    }
}
