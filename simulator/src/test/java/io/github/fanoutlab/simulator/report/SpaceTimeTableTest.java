package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The space-time table of an emit")
class SpaceTimeTableTest {

    private final PlannedTrace plan = new PlannedTrace();

    private void boot(String... connections) {
        plan.server("master", connections).server("W1", connections).server("W2", connections);
        plan.client("C1", "W1").client("C2", "W2");
    }

    /** W1 emits; its own client, and that of W2, get it. */
    private void mirror() {
        long turn = plan.emit("W1");
        long handled = plan.publish(turn, "W1", "pub", 3);
        plan.deliver(turn, "W1", "C1");
        plan.push(handled, "W1", "sub");
        plan.push(handled, "master", "sub");
        plan.deliver(plan.push(handled, "W2", "sub"), "W2", "C2");
    }

    private String table(Glyphs glyphs) {
        return SpaceTimeTable.ofEmit(plan.spaceTime(), 1, glyphs);
    }

    private String table() {
        return table(Glyphs.UNICODE);
    }

    @Test
    @DisplayName("has a lane for each participant and a row for each thing that the emit caused")
    void one_emit() {
        boot("pub", "sub");
        mirror();

        assertThat(table()).isEqualTo("""
                Emit 1 of 1, at 1.000 s: W1 emits data "payload"

                    ms C1     C2     W1     W2    Redis master
                 0.000  │      │      ●      │      │      │  emits data "payload"
                 1.000  │      │      ├──────┼─────▶│      │  PUBLISH, 3 subscribers
                 2.000  ●◀─────┼──────┤      │      │      │  delivered
                 3.000  │      │      ○◀─────┼──────┤      │  own echo, dropped
                 4.000  │      │      │      │      ├─────▶○  received, no matching clients
                 5.000  │      │      │      │◀─────┤      │  received
                 6.000  │      ●◀─────┼──────┤      │      │  delivered
                """);
    }

    @Test
    @DisplayName("also has a lane for a server without an adapter")
    void without_redis() {
        plan.server("W1").client("C1", "W1");
        plan.deliver(plan.emit("W1"), "W1", "C1");

        assertThat(table()).isEqualTo("""
                Emit 1 of 1, at 1.000 s: W1 emits data "payload"

                    ms C1     W1
                 0.000  │      ●  emits data "payload"
                 1.000  ●◀─────┤  delivered
                """);
    }

    @Test
    @DisplayName("shows the Redis clients of a 0.9 server that are in use as lanes: those of the emitter first")
    void three_redis_clients() {
        boot("client", "pub", "sub");
        mirror();

        assertThat(table()).isEqualTo("""
                Emit 1 of 1, at 1.000 s: W1 emits data "payload"

                    ms C1   C2   W1  .pub .sub  W2  Redis master
                 0.000  │    │    ●    │    │    │    │      │  emits data "payload"
                 1.000  │    │    │    ├────┼────┼───▶│      │  PUBLISH, 3 subscribers
                 2.000  ●◀───┼────┤    │    │    │    │      │  delivered
                 3.000  │    │    │    │    ○◀───┼────┤      │  own echo, dropped
                 4.000  │    │    │    │    │    │    ├─────▶○  received, no matching clients
                 5.000  │    │    │    │    │    │◀───┤      │  received
                 6.000  │    ●◀───┼────┼────┼────┤    │      │  delivered
                """);
    }

    @Test
    @DisplayName("is the same in plain ASCII on request")
    void ascii() {
        boot("pub", "sub");
        mirror();

        assertThat(table(Glyphs.ASCII))
                .isEqualTo(table().replace('│', '|')
                        .replace('─', '-')
                        .replace('┼', '+')
                        .replaceAll("[├┤]", "|")
                        .replace('▶', '>')
                        .replace('◀', '<')
                        .replace('●', '*')
                        .replace('○', 'o'));
        assertThat(table(Glyphs.ASCII).chars()).allMatch(c -> c < 128);
    }

    @Test
    @DisplayName("says when an own echo was delivered again")
    void echo_delivered_again() {
        boot("pub", "sub");
        long turn = plan.emit("W1");
        long handled = plan.publish(turn, "W1", "pub", 3);
        plan.deliver(plan.push(handled, "W1", "sub"), "W1", "C1");

        assertThat(table()).contains("own echo, delivered again\n").doesNotContain("dropped");
    }

