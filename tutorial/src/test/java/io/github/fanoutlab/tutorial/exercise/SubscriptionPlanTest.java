package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.lesson.Grade;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 17, a plan of subscriptions")
class SubscriptionPlanTest {

    private static final SubscriptionPlan GRADER = new SubscriptionPlan();

    @Test
    @DisplayName("says for which room a plan has no channel")
    void noChannel() {
        assertThat(new SubscriptionPlan().grade(room -> null).message())
                .isEqualTo(
                        "channelOf(\"\") returned null. Every room needs a channel, including the room of everybody.");
        assertThat(new SubscriptionPlan()
                        .grade(room -> room.startsWith("game-") ? null : "all")
                        .message())
                .startsWith("channelOf(\"game-0\") returned null.");
    }

    @Test
    @DisplayName("is solved by a channel for each game, and one for all others")
    void solution() {
        assertThat(GRADER.grade(room -> room.startsWith("game-") ? room : "all"))
                .isEqualTo(Grade.right(
                        "Everything arrives, with 612 messages a second and 108 subscriptions. Each game has a channel"
                                + " of its own. A room with many messages and few servers is worth that."
                                + " Node's sharded adapter does the same, and calls it dynamic: each room has a channel,"
                                + " except the rooms of single sockets."));
    }

    @Test
    @DisplayName("in which games share channels is praised for that only if it costs nothing")
    void shared() {
        assertThat(GRADER.grade(plan(12)).message())
                .startsWith("Everything arrives, with 612 messages a second and 60 subscriptions.")
                .contains("The 24 games share 12 channels", "it costs no extra message", "sit at the same servers");
        assertThat(GRADER.grade(plan(23)).message())
                .contains("The 24 games share 23 channels", "messages a second come to a server without a player")
                .doesNotContain("no extra message");
    }

    /** Game 7 has the channel of game 7 + {@code channels}. */
    private static SubscriptionPlan.Plan plan(int channels) {
        return room -> room.startsWith("game-")
                ? "games " + Integer.parseInt(room.substring("game-".length())) % channels
                : "all";
    }
}
