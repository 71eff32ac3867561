package io.github.fanoutlab.simulator.check.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.CheckerSelfTest;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.check.faulty.TamperedRun;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RandomFaults;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.TriggerEvent;
import io.github.fanoutlab.simulator.report.CampaignReport;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Many runs, each with the faults that its seed draws")
class CampaignTest {

    private static final int SEEDS = 20;

    @Test
    @DisplayName("20 seeds of every scenario over 0.9, 1.0+ and streams: all pass, and no loss is unexplained")
    void all_pass() {
        Campaign campaign = new Campaign();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (Scenario scenario : Scenarios.DOCUMENTED) {
                for (RunString run : RunString.parseAll(scenario.name(), RedisDialect.COMPARED)) {
                    Verdict<FaultyRun> verdict = campaign.play(run.withSeed(seed));
                    assertThat(verdict.failures())
                            .as(verdict.run().string().command())
                            .isEmpty();
                }
            }
        }
        assertThat(campaign.runs()).isEqualTo(SEEDS * (8 * 3 - 1));
        assertThat(campaign.dialects()).containsExactlyElementsOf(RedisDialect.COMPARED);
        assertThat(campaign.failedRuns()).isZero();
        assertThat(campaign.missed()).doesNotContainKey(Cause.UNKNOWN).containsKey(Cause.NODE_DEAD);
        assertThat(campaign.coverage()).containsOnlyKeys(FaultKind.BREAKING.toArray(FaultKind[]::new));
        assertThat(campaign.coverage().values())
                .allMatch(covered -> covered.hit() > SEEDS && covered.runs() <= covered.hit());
        assertThat(campaign.triggers()).containsOnlyKeys(TriggerEvent.values());
        assertThat(campaign.triggers().values())
                .as("faults that waited for each step of the protocol, and hit something right after it")
                .allMatch(covered -> covered.hit() > 0 && covered.hit() <= covered.drawn());
    }

    @Test
    @DisplayName(
            "a promise that 0.9 breaks by its design is counted, with the first run that shows it, and is no failure")
    void broken_promise() {
        String restartedEmitter = "rooms;legacy=0.9.17;seed=%d;sim=1;nodes=W2,W3;clients=C2;steps=3;kill:W3@0s";
        String promise = "An emit reaches nobody in a room that it leaves out";
        Campaign campaign = new Campaign();
        for (int seed = 1; seed <= 2; seed++) {
            campaign.add(FaultyClaims.judge(FaultyRun.of(RunString.parse(String.format(restartedEmitter, seed)))));
        }
        Campaign all = new Campaign();
        all.add(campaign);
        all.add(campaign);

        assertThat(all.failedRuns()).isZero();
        assertThat(all.extras()).containsExactly(Map.entry(Cause.MEMBER_UNKNOWN, Map.of(RedisDialect.V0_9_17, 4L)));
        assertThat(all.broken()).containsOnlyKeys(RedisDialect.V0_9_17);
        Campaign.Broken broken = all.broken().get(RedisDialect.V0_9_17).get(promise);
        assertThat(broken.runs()).isEqualTo(4);
        assertThat(broken.first().seed()).isEqualTo(1);
    }

    @Test
    @DisplayName("a run whose last delivery is removed fails, and is listed under the claim that does not hold")
    void self_test() {
        Campaign campaign = new Campaign();
        campaign.add(TamperedRun.of("heartbeat;legacy;seed=1;kill:W2@3s")
                .without(event -> event.kind() == Kind.DELIVERY && event.text().contains("master#0011"))
                .judged());
        assertThat(campaign.failedRuns()).isOne();
        assertThat(campaign.failed()).containsKey("After that, what each node emits reaches everybody exactly once");
        assertThat(campaign.missed()).containsKey(Cause.UNKNOWN);
    }

    @Test
    @DisplayName(
            "runs that fail in the same way after the same kinds of faults: the simplest is kept, and all are counted")
    void failures() {
        Campaign all = new Campaign();
        for (String faults : List.of("kill:W2@2s;kill:W3@3s", "kill:W2@3s", "stall:W2.pub@1s+1s", "kill:W3@3s")) {
            Campaign one = new Campaign();
            one.add(TamperedRun.of("heartbeat;legacy;seed=1;" + faults)
                    .without(event ->
                            event.kind() == Kind.DELIVERY && event.text().contains("master#0011"))
                    .judged());
            all.add(one);
        }

        Failures failures = all.failed().get("After that, what each node emits reaches everybody exactly once");
        assertThat(failures.runs()).isEqualTo(4);
        assertThat(failures.first().faults()).hasSize(2);
        assertThat(failures.groups()).containsOnlyKeys("legacy: kill", "legacy: stall");
        Failures.Group kills = failures.groups().get("legacy: kill");
        assertThat(kills.runs()).isEqualTo(3);
        assertThat(kills.simplest().faults()).hasToString("[kill:W2@3s]");
        assertThat(kills.seen()).startsWith("4 exceptions: master#11 to C1 at W1: 0 times");
    }

    @Test
    @DisplayName("the self-test of the checkers: no claim holds after the record of a passing run was tampered with")
    void tampered() {
        List<Verdict<FaultyRun>> untouched = CheckerSelfTest.untouched();
        assertThat(untouched).allMatch(Verdict::passed);
        assertThat(CheckerSelfTest.silent(untouched)).isEmpty();
    }

    @Test
    @DisplayName("each kind of fault is counted with the steps of the protocols that it met")
    void met() {
        Campaign campaign = new Campaign();
        for (String string : List.of(
                "heartbeat;legacy;stall:W2.pub@1.5s+1s;leave:C2@1.6s+1s", "heartbeat;adapter;pause:redis@1.5s+1s")) {
            campaign.add(FaultyClaims.judge(FaultyRun.of(RunString.parse(string))));
        }
        assertThat(campaign.met().get(FaultKind.STALL)).containsOnlyKeys(ProtocolStep.STATE);
        assertThat(campaign.met().get(FaultKind.LEAVE)).containsKeys(ProtocolStep.HANDSHAKE, ProtocolStep.GOODBYE);
        assertThat(campaign.met().get(FaultKind.PAUSE)).containsKeys(ProtocolStep.PUBLISH, ProtocolStep.MIRROR);
    }

    @Test
    @DisplayName("a fault that waited for a step of the protocol is counted under that step, whether it came or not")
    void triggers() {
        Campaign campaign = new Campaign();
        campaign.add(FaultyClaims.judge(FaultyRun.of(
                RunString.parse("mirror;adapter;kill:W2@C2.handshaken;kill:W3@C3.handshaken#9;kill:W4@1s"))));
        Campaign all = new Campaign();
        all.add(campaign);
        all.add(campaign);

        assertThat(all.triggers().get(TriggerEvent.HANDSHAKEN)).isEqualTo(new Campaign.Coverage(4, 2, 2));
        assertThat(all.triggers().get(TriggerEvent.STARTED)).isEqualTo(new Campaign.Coverage(0, 0, 0));
        assertThat(CampaignReport.of(all)).containsPattern("handshaken +4 +2 +2\n");
    }

    @Test
    @DisplayName(
            "half of the seeds let faults wait for a step of the protocol: each step, at any node that can take it")
    void drawn_triggers() {
        List<Fault> waiting = new ArrayList<>();
        int seeds = 0;
        for (long seed = 0; seed < 400; seed++) {
            List<Fault> some = RandomFaults.draw(Scenarios.HEARTBEAT, seed).stream()
                    .filter(fault -> !fault.isTimed())
                    .toList();
            seeds += some.isEmpty() ? 0 : 1;
            waiting.addAll(some);
        }
        assertThat(seeds).isBetween(130, 200);
        assertThat(waiting.stream().map(fault -> fault.trigger().what())).contains(TriggerEvent.values());
        assertThat(waiting.stream()
                        .filter(fault -> fault.trigger().what() == TriggerEvent.EMITTED)
                        .map(fault -> fault.trigger().who()))
                .containsOnly("master");
        assertThat(waiting.stream()
                        .filter(fault -> fault.trigger().what() == TriggerEvent.CONNECTED)
                        .map(fault -> fault.trigger().who()))
                .containsOnly("C1", "C2", "C3", "C4");
        assertThat(waiting).anyMatch(fault -> fault.atMicros() == 0).anyMatch(fault -> fault.atMicros() > 0);
    }

    @Test
    @DisplayName(
            "faults are decided by scenario and seed, can be printed and read, and each seed draws from kinds of its own")
    void plans() {
        List<TreeSet<FaultKind>> kinds = new ArrayList<>();
        for (long seed = 0; seed < 200; seed++) {
            List<Fault> plan = RandomFaults.draw(Scenarios.SIXTEEN, seed);
            RunString string = RunString.of(Scenarios.SIXTEEN, Generation.LEGACY, seed, plan);
            assertThat(RandomFaults.draw(Scenarios.SIXTEEN, seed)).isEqualTo(plan);
            assertThat(RunString.parse(string.toString())).isEqualTo(string);
            assertThat(plan).isNotEmpty().allMatch(fault -> fault.atMicros() <= 40_500_000);
            kinds.add(new TreeSet<>(plan.stream().map(Fault::kind).toList()));
        }
        assertThat(kinds.stream().distinct()).hasSizeGreaterThan(20);
        assertThat(kinds).anyMatch(each -> each.size() == 1).anyMatch(each -> each.size() >= 4);
    }
}