    @Test
    @DisplayName("shows what was lost, where it would have arrived, and why")
    void lost() {
        boot("pub", "sub");
        long turn = plan.emit("W1");
        long handled = plan.publish(turn, "W1", "pub", 3);
        plan.lose(handled, "W2", "redis", "W2.sub", "W2 died");
        plan.lose(plan.frame(turn, "W1", "C1"), "C1", "W1", "C1>W1", "the connection was cut");

        assertThat(table()).isEqualTo("""
                Emit 1 of 1, at 1.000 s: W1 emits data "payload"

                    ms C1     C2     W1     W2    Redis master
                 0.000  │      │      ●      │      │      │  emits data "payload"
                 1.000  │      │      ├──────┼─────▶│      │  PUBLISH, 3 subscribers
                 2.000  │      │      │      ✗◀─────┤      │  lost: W2 died
                 3.000  ✗◀─────┼──────┤      │      │      │  lost: the connection was cut
                """);
    }

    @Test
    @DisplayName("does not count a lost reply to PUBLISH as a lost message")
    void lost_reply() {
        boot("pub", "sub");
        long handled = plan.publish(plan.emit("W1"), "W1", "pub", 3);
        plan.lose(handled, "W1", "redis", "W1.pub", "the connection was cut");

        assertThat(table()).doesNotContain("lost");
    }

    @Test
    @DisplayName("has no line for a server that is dead")
    void dead() {
        boot("pub", "sub");
        plan.dies("W1");
        long handled = plan.publish(plan.emit("master"), "master", "pub", 2);
        plan.deliver(plan.push(handled, "W2", "sub"), "W2", "C2");

        assertThat(table()).isEqualTo("""
                Emit 1 of 1, at 1.000 s: master emits data "payload"

                    ms C1     C2     W1     W2    Redis master
                 0.000  │      │             │      │      ●  emits data "payload"
                 1.000  │      │             │      │◀─────┤  PUBLISH, 2 subscribers
                 2.000  │      │             │◀─────┤      │  received
                 3.000  │      ●◀────────────┤      │      │  delivered
                """);
    }

    @Test
    @DisplayName("leaves out what timers did later, and what other emits did")
    void only_this_emit() {
        boot("pub", "sub");
        mirror();
        String alone = table();
        long later = plan.timer(0, "W1");
        plan.deliver(later, "W1", "C1");
        mirror();

        assertThat(table()).isEqualTo(alone.replace("1 of 1", "1 of 2"));
        assertThat(plan.spaceTime().emits()).hasSize(2);
        assertThat(SpaceTimeTable.ofEmit(plan.spaceTime(), 2, Glyphs.UNICODE))
                .startsWith("Emit 2 of 2, at 2.000 s: W1 emits");
    }

    @Test
    @DisplayName("fits into 120 columns: with many lanes the words name the Redis clients, and long words are cut")
    void fits() {
        for (int id = 1; id <= 12; id++) {
            plan.server("W" + id, "pub", "sub", "client").client("C" + id, "W" + id);
        }
        long turn = plan.emit("W1");
        long handled = plan.publish(turn, "W1", "pub", 12);
        for (int id = 1; id <= 12; id++) {
            plan.push(handled, "W" + id, "sub");
        }
        plan.lose(
                plan.frame(turn, "W1", "C1"),
                "C1",
                "W1",
                "C1>W1",
                "the cable was taken by the cat ".repeat(3).strip());

        assertThat(table().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(table())
                .doesNotContain(".pub")
                .contains("PUBLISH on pub, 12 subscribers", "own echo on sub, dropped", "…");
    }

    @Test
    @DisplayName("can be of chosen events: what another lane has sent is an arrow, and everything else is a point")
    void of_events() {
        boot("pub", "sub");
        mirror();
        plan.dies("W2");

        assertThat(SpaceTimeTable.ofEvents(
                        plan.trace,
                        plan.scenario(),
                        1_000_000,
                        event -> switch (event.kind()) {
                            case REDIS_HANDLED -> event.name();
                            case DELIVERY ->
                                event.lane().equals("C2") && event.timeMicros() > 1_000_000 ? "C2 has it" : "";
                            case NODE_DIED -> "dies";
                            default -> "";
                        },
                        Glyphs.ASCII))
                .isEqualTo("""
                            ms C1     C2     W1     W2    Redis master
                         1.000  |      |      |------+----->|      |  PUBLISH
                         6.000  |      *<-----+------|      |      |  C2 has it
                         7.000  |      |      |      X      |      |  dies
                        """);
    }

    @Test
    @DisplayName("says how many emits there are when asked for one more")
    void no_such_emit() {
        boot("pub", "sub");
        mirror();

        assertThatThrownBy(() -> SpaceTimeTable.ofEmit(plan.spaceTime(), 2, Glyphs.UNICODE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no emit 2: the servers of this run emitted 1 times");
    }
}
