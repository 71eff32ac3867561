package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.faulty.FaultyVerdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.trace.Trace;
import io.github.fanoutlab.tutorial.book.Book;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Defects planted in the servers are caught by the checkers of runs with faults")
class MutantsTest {

    private static final String ADAPTER =
            "adapter/src/main/java/io/github/fanoutlab/adapter/redis/RedisNamespaceAdapter.java";
    private static final String NAMESPACE =
            "legacy-store/src/main/java/io/github/fanoutlab/legacy/server/Namespace.java";
    private static final String DISPATCH = "manager.onDispatch(key, text, isVolatile, exceptIds);";
    private static final String PUBLISH =
            "manager.publish(new StoreMessage.Dispatch(key, text, isVolatile, exceptIds));";
    private static final String FAULTS = ";seed=3;stall:W2.sub@2.5s+1s;cut:W3.C1@4.5s+500ms;restart:redis@6.5s+300ms";

    private static final String TWICE = "No emit is delivered twice over one connection, whatever fails";
    private static final String LIVE = "After that, what each node emits reaches everybody exactly once";
    private static final String EXPLAINED = "Everything that somebody missed has a cause that the causal graph shows";

    static List<Arguments> mutants() {
        return List.of(
                Arguments.of(Sabotage.ECHO, "adapter", TWICE),
                Arguments.of(
                        new Sabotage("legacy: twice to own clients", NAMESPACE, DISPATCH, DISPATCH + DISPATCH, 1),
                        "legacy",
                        TWICE),
                Arguments.of(
                        new Sabotage("legacy: nothing to own clients", NAMESPACE, DISPATCH, "", 1),
                        "legacy",
                        EXPLAINED),
                Arguments.of(new Sabotage("legacy: never published", NAMESPACE, PUBLISH, "", 1), "legacy", EXPLAINED),
                Arguments.of(
                        new Sabotage(
                                "never subscribed",
                                ADAPTER,
                                "sub.psubscribe(channels.broadcast() + \"*\", this::onBroadcast, () -> {});",
                                "",
                                1),
                        "adapter",
                        LIVE),
                Arguments.of(
                        new Sabotage("nothing to own clients", ADAPTER, "local.broadcast(packet, options);", "", 1),
                        "adapter",
                        EXPLAINED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void caught(Sabotage sabotage, String generation, String claim) throws ReflectiveOperationException {
        RunString string = RunString.parse("sixteen;" + generation + FAULTS);
        assertThat(FaultyVerdict.of(FaultyRun.of(string)).failures()).isEmpty();
        assertThat(FaultyVerdict.of(run(sabotage.commit(Book.repository()), string))
                        .failures())
                .extracting(Check::name)
                .contains(claim);
    }

    /** The run of the changed servers; what was recorded is everybody's. */
    static FaultyRun run(Patched patched, RunString string) throws ReflectiveOperationException {
        Class<?> type = patched.loadClass(FaultyRun.class.getName());
        Object run = type.getMethod("of", RunString.class).invoke(null, string);
        return new FaultyRun(
                string,
                (Trace) type.getMethod("trace").invoke(run),
                (long) type.getMethod("begunMicros").invoke(run),
                (long) type.getMethod("healedMicros").invoke(run),
                (long) type.getMethod("probedMicros").invoke(run),
                List.of());
    }
}
