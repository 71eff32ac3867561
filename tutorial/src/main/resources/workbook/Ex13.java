import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.*;

import io.github.fanoutlab.tutorial.exercise.Schedules;
import io.github.fanoutlab.tutorial.exercise.Schedules.Message;
import java.util.List;

/**
 * Exercise of chapter 13: you are the network. A client of 0.9.17 does its
 * handshake at W1 and opens its WebSocket at W2. You say in which order the
 * messages arrive. What you leave out has not arrived yet. These are all of
 * them:
 *
 * REQUEST   the client's GET arrives at W1, which publishes the new session,
 *           and responds
 * PUBLISH   W1's message arrives at Redis, which replies, and sends the news
 *           to both workers
 * REPLY     Redis's reply arrives at W1
 * ECHO      the news comes back to W1
 * NEWS      the news arrives at W2
 * RESPONSE  W1's response arrives at the client, which asks W2 for a WebSocket
 * UPGRADE   the request for it arrives at W2, which accepts or refuses the
 *           client
 */
public class Ex13 implements Schedules.Answer {

    /** The shortest order in which the client is refused. */
    @Override
    public List<Message> refused() {
        return List.of(REQUEST, PUBLISH, REPLY, ECHO, NEWS, RESPONSE, UPGRADE);
    }

    /**
     * The shortest in which it is refused, although the PUBLISH is at Redis
     * before the RESPONSE is at the client.
     */
    @Override
    public List<Message> refusedAlthough() {
        return List.of(REQUEST);
    }

    /**
     * The shortest in which it is accepted, although the RESPONSE is at the
     * client before the PUBLISH is at Redis.
     */
    @Override
    public List<Message> acceptedAlthough() {
        return List.of(REQUEST);
    }
}
