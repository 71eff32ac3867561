package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Clients of two servers that poll too seldom")
class SlowClientsTest {

    private static final String NEWS = "5:::{\"name\":\"news\"}";
    private static final int NEWS_BYTES = NEWS.length() + 256;

    private final TestLab lab = new TestLab();
    private final LegacyNode one = LegacyNode.clustered(lab, "W1", 1);
    private final LegacyNode two = LegacyNode.clustered(lab, "W2", 2);
    private final List<String> happened = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (LegacyNode node : List.of(one, two)) {
            node.io.on(
                    "connection",
                    socket -> socket.on(
                            "disconnect", event -> happened.add(node.node.name() + " lost " + event.string(0))));
        }
    }

    @Test
    @DisplayName("The backlog size is that of two packets: the third ends the session on the node that has its poll")
    void one_client() {
        one.io.set("backlog size", 2 * NEWS_BYTES);
        String id = one.handshakeAndPoll();
        one.io.sockets().emit("news");
        one.io.sockets().emit("news");
        lab.settle();
        assertThat(one.io.closed().get(id)).containsExactly(NEWS, NEWS);
        assertThat(one.node.backlogs().totalBytes()).isEqualTo(2 * NEWS_BYTES);

        one.io.sockets().emit("news");
        lab.settle();

        assertThat(happened).containsExactly("W1 lost the peer read too slowly");
        assertThat(one.node.warnings().get(0))
                .isEqualTo("client " + id + " reads too slowly: " + 2 * NEWS_BYTES + " bytes wait for it and "
                        + NEWS_BYTES + " more were sent, the limit is " + 2 * NEWS_BYTES + "; it is disconnected");
        assertThat(one.io.handshaken()).isEmpty();
        assertThat(two.io.handshaken()).isEmpty();
        assertThat(one.node.backlogs().totalBytes()).isZero();
        assertThat(two.node.backlogs().totalBytes()).isZero();
    }

    @Test
    @DisplayName(
            "What a node keeps for a client that never comes to it is dropped at the limit; the session goes on elsewhere")
    void on_another_node() {
        two.io.set("backlog size", 2 * NEWS_BYTES);
        String id = one.handshakeAndPoll();
        Poll poll = one.poll(id);
        for (int i = 0; i < 3; i++) {
            one.io.sockets().emit("news");
            lab.settle();
            assertThat(poll.text()).contains(NEWS);
            poll = one.poll(id);
        }
        assertThat(happened).isEmpty();
        assertThat(one.node.backlogs().totalBytes()).isZero();

        LegacyNode.Client moved = one.open(id);
        for (int i = 0; i < 3; i++) {
            one.io.sockets().emit("news");
        }
        lab.settle();
        assertThat(moved.wire().heard()).endsWith(NEWS, NEWS, NEWS);
        assertThat(two.node.counters().get(Backlogs.TOO_SLOW)).isEqualTo(1);
        assertThat(two.io.closed().get(id)).isEmpty();
        assertThat(happened).isEmpty();
    }

    @Test
    @DisplayName("Polls take what waits, however much it is in all")
    void reads_what_waits() {
        one.io.set("backlog size", 2 * NEWS_BYTES);
        String id = one.handshakeAndPoll();
        for (int i = 0; i < 5; i++) {
            one.io.sockets().emit("news");
            one.io.sockets().emit("news");
            lab.settle();
            assertThat(one.poll(id).text()).contains(NEWS + "\ufffd" + NEWS.length() + "\ufffd" + NEWS);
        }
        assertThat(happened).isEmpty();
        assertThat(one.node.backlogs().totalBytes()).isZero();
    }
}
