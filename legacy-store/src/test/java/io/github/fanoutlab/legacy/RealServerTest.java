package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A server in the real world")
class RealServerTest {

    @Test
    void is_made_listens_greets_answers_is_spoken_through_from_any_thread_and_closes() throws Exception {
        LegacyServer io = LegacyServer.create();
        io.set("log", false);
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on(
                    "add",
                    event -> event.ack(event.get(0).intValue() + event.get(1).intValue()));
        });
        int port = io.listen(ListenOptions.loopback(0)).port();
        try (RealNode world = RealNode.create("client", DebugLog.silent())) {
            RawClient client = RawClient.open(world, port, RawClient.handshake(world, port));
            assertThat(client.next()).isEqualTo("1::");
            assertThat(client.next()).isEqualTo("5:::{\"name\":\"data\",\"args\":[\"connected to worker: 1\"]}");

            client.say("5:1+::{\"name\":\"add\",\"args\":[19,23]}");
            assertThat(client.next()).isEqualTo("6:::1+[42]");
            io.sockets().emit("data", "payload");
            assertThat(client.next()).isEqualTo("5:::{\"name\":\"data\",\"args\":[\"payload\"]}");

            io.close();
            assertThat(client.next()).startsWith("closed 1");
        }
    }
}
