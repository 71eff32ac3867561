package io.github.fanoutlab.simulator.check.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Each claim about runs with faults catches what a defect would leave in the record")
class FaultyClaimsTest {

    /** Everybody emits ten times and once more; a client is away for a second. */
    private static final String RUN = "four-emitters;adapter;seed=42;leave:C1@3.3s+1s";

    private static Predicate<TraceEvent> delivery(String payload) {
        return event -> event.kind() == Kind.DELIVERY && event.text().contains(payload);
    }

    private static String failing(TamperedRun forged) {
        return forged.judged().failures().stream().map(Check::name).reduce("", (a, b) -> a + b + '\n');
    }

    @Test
    @DisplayName("the record as it was: all claims hold, and four emits were missed while the client was away")
    void untouched() {
        Verdict<FaultyRun> verdict = TamperedRun.of(RUN).judged();
        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.misses()).hasSize(4).allMatch(miss -> miss.cause() == Cause.CLIENT_AWAY);
    }

    @Test
    @DisplayName(
            "a time limit is stated, but is not in the name of the claim, so that runs with different limits can be grouped")
    void limits() {
        for (String limited : List.of("mirror;legacy;kill:W2@100ms 10.5s", "mirror;legacy;kill:W2@100ms+2s 12.1s")) {
            String[] parts = limited.split(" ");
            assertThat(TamperedRun.of(parts[0]).judged().checks())
                    .filteredOn(check ->
                            check.name().equals("Once everything has healed, every client is connected again in time"))
                    .extracting(Check::statement)
                    .containsExactly("Once everything has healed, every client is connected again within " + parts[1]
                            + " of virtual time");
        }
    }

    @Test
    @DisplayName("a client comes back a hundred seconds after everything healed, and still before the probe")
    void late() {
        String run = "heartbeat;adapter;transport=polling;kill:W2@1.5s+1s";
        long healed = FaultyRun.of(RunString.parse(run)).healedMicros();
        TamperedRun late = TamperedRun.of(run)
                .change(
                        event -> event.kind() == Kind.CONNECTED
                                && event.lane().equals("C2")
                                && event.timeMicros() > 2_000_000,
                        event -> TamperedRun.at(healed + 100_000_000, event));
        assertThat(late.judged().failures())
                .filteredOn(check -> check.name().equals(FaultyClaims.BACK))
                .extracting(Check::actual)
                .containsExactly("1 exception: C2 at W2 came back 100 s later");
    }

    @Test
    @DisplayName("a session ends by itself, and nothing had hit its worker or its connection")
    void ends_by_itself() {
        String claim = FaultyClaims.NOT_CUT + '\n';
        for (String hit : List.of("W3.C3", "W2.sub", "W1.redis")) {
            assertThat(failing(TamperedRun.of("heartbeat;legacy;leave:C2@3.3s+1s;stall:" + hit + "@1s+10ms")
                            .change(
                                    event -> event.kind() == Kind.DISCONNECTED,
                                    event -> TamperedRun.named("heartbeat timeout", event))))
                    .as(hit)
                    .contains(claim);
        }
        assertThat(failing(TamperedRun.of("heartbeat;legacy;leave:C2@3.3s+1s;stall:W2.C2@1s+10ms")
                        .change(
                                event -> event.kind() == Kind.DISCONNECTED,
                                event -> TamperedRun.named("heartbeat timeout", event))))
                .doesNotContain(claim);
    }

    @Test
    @DisplayName("0.9.16: a node keeps as open, or keeps a channel of, only what it was told")
    void told() {
        String claim = FaultyClaims.NO_LEFTOVERS + '\n';
        String between = "banned;legacy=0.9.16;seed=1000004;transport=xhr-polling;leave:C2@3.047s+1.888s";
        assertThat(failing(TamperedRun.of(between)
                        .without(event -> event.kind() == Kind.REDIS_PUSH
                                && event.lane().equals("W1")
                                && event.channel().equals("open")
                                && event.timeMicros() > 3_000_000)))
                .isEqualTo(claim);
        String refused = "volatile;legacy=0.9.16;seed=1000004;balancer=round-robin;clients=C2;steps=none;"
                + "lag:W1.pub@W2.subscribed+30ms";
        assertThat(failing(TamperedRun.of(refused)
                        .without(event -> event.is(Kind.REDIS_SENT, "PUBLISH")
                                && event.channel().equals("close"))))
                .isEqualTo(claim);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "source"})
    @DisplayName(
            "0.9: a balancer that leads a session away from a living worker, to one that was never restarted, excuses nothing")
    void led_away(String balancer) {
        assertThat(failing(TamperedRun.of("heartbeat;legacy;transport=xhr-polling;balancer=" + balancer)
                        .change(
                                event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                                        && event.peer().equals("C2")
                                        && event.timeMicros() > 3_000_000,
                                event -> TamperedRun.in(event.lane().equals("W3") ? "W4" : "W3", event))
                        .without(delivery("master#0011"))))
                .contains(FaultyClaims.FRESH);
    }

    @Test
    @DisplayName("one delivery comes twice")
    void twice() {
        assertThat(failing(TamperedRun.of(RUN).again(delivery("W4#0011"), event -> event)))
                .isEqualTo("No emit is delivered twice over one connection, whatever fails\n"
                        + "After that, what each node emits reaches everybody exactly once\n");
    }

    @Test
    @DisplayName("an old delivery comes once more, after later ones of its sender")
    void overtaken() {
        assertThat(failing(TamperedRun.of(RUN).again(delivery("W4#0009"), event -> event)))
                .contains("arrive in the order of emitting");
    }

    @Test
    @DisplayName("something is delivered that nobody emitted")
    void invented() {
        assertThat(failing(TamperedRun.of(RUN)
                        .change(
                                delivery("W4#0009"),
                                event -> TamperedRun.as(event, Kind.DELIVERY, "W1", "[\"W4#0777\"]"))))
                .contains("Nothing is delivered that was not emitted before");
    }

    @Test
    @DisplayName("something is delivered over a connection that the client does not have")
    void strangers() {
        assertThat(failing(TamperedRun.of(RUN)
                        .change(
                                delivery("W4#0009"),
                                event -> TamperedRun.as(event, Kind.DELIVERY, "W3", event.payload()))))
                .contains("to a client that it is not meant for")
                .contains("over a connection that is closed");
    }

    @Test
    @DisplayName("a ghost: something is delivered after the client left")
    void ghosts() {
        assertThat(failing(TamperedRun.of(RUN)
                        .without(event -> event.kind() == Kind.CONNECTED && event.timeMicros() > 2_000_000)))
                .contains("Nothing is delivered over a connection that is closed")
                .contains("every client is connected again in time");
    }

    @Test
    @DisplayName("a worker greets twice, or in another's name")
    void greetings() {
        String claim = "Each session is greeted at most once, by its own worker\n";
        assertThat(failing(TamperedRun.of(RUN).again(delivery("connected to worker"), event -> event)))
                .isEqualTo(claim);
        assertThat(failing(TamperedRun.of(RUN)
                        .change(
                                delivery("connected to worker"),
                                event -> TamperedRun.as(event, Kind.DELIVERY, "W1", "[\"connected to worker: 2\"]"))))
                .isEqualTo(claim);
    }

    @Test
    @DisplayName("an emit after all has healed does not reach a client: not live, and no cause is found")
    void not_live() {
        assertThat(failing(TamperedRun.of(RUN).without(delivery("W4#0011"))))
                .isEqualTo("After that, what each node emits reaches everybody exactly once\n"
                        + "Everything that a client missed has a cause in the trace\n");
    }

    @Test
    @DisplayName("if any step of its path is missing without a reason, the cause is unknown, and the run fails")
    void unknown() {
        Predicate<TraceEvent> ofThisEmit =
                event -> Payload.in(event).filter(new Payload("W4", 5)::equals).isPresent();
        for (Kind step : new Kind[] {Kind.FRAME_SENT, Kind.REDIS_PUSH, Kind.REDIS_HANDLED, Kind.REDIS_SENT}) {
            Verdict<FaultyRun> verdict = TamperedRun.of("four-emitters;adapter;seed=42;stall:W2.pub@9s+1ms")
                    .without(delivery("W4#0005"))
                    .without(ofThisEmit.and(event -> event.kind() == step))
                    .judged();
            assertThat(verdict.misses())
                    .as("%s", step)
                    .singleElement()
                    .satisfies(miss -> assertThat(miss.cause()).isEqualTo(Cause.UNKNOWN));
            assertThat(verdict.passed()).as("%s", step).isFalse();
        }
    }
}
