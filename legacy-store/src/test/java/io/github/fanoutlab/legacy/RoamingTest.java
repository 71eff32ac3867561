package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.Packing;
import io.github.fanoutlab.testbed.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What repaired nodes say to each other of a client that is at one of them now, and at another one then. */
@DisplayName("A client that roams among repaired nodes")
class RoamingTest {

    private static final String NEWS = "5:::{\"name\":\"news\"}";
    private static final String MORE = "5:::{\"name\":\"more\"}";

    private final TestLab lab = new TestLab();
    private final LegacyNode home = node("W1", 2);
    private final LegacyNode other = node("W2", 3);
    private final List<String> happened = new ArrayList<>();
    private int published;

    private LegacyNode node(String name, long nodeId) {
        return LegacyNode.clustered(lab, name, nodeId, Dialect.REPAIRED);
    }

    @BeforeEach
    void listen() {
        for (LegacyNode node : List.of(home, other)) {
            String name = node.node.name();
            node.io.sockets().on("connection", socket -> {
                happened.add(name + " greets");
                socket.on("echo", event -> event.ack(event.args().toArray()));
                socket.on("message", event -> happened.add(name + " heard " + event.string(0)));
                socket.on("disconnect", event -> happened.add(name + " lost it: " + event.string(0)));
            });
        }
    }

    @Test
    @DisplayName("tells of itself: which node it is at home on, by which way it is open, and that this one closed")
    void on_the_wire() {
        String id = home.handshakeAndPoll();

        assertThat(newlyPublished(id))
                .containsSubsequence(
                        "W1: connect [ID,true]",
                        "W1: open [ID,N,false]",
                        "W1: join [ID,\"\"]",
                        "W1: close [ID,N,false]");
    }

    @Test
    @DisplayName("is sent what its home has for it, wherever it polls; between two polls that waits, at home only")
    void polls_elsewhere() {
        String id = home.handshakeAndPoll();
        Poll poll = other.poll(id);
        newlyPublished(id);

        home.io.sockets().emit("news");
        home.io.sockets().emit("more");
        lab.settle();

        assertThat(poll.text()).isEqualTo(NEWS);
        assertThat(newlyPublished(id))
                .containsExactly(
                        "W1: dispatch [\"\",\"" + quoted(NEWS) + "\",null,[]]",
                        "W1: dispatch-remote [ID,\"" + quoted(NEWS) + "\",true,N]",
                        "W1: dispatch [\"\",\"" + quoted(MORE) + "\",null,[]]",
                        "W2: close [ID,N,true]");
        assertThat(home.io.closed().get(id)).containsExactly(MORE);
        assertThat(other.io.closed()).isEmpty();
        assertThat(other.poll(id).text()).isEqualTo(MORE);
    }

    @Test
    @DisplayName("is sent several packets at once when several wait")
    void several_at_once() {
        String id = home.handshakeAndPoll();
        home.io.sockets().emit("news");
        other.io.sockets().socket(id).emit("more");
        lab.settle();

        assertThat(other.poll(id).text())
                .isEqualTo("\ufffd" + NEWS.length() + "\ufffd" + NEWS + "\ufffd" + MORE.length() + "\ufffd" + MORE);
        assertThat(home.poll(id).text()).isNull();
    }

    @Test
    @DisplayName("is heard at home, whichever node it posts to, and is answered wherever it polls")
    void posts_elsewhere() {
        String id = home.handshakeAndPoll();
        Poll poll = home.poll(id);

        assertThat(other.post(id, "5:1+::{\"name\":\"echo\",\"args\":[7]}")).isEqualTo("1");

        assertThat(poll.text()).isEqualTo("6:::1+[7]");
        assertThat(other.post(id, "3:2::hello")).isEqualTo("1");
        assertThat(other.poll(id).text()).as("a receipt").isEqualTo("6:::2");
        assertThat(happened).containsExactly("W1 greets", "W1 heard hello");
    }

    @Test
    @DisplayName("posts in order: an answer waits until the home has been told, and the home until it has heard")
    void posts_in_order() {
        String id = home.handshakeAndPoll();
        for (int i = 0; i < 6; i++) {
            LegacyNode node = i % 2 == 0 ? other : home;
            assertThat(node.post(id, "3:::" + i)).isEqualTo("1");
        }

        assertThat(happened)
                .containsExactly(
                        "W1 greets",
                        "W1 heard 0",
                        "W1 heard 1",
                        "W1 heard 2",
                        "W1 heard 3",
                        "W1 heard 4",
                        "W1 heard 5");
    }

