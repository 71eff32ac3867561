package io.github.fanoutlab.platform.redis.cluster;

import static io.github.fanoutlab.platform.redis.RedisByHand.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.redis.RedisByHand;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two masters, {@code a:1} with the slots of names that begin with a, {@code b:1} with all others; their replies come by hand. */
@DisplayName("A link to a Redis Cluster")
class ClusterDialerTest {

    private final Map<String, RedisByHand> nodes = new LinkedHashMap<>();
    private final List<String> said = new ArrayList<>();
    private RedisDialer.Link link = dial("dead:1", "a:1");

    private RedisDialer.Link dial(String... seeds) {
        RedisDialer dialer = new ClusterDialer(
                "redis+cluster://" + String.join(",", seeds),
                List.of(seeds),
                address -> nodes.computeIfAbsent(address, RedisByHand::new),
                key -> key[0] == 'a' ? 0 : 16_383);
        return dialer.dial(RedisByHand.writingTo(said));
    }

    private static void tellsSlots(RedisByHand node) {
        node.says(list(0, 8_191, list("a", 1)), list(8_192, 16_383, list("b", 1)));
    }

    private void comeUp() {
        nodes.get("dead:1").listener.onDown("refused");
        nodes.get("a:1").listener.onUp();
        tellsSlots(a());
        said.clear();
    }

    private RedisByHand a() {
        return nodes.get("a:1");
    }

    private RedisByHand b() {
        return nodes.get("b:1");
    }

