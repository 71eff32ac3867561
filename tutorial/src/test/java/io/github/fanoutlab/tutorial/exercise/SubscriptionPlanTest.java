package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 17, a plan of subscriptions")
class SubscriptionPlanTest {

    private static final SubscriptionPlan GRADER = new SubscriptionPlan();

    @Test
    @DisplayName("says for which room a plan has no channel")
    void noChannel() {
        assertThat(new SubscriptionPlan().grade(room -> null).message())
                .isEqualTo("channelOf(\"\") returned null. Every room needs a channel, also that of everybody.");
        assertThat(new SubscriptionPlan()
                        .grade(room -> room.startsWith("game-") ? null : "all")
                        .message())
                .startsWith("channelOf(\"game-7\") returned null.");
    }

    @Test
    @DisplayName("is solved by a channel for each game, and one for all others")
    void solution() {
        assertThat(GRADER.grade(room -> room.startsWith("game-") ? room : "all"))
                .isEqualTo(Grade.right(
                        "Everything arrives, with 612 messages a second and 108 subscriptions. A room that is"
                                + " spoken to often and lives on few servers is worth a channel."));
    }

    @Test
    @DisplayName("with one channel for all costs too many messages")
    void messages() {
        assertNotYet(
                room -> "all",
                "Redis pushes too much",
                "to games              1440",
                "together              1572   at most 800",
                "subscriptions           12   at most 130");
    }

    @Test
    @DisplayName("with a channel for each room costs too many subscriptions")
    void subscriptions() {
        assertNotYet(
                room -> "room " + room,
                "the servers have too many subscriptions",
                "together               502   at most 800",
                "subscriptions          204   at most 130");
    }

    @Test
    @DisplayName("by hash costs too much of both")
    void hash() {
        assertNotYet(
                room -> "shard " + Math.floorMod(room.hashCode(), 16),
                "both cost too much",
                "For which rooms is that so?");
    }

    @Test
    @DisplayName("in which nobody subscribes to what is published loses messages, and names one")
    void losses() {
        assertNotYet(
                subscribing(Set.of("game-0")),
                "A message to everybody reached 8 of 96 players",
                "Do all servers subscribe to that?");
        assertNotYet(
                subscribing(Set.of("")),
                "A message to game-0 reached 1 of its 4 players. It was published on \"game-0\"");
        assertNotYet(
                new SubscriptionPlan.Plan() {
                    @Override
                    public String channelOf(String room) {
                        return room.isEmpty() || room.startsWith("game-") ? "all" : room;
                    }

                    @Override
                    public Set<String> subscriptions(Set<String> rooms) {
                        return Set.of("all");
                    }
                },
                "A message to a single player, io.to(socket.id), did not reach that player");
    }

    private static SubscriptionPlan.Plan subscribing(Set<String> channels) {
        return new SubscriptionPlan.Plan() {
            @Override
            public String channelOf(String room) {
                return room;
            }

            @Override
            public Set<String> subscriptions(Set<String> rooms) {
                return channels;
            }
        };
    }

    private static void assertNotYet(SubscriptionPlan.Plan plan, String... parts) {
        Grade grade = GRADER.grade(plan);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}
