package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Reductions;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.tutorial.book.Book;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run that fails because of a planted defect is shrunk")
class ShrunkMutantTest {

    private static final String SUBSCRIBE = "sub.psubscribe(channels.broadcast() + \"*\", onBroadcast, ";

    /** A node gives up its subscription when it is restored after a lost connection. */
    private static final Mutant NO_RESUBSCRIPTION = new Mutant(
            "a restored subscription is given up",
            "adapter/src/main/java/io/github/fanoutlab/adapter/redis/RedisNamespaceAdapter.java",
            SUBSCRIBE + "() -> {});",
            "int[] times = {0};"
                    + SUBSCRIBE
                    + "() -> { if (++times[0] == 2) sub.punsubscribe(channels.broadcast() + \"*\"); });",
            1);

    private static Shrunk shrink(PatchedSimulator patched, RunString found, String claim) {
        return Shrinker.shrink(found, claim, oracle(patched));
    }

    private static Oracle oracle(PatchedSimulator patched) {
        return run -> Oracle.classesOf(verdict(patched, run));
    }

    private static Verdict<FaultyRun> verdict(PatchedSimulator patched, RunString run) {
        try {
            return FaultyClaims.judge(MutantsTest.run(patched, run));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("an own echo that is not dropped: one worker, one client, one emit, and no fault at all")
    void echo() {
        PatchedSimulator patched = Mutant.ECHO.compile(Book.repository());
        RunString found = RunString.parse("sixteen;adapter;seed=3;kill:W2@3s+1s;cut:W3.C1@4.5s;restart:redis@6s+300ms");
        String claim = "No emit is delivered twice over one connection, whatever fails";
        Shrunk shrunk = shrink(patched, found, claim);
        assertThat(shrunk.smallest()).hasToString("sixteen;adapter=8;seed=3;sim=1;nodes=W1;steps=none");
        assertThat(ShrunkReport.failure(verdict(patched, shrunk.smallest()), claim, Glyphs.UNICODE))
                .contains("but: 1 exception: W1#1 to C1 at W1, 2 times")
                .contains("own echo, delivered again")
                .containsPattern("(?s)●◀.*delivered.*●◀.*delivered");
    }

    @Test
    @DisplayName("a subscription that is not restored: one cut of the connection, at the first moment, and two workers")
    void subscription() {
        PatchedSimulator patched = NO_RESUBSCRIPTION.compile(Book.repository());
        RunString found = RunString.parse(
                "heartbeat;adapter;seed=3;kill:W2@3.3s+1s;cut:W3.sub@4.512s+600ms;cut:W3.C3@4.5s;pause:master@6s+300ms");
        String claim = "After that, what each node emits reaches everybody exactly once";
        Shrunk shrunk = shrink(patched, found, claim);
        assertThat(shrunk.smallest().faults()).hasToString("[cut:W3.sub@0s]");
        assertThat(shrunk.smallest().scenario().nodes()).hasSize(2).contains("W3");
        assertThat(shrunk.smallest().scenario().clients()).hasSize(1);
        assertThat(shrunk.smallest().scenario().steps()).isEmpty();
        assertThat(Reductions.of(shrunk.smallest()))
                .noneMatch(simpler -> oracle(patched).failuresOf(simpler).contains(claim));
        assertThat(ShrunkReport.failure(verdict(patched, shrunk.smallest()), claim, Glyphs.UNICODE))
                .contains("cut sub")
                .contains("to C3 at W3: 0 times");
    }
}
