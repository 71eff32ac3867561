package io.github.fanoutlab.simulator.cluster.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlLinesTest {

    @Test
    @DisplayName("A request is one line of JSON that says to whom, which, and what")
    void a_request_on_the_wire() {
        Broadcast broadcast = Broadcast.data("payload").to("red").but("blue");

        assertThat(ControlLines.encode(new Request("W1", 7, new Command.Emit(broadcast))))
                .isEqualTo("""
                {"to":"W1","id":7,"command":{"op":"emit","broadcast":{"namespace":"/","rooms":["red"],"except":["blue"],\
                "local":false,"manner":"PLAIN","event":"data","payload":"payload"}}}""");
    }

    @Test
    @DisplayName("A report is marked, so that nothing a program prints is taken for one")
    void a_report_on_the_wire() {
        assertThat(ControlLines.mark(new Report.Died("W3", 4711))).isEqualTo("""
                @fanout {"is":"died","node":"W3","pid":4711}""");
    }

    static Stream<Command> commands() {
        Broadcast broadcast = Broadcast.data("an \u00fc, a \u20ac, a \ud83d\ude00, a\nline, a \"quote\"")
                .of("/chat")
                .locally();
        return Stream.of(
                new Command.Emit(broadcast),
                new Command.Beat(10, 1_000, true, broadcast),
                new Command.Count(),
                new Command.Fork("W3"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    @DisplayName("Every command comes back as it was, over one line of plain ASCII")
    void commands_come_back(Command command) {
        Request request = new Request("W1", Long.MAX_VALUE, command);

        String line = ControlLines.encode(request);

        assertThat(line).matches("\\p{Print}+");
        assertThat(ControlLines.decode(line, Request.class)).isEqualTo(request);
    }

    static Stream<Report> reports() {
        return Stream.of(
                new Report.Started("W1", 4711, 8081),
                new Report.Died("W1", 4711),
                new Report.Emitted(
                        "W1", 7, List.of(new Report.Emission("\u00fc\n", true), new Report.Emission("", false))),
                new Report.Counted("W1", 7, Map.of("redis.published", 5_000_000_000L)),
                new Report.Forked("master", 7, true),
                new Report.Refused("W1", 7, "no"));
    }

    @ParameterizedTest
    @MethodSource("reports")
    @DisplayName("Every report comes back as it was, over one line of plain ASCII")
    void reports_come_back(Report report) {
        String line = ControlLines.mark(report);

        assertThat(line).matches("\\p{Print}+");
        assertThat(ControlLines.report(line)).contains(report);
    }

    @Test
    @DisplayName("What is no report is for people")
    void lines_for_people() {
        assertThat(ControlLines.report("worker 4711 died")).isEmpty();
        assertThat(ControlLines.report("")).isEmpty();
        assertThat(ControlLines.report("{\"is\":\"died\",\"node\":\"W3\",\"pid\":4711}"))
                .isEmpty();
        assertThat(ControlLines.report("@fanout is the name of this")).isEmpty();
        assertThat(ControlLines.report("@fanout {\"is\":\"unheard of\"}")).isEmpty();
    }

    @Test
    @DisplayName("What is no request is refused, with what arrived and what was expected")
    void garbage() {
        assertThatThrownBy(() -> ControlLines.decode("garbage", Request.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a Request")
                .hasMessageContaining("got \"garbage\"");
    }
}
