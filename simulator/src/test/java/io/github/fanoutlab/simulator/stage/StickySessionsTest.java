package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.RequestTable;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Polling needs sticky sessions in 1.0+; in 0.9 any worker can serve it, at a price")
class StickySessionsTest {

    private static final List<Scenario> WITH_FAULTS =
            List.of(Scenarios.SIXTEEN, Scenarios.TWO_SERVERS, Scenarios.ROOMS);
    private static final int SEEDS = 1;

    private static Verdict<FaultyRun> play(String run) {
        return FaultyClaims.judge(FaultyRun.of(RunString.parse(run)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adapter;transport=polling",
                "adapter;transport=upgrade",
                "adapter;transport=polling;balancer=cookie",
                "adapter;transport=polling;balancer=source",
                "adapter;transport=upgrade;balancer=cookie",
                "adapter;transport=upgrade;balancer=source",
                "adapter;balancer=round-robin",
                "legacy;transport=xhr-polling",
                "legacy;transport=fallback;balancer=cookie",
                "legacy;transport=xhr-polling;balancer=cookie",
                "legacy;transport=xhr-polling;balancer=source",
                "legacy;balancer=round-robin"
            })
    @DisplayName(
            "with them, and over WebSocket without them, nobody misses anything; and with faults all promises hold")
    void sticky(String access) {
        for (Scenario scenario : Scenarios.DOCUMENTED) {
            Verdict<FaultyRun> calm = play(scenario.name() + ';' + access);
            assertThat(calm.failures()).as(scenario.name()).isEmpty();
            if (scenario != Scenarios.WORKER_DEATH) {
                assertThat(calm.misses()).as(scenario.name()).isEmpty();
            }
        }
        for (Scenario scenario : WITH_FAULTS) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                String string = scenario.name() + ';' + access + ";seed=" + seed;
                assertThat(new Campaign().play(RunString.parse(string)).failures())
                        .as(string)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "upgrade"})
    @DisplayName("without them, a client of 1.0+ that polls never gets connected: Session ID unknown")
    void session_unknown(String transport) {
        Verdict<FaultyRun> verdict = play("heartbeat;adapter;transport=" + transport + ";balancer=round-robin");

        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.brokenPromises())
                .extracting(Check::name)
                .anyMatch(claim -> claim.contains("every client is connected again"))
                .anyMatch(claim -> claim.startsWith("After that, what each node emits reaches everybody"));
        assertThat(verdict.misses()).extracting(Deviation::cause).containsOnly(Cause.SESSION_UNKNOWN);
        assertThat(verdict.run().trace().events(Kind.HTTP_RESPONSE_RECEIVED))
                .anyMatch(answer -> answer.text().equals("400 {\"code\":1,\"message\":\"Session ID unknown\"}"));
    }

    @Test
    @DisplayName(
            "a client that is led to another worker gets an emit that comes there later again, and misses one that came before")
    void moved() {
        Verdict<FaultyRun> verdict = play("sixteen;adapter;seed=110;balancer=round-robin;nodes=W1,W2;beats=8;"
                + "failover:redis@6s+1.6s;leave:C1@8s+1us");

        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.misses()).extracting(Deviation::cause).contains(Cause.CLIENT_AWAY);
        assertThat(verdict.extras()).extracting(Deviation::cause).containsOnly(Cause.MOVED);
        assertThat(verdict.brokenPromises())
                .extracting(Check::name)
                .containsExactly("Nobody gets an emit again after reconnecting");
    }

    @Test
    @DisplayName("without them, 0.9 delivers as long as nothing fails, since every worker knows every session")
    void replicated() {
        Verdict<FaultyRun> verdict = play("heartbeat;legacy;transport=xhr-polling;balancer=round-robin");

        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.brokenPromises()).isEmpty();
        assertThat(verdict.misses()).isEmpty();
        assertThat(RequestTable.of(verdict.run()).lines().skip(1)).allMatch(client -> client.endsWith(" 0"));
    }

    @Test
    @DisplayName(
            "without them two emits at a time are lost or doubled in 0.9: no worker knows where the next poll goes")
    void doubled_or_lost() {
        Verdict<FaultyRun> verdict = play("four-emitters;legacy;transport=xhr-polling;balancer=round-robin");

        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.brokenPromises()).isNotEmpty();
        assertThat(verdict.misses()).extracting(Deviation::cause).contains(Cause.LEFT_BEHIND);
        assertThat(verdict.extras()).anyMatch(extra -> extra.cause() == Cause.KEPT_TWICE);
    }
}
