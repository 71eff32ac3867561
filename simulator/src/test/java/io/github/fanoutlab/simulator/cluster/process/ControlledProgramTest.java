package io.github.fanoutlab.simulator.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Report.Emission;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.program.Program;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ControlledProgramTest {

    private final BlockingQueue<Report> answers = new LinkedBlockingQueue<>();
    private final ControlledProgram puppet = ControlledProgram.start("W1", Publisher::new, List.of());

    @AfterEach
    void close() {
        puppet.close();
    }

    @Test
    @DisplayName("What it emits it reports, and whether that was published")
    void emits() throws InterruptedException {
        assertThat(answerTo(new Command.Emit(Broadcast.data("payload"))))
                .isEqualTo(new Report.Emitted("W1", 1, List.of(new Emission("payload", true))));
        assertThat(answerTo(new Command.Emit(Broadcast.data("payload").locally())))
                .isEqualTo(new Report.Emitted("W1", 1, List.of(new Emission("payload", false))));
        assertThat(answerTo(new Command.Count()))
                .isEqualTo(new Report.Counted("W1", 1, Map.of(RedisConnection.PUBLISHED, 1L)));
    }

    @Test
    @DisplayName("Its own number goes on from beat to beat, and a beat without numbers leaves it alone")
    void beats() throws InterruptedException {
        assertThat(answerTo(new Command.Beat(2, 5, true, Broadcast.data(""))))
                .isEqualTo(
                        new Report.Emitted("W1", 1, List.of(new Emission("W1#1", true), new Emission("W1#2", true))));
        assertThat(answerTo(new Command.Beat(1, 5, false, Broadcast.data("x"))))
                .isEqualTo(new Report.Emitted("W1", 1, List.of(new Emission("x", true))));
        assertThat(answerTo(new Command.Beat(1, 5, true, Broadcast.data(""))))
                .isEqualTo(new Report.Emitted("W1", 1, List.of(new Emission("W1#3", true))));
    }

    @Test
    @DisplayName("What its program cannot do it refuses, with the program's reason, and goes on")
    void refuses() throws InterruptedException {
        Broadcast impossible = Broadcast.data("payload").to("nobody");

        assertThat(answerTo(new Command.Emit(impossible))).isEqualTo(new Report.Refused("W1", 1, "no rooms here"));
        assertThat(answerTo(new Command.Beat(3, 5, false, impossible)))
                .isEqualTo(new Report.Refused("W1", 1, "no rooms here"));
        assertThat(answerTo(new Command.Fork("W2"))).isInstanceOf(Report.Refused.class);
        assertThat(answerTo(new Command.Emit(Broadcast.data("payload")))).isInstanceOf(Report.Emitted.class);
        assertThat(answers).isEmpty();
    }

    private Report answerTo(Command command) throws InterruptedException {
        puppet.handle(new Request("W1", 1, command), answers::add);
        return answers.poll(30, TimeUnit.SECONDS);
    }

    /** Counts what it would publish. */
    private record Publisher(NodePorts ports) implements Program {

        @Override
        public void emit(Broadcast broadcast, Consumer<List<String>> acks) {
            if (!broadcast.rooms().isEmpty()) {
                throw new UnsupportedOperationException("no rooms here");
            }
            if (!broadcast.local()) {
                ports.counters().increment(RedisConnection.PUBLISHED);
            }
        }

        @Override
        public void serve(String namespace) {}

        @Override
        public Network.Listening listen(ListenOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
