import io.github.fanoutlab.tutorial.exercise.SubscriptionPlan;

/**
 * Exercise of chapter 17: which room has which channel on Redis? Twelve servers
 * carry 24 games of four players each, who sit at four servers. In a second
 * there are 120 messages to games, ten to single players and one to everybody.
 * Redis may push at most 800 messages to servers for that, and the servers
 * together may have at most 130 subscriptions.
 */
public class Ex17 implements SubscriptionPlan.Plan {

    /**
     * The channel on which a message to the room is published. A server
     * subscribes to the channels of the rooms that its clients are in.
     *
     * @param room "game-7"; the id of a socket, which is alone in the room of
     *     that name; or SubscriptionPlan.EVERYBODY, which every server is
     *     subscribed to
     */
    @Override
    public String channelOf(String room) {
        return room.startsWith("game-") ? room : "all";
    }
}