    @Test
    @DisplayName("gets with its next poll what a poll missed that ended just then")
    void poll_ends_just_then() {
        String id = home.handshakeAndPoll();
        Poll poll = other.poll(id);
        newlyPublished(id);

        home.io.sockets().emit("news"); // is on its way to Redis
        Poll next = other.poll(id);

        assertThat(poll.text()).isEmpty();
        assertThat(next.text()).isEqualTo(NEWS);
        String sent = "W1: dispatch-remote [ID,\"" + quoted(NEWS) + "\",true,N]";
        assertThat(newlyPublished(id))
                .containsSubsequence(sent, "W2: close [ID,N,false]", "W2: open [ID,N,false]", sent);
    }

    @Test
    @DisplayName("hears of what was underway when a node died, as lost; and goes on after the close timeout")
    void a_node_dies_with_what_was_underway() {
        String id = home.handshakeAndPoll();
        other.poll(id);
        other.node.crash();
        home.io.sockets().emit("news");
        home.io.sockets().emit("more");
        lab.settle();

        Poll poll = home.poll(id);
        assertThat(poll.text()).isNull();
        lab.advance(19_000);
        Poll next = home.poll(id);
        lab.advance(19_000);
        Poll last = home.poll(id);
        lab.advance(19_000);
        home.poll(id);
        lab.advance(3_000);

        assertThat(List.of(poll, next, last))
                .allSatisfy(each -> assertThat(each.text()).isNotEqualTo(NEWS));
        assertThat(home.io.closed().get(id)).as("what came later went out").isEmpty();
    }

    @Test
    @DisplayName("may have a WebSocket elsewhere: its home writes to that, and hears what it says")
    void websocket_elsewhere() {
        LegacyNode.Client first = home.connect();
        LegacyNode.Client moved = other.open(first.id());

        home.io.sockets().emit("news");
        home.io.sockets().emit("more");
        lab.settle();
        moved.says("5:1+::{\"name\":\"echo\",\"args\":[7]}");

        assertThat(moved.hears()).containsExactly(NEWS, MORE, "6:::1+[7]");
        assertThat(first.wire().isOpen()).isFalse();
    }

    @Test
    @DisplayName("that opens another way while one is open: its home has the older one closed")
    void older_way_is_closed() {
        LegacyNode third = node("W3", 4);
        LegacyNode.Client first = home.connect();
        LegacyNode.Client second = other.open(first.id());
        LegacyNode.Client latest = third.open(first.id());

        home.io.sockets().emit("news");
        lab.settle();

        assertThat(latest.hears()).containsExactly(NEWS);
        assertThat(second.hears()).isEmpty();
        assertThat(second.wire().isOpen()).isFalse();
    }

    @Test
    @DisplayName("says goodbye anywhere, and is told goodbye anywhere")
    void goodbyes() {
        String leaves = home.handshakeAndPoll();
        Poll poll = home.poll(leaves);
        other.post(leaves, "0::");
        assertThat(poll.text()).isEqualTo("0::");

        String isEnded = home.handshakeAndPoll();
        poll = other.poll(isEnded);
        home.io.sockets().socket(isEnded).disconnect();
        lab.settle();
        assertThat(poll.text()).isEqualTo("0::");

        assertThat(happened).filteredOn(line -> line.contains("lost it")).hasSize(2);
        for (LegacyNode node : List.of(home, other)) {
            assertThat(node.io.tableSizes().values()).containsOnly(0);
        }
    }

    @Test
    @DisplayName("is ended by its last node when it does not come back, and its home is told")
    void does_not_come_back() {
        String id = home.handshakeAndPoll();
        Poll poll = other.poll(id);
        lab.advance(20_000);
        assertThat(poll.text()).isEqualTo("8::");

        lab.advance(60_000);

        assertThat(happened).containsExactly("W1 greets", "W1 lost it: close timeout");
    }

    @Test
    @DisplayName("is told when its home closes, for nobody else could serve it")
    void home_closes() {
        String id = home.handshakeAndPoll();
        Poll poll = other.poll(id);

        home.io.close();
        lab.settle();

        assertThat(poll.text()).isEqualTo("0::");
        assertThat(other.io.handshaken()).isEmpty();
    }