    private void write(String... commands) {
        List<RedisCommand> batch = new ArrayList<>();
        for (String command : commands) {
            String[] words = command.split(" ");
            batch.add(RedisCommand.of(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length)));
        }
        link.write(batch);
    }

    @Test
    void the_first_seed_that_answers_tells_the_slots_and_commands_go_to_their_owners() {
        comeUp();
        write("SPUBLISH a1 x", "SPUBLISH b1 x", "PUBLISH b1 y", "SUBSCRIBE b1", "PUBSUB SHARDNUMSUB b1", "HGET b h");
        b().listener.onUp();

        assertThat(a().writes).containsExactly("CLUSTER SLOTS", "SPUBLISH a1 x", "PUBLISH b1 y", "SUBSCRIBE b1");
        assertThat(b().writes).containsExactly("SPUBLISH b1 x", "PUBSUB SHARDNUMSUB b1", "HGET b h");
    }

    @Test
    void what_no_node_replies_to_cluster_slots_counts_as_no_slots() {
        for (Object reply : List.of(
                list(7),
                list(list(0, 16_383)),
                list(list(9, 0, list("a", 1))),
                list(list("zero", 16_383, list("a", 1))),
                new RedisReply.Failure("MOVED 3 b:1"))) {
            said.clear();
            nodes.clear();
            dial("a:1");
            a().listener.onUp();
            a().says(reply);

            assertThat(said)
                    .singleElement()
                    .asString()
                    .contains("no node of the cluster reports its slots: a:1: it has no");
        }
    }

    @Test
    void a_failure_that_names_no_other_node_is_a_failure() {
        comeUp();
        write("HGET a h", "HGET a i", "HGET a j");
        a().says(new RedisReply.Failure("MOVED 3"));
        a().says(new RedisReply.Failure("ASK x b:1"));
        a().says(new RedisReply.Failure("MOVED 99999999999 b:1"));

        assertThat(said).hasSize(3).allMatch(line -> line.contains("MOVED") || line.contains("ASK"));
    }

    @Test
    void replies_come_in_the_order_of_commands_and_messages_do_not_overtake_those_of_their_node() {
        comeUp();
        write("SSUBSCRIBE a1", "SSUBSCRIBE b1");
        b().listener.onUp();
        b().says("ssubscribe", "b1", 1);
        b().says("smessage", "b1", "early");
        assertThat(said).isEmpty();

        a().says("ssubscribe", "a1", 1);
        b().says("smessage", "b1", "late");

        assertThat(said)
                .containsExactly(
                        "[ssubscribe a1 :1]", "[ssubscribe b1 :2]", "[smessage b1 early]", "[smessage b1 late]");
    }

    @Test
    void subscriptions_are_counted_over_all_nodes() {
        comeUp();
        write("SSUBSCRIBE a1", "SSUBSCRIBE b1", "SUNSUBSCRIBE a1");
        b().listener.onUp();
        a().says("ssubscribe", "a1", 1);
        a().says("sunsubscribe", "a1", 0);
        b().says("ssubscribe", "b1", 1);

        assertThat(said).containsExactly("[ssubscribe a1 :1]", "[ssubscribe b1 :2]", "[sunsubscribe a1 :1]");
    }

    @Test
    void subscribers_of_a_channel_are_counted_at_all_masters() {
        comeUp();
        write("PUBSUB NUMSUB c");
        b().listener.onUp();
        a().says("c", 1);
        b().says("c", 2);

        assertThat(said).containsExactly("[c :3]");
    }

    @Test
    void a_seed_that_is_no_master_or_has_another_name_in_the_cluster_only_tells_the_slots() {
        link = dial("dead:1", "alias:1");
        nodes.get("dead:1").listener.onDown("refused");
        RedisByHand alias = nodes.get("alias:1");
        alias.listener.onUp();
        tellsSlots(alias);
        assertThat(said).isEmpty();

        b().listener.onUp();
        assertThat(said).containsExactly("up");
        write("SUBSCRIBE c", "PUBLISH c y", "PUBSUB NUMSUB c");
        a().listener.onUp();

        assertThat(alias.writes).containsExactly("CLUSTER SLOTS");
        assertThat(alias.closed).isTrue();
        assertThat(a().writes).containsExactly("PUBSUB NUMSUB c");
        assertThat(b().writes).containsExactly("SUBSCRIBE c", "PUBLISH c y", "PUBSUB NUMSUB c");
    }

    @Test
    void a_list_that_looks_like_a_message_is_a_reply_where_nothing_is_subscribed() {
        comeUp();
        write("HVALS a", "GET a");
        a().says("message", "of", "three");
        a().says("x");

        assertThat(said).containsExactly("[message of three]", "x");
    }

    @Test
    void moved_is_followed_by_this_command_and_the_next() {
        comeUp();
        write("SPUBLISH b1 x", "PUBLISH c y");
        b().listener.onUp();
        a().says(7);
        b().says(new Failure("MOVED 16383 a:1"));
        a().says(1);
        write("SPUBLISH b1 z");

        assertThat(a().writes).endsWith("PUBLISH c y", "SPUBLISH b1 x", "SPUBLISH b1 z");
        assertThat(said).containsExactly(":1", ":7");
    }

    @Test
    void ask_is_followed_by_this_command_only() {
        comeUp();
        write("HGET b h");
        b().listener.onUp();
        b().says(new Failure("ASK 16383 a:1"));
        a().says(new RedisReply.Status("OK"));
        a().says("v");
        write("HGET b h");

        assertThat(a().writes).endsWith("ASKING", "HGET b h");
        assertThat(b().writes).containsExactly("HGET b h", "HGET b h");
        assertThat(said).containsExactly("v");
    }

    @Test
    void moved_without_a_host_means_another_port_on_the_same_host() {
        comeUp();
        write("SPUBLISH a1 x");
        a().says(new Failure("MOVED 0 :2"));
        nodes.get("a:2").listener.onUp();

        assertThat(nodes.get("a:2").writes).containsExactly("SPUBLISH a1 x");
    }

    @Test
    void a_subscription_that_a_node_ends_breaks_the_link_so_that_it_is_made_again() {
        comeUp();
        write("SSUBSCRIBE b1");
        b().listener.onUp();
        b().says("ssubscribe", "b1", 1);
        b().says("sunsubscribe", "b1", 0);

        assertThat(said.get(1)).isEqualTo("down: node b:1 no longer has the slot of a subscribed channel");
        assertThat(a().closed && b().closed).isTrue();
    }

    @Test
    void a_subscription_that_no_node_takes_breaks_the_link() {
        comeUp();
        write("SSUBSCRIBE b1");
        b().listener.onUp();
        b().says(new Failure("CLUSTERDOWN The cluster is down"));

        assertThat(said)
                .containsExactly("down: SSUBSCRIBE b1 found no node that accepts it: CLUSTERDOWN The cluster is down");
    }

    @Test
    void a_break_at_home_breaks_the_link_once() {
        comeUp();
        write("PUBLISH c y", "HGET b h");
        a().listener.onDown("reset");
        b().listener.onDown("reset");

        assertThat(said).containsExactly("down: node a:1: reset");
    }

    @Test
    void a_break_at_a_node_with_subscriptions_breaks_the_link() {
        comeUp();
        write("SSUBSCRIBE b1");
        b().listener.onDown("refused");

        assertThat(said).containsExactly("down: node b:1: refused");
    }

    @Test
    void commands_for_a_node_that_is_away_fail_until_another_node_has_its_slots() {
        comeUp();
        write("HGET b h", "PUBSUB NUMSUB c", "PUBLISH c y");
        b().listener.onDown("refused");
        a().says("c", 1);
        a().says(3);
        a().says(list(list(0, 16_383, list("a", 1))));
        write("HGET b h", "PUBSUB NUMSUB c");

        String failure = "-node b:1: refused; the command was not sent";
        assertThat(said).containsExactly(failure, failure, ":3");
        assertThat(a().writes)
                .containsExactly(
                        "CLUSTER SLOTS",
                        "PUBSUB NUMSUB c",
                        "PUBLISH c y",
                        "CLUSTER SLOTS",
                        "HGET b h",
                        "PUBSUB NUMSUB c");
    }

    @Test
    void commands_for_a_node_that_does_not_come_up_fail_when_they_are_too_many() {
        comeUp();
        RedisCommand large = RedisCommand.of("SPUBLISH", "b1", new byte[9 << 20]);
        link.write(List.of(large));
        assertThat(said).isEmpty();
        link.write(List.of(large));

        String failure = "-node b:1: it is not up yet, and too much waits for it; the command was not sent";
        assertThat(said).containsExactly(failure, failure);
        assertThat(b().closed).isTrue();
    }

    @Test
    void no_seed_answers() {
        nodes.get("dead:1").listener.onDown("refused");
        a().listener.onUp();
        a().says(new Failure("ERR This instance has cluster support disabled"));

        assertThat(said)
                .containsExactly("down: no node of the cluster reports its slots: dead:1: refused; a:1: it has no"
                        + " slots: -ERR This instance has cluster support disabled;");
    }
}
