package io.github.fanoutlab.platform.redis.sentinel;

import static io.github.fanoutlab.platform.redis.RedisByHand.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.redis.RedisByHand;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two Sentinels, {@code s1} and {@code s2}; they and the Redis servers are played by hand. */
@DisplayName("A link to the master that Sentinels know")
class SentinelDialerTest {

    private static final String REQUEST = "SENTINEL GET-MASTER-ADDR-BY-NAME main";

    private final Map<String, RedisByHand> played = new LinkedHashMap<>();
    private final List<String> said = new ArrayList<>();
    private final RedisDialer dialer =
            new SentinelDialer("redis+sentinel://s1,s2/main", "main", List.of(at("s1"), at("s2")), this::at);

    private RedisByHand at(String address) {
        return played.computeIfAbsent(address, RedisByHand::new);
    }

    private RedisDialer.Link dial() {
        return dialer.dial(RedisByHand.writingTo(said));
    }

    private void tells(String sentinel, Object... place) {
        at(sentinel).listener.onUp();
        at(sentinel).says(place);
    }

    @Test
    void a_sentinel_names_the_master_which_has_to_confirm_that_it_is_one() {
        RedisDialer.Link link = dial();
        tells("s1", "m", "6379");
        assertThat(at("s1").writes).containsExactly(REQUEST);
        assertThat(at("s1").closed).isTrue();

        at("m:6379").listener.onUp();
        at("m:6379").says("master", 0, list());
        link.write(List.of(RedisCommand.of("GET", "k")));
        at("m:6379").says("v");

        assertThat(at("m:6379").writes).containsExactly("ROLE", "GET k");
        assertThat(said).containsExactly("up", "v");
    }

    @Test
    void a_sentinel_that_is_away_or_does_not_know_is_skipped_and_asked_last_the_next_time() {
        dial();
        at("s1").listener.onDown("refused");
        tells("s2", "m", "6379");
        at("m:6379").listener.onDown("refused");
        assertThat(said).containsExactly("down: master m:6379: refused");

        dial();
        assertThat(at("s2").writes).hasSize(1);
        tells("s2", new RedisReply.Bulk(null));
        tells("s1", new RedisReply.Failure("IDONTKNOW"));

        assertThat(at("s1").writes).containsExactly(REQUEST);
        assertThat(at("s2").writes).containsExactly(REQUEST, REQUEST);
        assertThat(said.get(1))
                .isEqualTo(
                        "down: no Sentinel could name the master \"main\": s2: it does not know this name; s1: IDONTKNOW;");
    }

    @Test
    void a_server_that_is_no_longer_the_master_is_refused() {
        dial();
        tells("s1", "m", "6379");
        at("m:6379").listener.onUp();
        at("m:6379").says("slave", "other", 6379);

        assertThat(said).containsExactly("down: m:6379 is a slave, not the master");
        assertThat(at("m:6379").closed).isTrue();
    }

    @Test
    void a_server_that_replies_nonsense_to_role_is_no_master_or_has_not_said_what_it_is() {
        dial();
        tells("s1", "m", "6379");
        at("m:6379").listener.onUp();
        at("m:6379").says(list(new RedisReply.Bulk(null)));
        assertThat(said).containsExactly("down: m:6379 is a null, not the master");
        said.clear();

        dial();
        tells("s1", "m", "6379");
        at("m:6379").listener.onUp();
        at("m:6379").says(list());
        assertThat(said).containsExactly("up");
    }

    @Test
    void after_close_the_listener_is_not_called() {
        RedisDialer.Link link = dial();
        link.close();
        tells("s1", "m", "6379");

        assertThat(played).doesNotContainKey("m:6379");
        assertThat(said).isEmpty();
    }
}