    @Test
    @DisplayName("is told to connect anew when its home was silent for two polls, for it was killed")
    void home_is_killed() {
        String id = home.handshakeAndPoll();
        Poll poll = other.poll(id);
        home.node.crash();
        lab.advance(30_000);
        assertThat(poll.text()).isEqualTo("8::");

        poll = other.poll(id);
        lab.advance(30_000);

        assertThat(poll.text()).isEqualTo("7:::1+0");
        assertThat(other.io.tableSizes().values()).containsOnly(0);
    }

    @Test
    @DisplayName("polls elsewhere for hours, and its home says each time that it lives")
    void polls_in_vain() {
        String id = home.handshakeAndPoll();
        for (int i = 0; i < 100; i++) {
            Poll poll = other.poll(id);
            lab.advance(20_000);
            assertThat(poll.text()).isEqualTo("8::");
        }
    }

    @Test
    @DisplayName("has data that expire after its home, and not before, wherever it is")
    void data() {
        String id = home.handshakeAndPoll();
        home.io.sockets().socket(id).set("colour", "blue", (error, done) -> {});
        LegacyNode.Client moved = other.open(id);
        for (int i = 0; i < 20; i++) {
            lab.advance(20_000);
            moved.says("2::");
        }
        List<String> kept = new ArrayList<>();
        other.io.sockets().socket(id).get("colour", (error, value) -> kept.add(value));
        lab.settle();

        home.node.crash();
        lab.advance(150_000);
        other.io.sockets().socket(id).get("colour", (error, value) -> kept.add(value));
        lab.settle();

        assertThat(kept).containsExactly("blue", null);
    }

    @Test
    @DisplayName("that goes to a node of 0.9.17 is treated as in 0.9 from then on")
    void goes_to_a_node_of_the_past() {
        LegacyNode old = LegacyNode.clustered(lab, "W3", 4, Dialect.V0_9_17);
        String id = home.handshakeAndPoll();
        assertThat(other.poll(id).text()).isNull();
        Poll poll = old.poll(id);

        home.io.sockets().emit("news");
        lab.settle();
        assertThat(poll.text()).isEqualTo(NEWS);

        other.io.sockets().emit("more");
        lab.settle();
        assertThat(home.io.closed().get(id)).containsExactly(MORE);
        assertThat(other.io.closed().get(id)).as("each node keeps it").containsExactly(MORE);
        assertThat(home.poll(id).text()).isEqualTo(MORE);
    }

    @Test
    @DisplayName("may do so where nodes speak msgpack, too")
    void in_msgpack() {
        TestLab packed = new TestLab();
        LegacyNode one =
                LegacyNode.clustered(packed, "W1", store -> store.repaired().packing(Packing.MSGPACK));
        LegacyNode two =
                LegacyNode.clustered(packed, "W2", store -> store.repaired().packing(Packing.MSGPACK));
        String id = one.handshake();
        Poll.of("A", one.io.handler(), LegacyNode.pollRequest(id));
        packed.settle();
        Poll poll = Poll.of("A", two.io.handler(), LegacyNode.pollRequest(id));
        packed.settle();

        two.io.sockets().emit("news");
        packed.settle();

        assertThat(poll.text()).isEqualTo(NEWS);
        assertThat(two.io.closed()).isEmpty();
    }

    @Test
    @DisplayName("that is quicker than Redis has one home all the same")
    void one_home() {
        String id = home.handshake();
        Poll first = Poll.of("A", home.io.handler(), LegacyNode.pollRequest(id));
        Poll second = Poll.of("A", other.io.handler(), LegacyNode.pollRequest(id));
        lab.settle();

        assertThat(happened).hasSize(1);
        assertThat(first.text()).isNotNull();
        assertThat(second).isNotNull();
    }

    private static String quoted(String packet) {
        return packet.replace("\"", "\\\"");
    }

    /** What was published since last asked, as {@code node: channel args}; ids of ways are N. */
    private List<String> newlyPublished(String id) {
        List<String> all = lab.redis().monitor("PUBLISH");
        List<String> lines = all.subList(published, all.size()).stream()
                .map(line -> line.replace("\\x5c", "\\")
                        .replace("\"" + id + "\"", "ID")
                        .replaceAll("PUBLISH ", "")
                        .replaceAll("\\{\"nodeId\":\\d+,\"args\":(.*)}$", "$1")
                        .replaceAll("(\\[ID(,.*)?),\\d+([,\\]])", "$1,N$3"))
                .toList();
        published = all.size();
        return lines;
    }
}
