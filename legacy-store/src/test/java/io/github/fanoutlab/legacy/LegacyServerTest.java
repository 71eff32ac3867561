package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testkit.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyServerTest {

    private final TestLab lab = new TestLab();
    private final LegacyNode legacy = LegacyNode.alone(lab);

    @Test
    void a_client_shakes_hands_connects_and_is_greeted() {
        legacy.io.sockets().on("connection", socket -> socket.emit("data", "connected to worker: 1"));

        String handshake = legacy.get("/socket.io/1/?t=1").text();
        assertThat(handshake).matches("[A-Za-z0-9_-]{20}:60:60:websocket");
        LegacyNode.Client client = legacy.open(handshake.substring(0, 20));

        assertThat(client.hears()).containsExactly("1::", """
                5:::{"name":"data","args":["connected to worker: 1"]}""");
    }

    @Test
    void events_go_both_ways_and_are_acknowledged() {
        List<String> answers = new ArrayList<>();
        legacy.io.sockets().on("connection", socket -> {
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("ok", event.hasAck());
            });
            socket.on(
                    "ask",
                    event -> socket.emit("question", 42, (io.github.fanoutlab.legacy.server.Ack)
                            answer -> answers.add(answer.toString())));
        });
        LegacyNode.Client client = legacy.connect();

        client.says("""
                5:1+::{"name":"join","args":["r1"]}""");
        assertThat(client.hears()).containsExactly("6:::1+[\"ok\",true]");
        client.says("5:2::{\"name\":\"ask\"}");
        assertThat(client.hears()).containsExactly("6:::2", "5:1+::{\"name\":\"question\",\"args\":[42]}");
        client.says("6:::1+[\"yes\",{\"a\":1}]");
        assertThat(answers).containsExactly("[\"yes\", {\"a\":1}]");
    }
}
