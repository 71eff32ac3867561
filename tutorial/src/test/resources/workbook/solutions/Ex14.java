import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.tutorial.exercise.Rejoin;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Exercise of chapter 14: a client that reads the news. Two desks, "master" and
 * "W2", send news to the room "news" all the time, and each numbers its own:
 * "master#1", "master#2", … A worker dies, and the client connects again by
 * itself. Then it has to be back in the room, and it has to know how many news
 * items never reached it.
 */
public class Ex14 implements Rejoin.MyClient {

    private final Map<String, TreeSet<Integer>> arrived = new HashMap<>();

    /** Called once, before the client connects for the first time. */
    @Override
    public void begin(LabClient client) {
        client.onConnect(() -> client.emit("join", "news"));
        client.on("news", event -> {
            String[] words = event.string(0).split("#");
            String desk = words[0];
            int number = Integer.parseInt(words[1]);
            arrived.computeIfAbsent(desk, none -> new TreeSet<>()).add(number);
        });
    }

    /**
     * How many news items never reached this client. For each desk, count from
     * the first item of that desk that arrived. Called at the end.
     */
    @Override
    public int missed() {
        int missed = 0;
        for (TreeSet<Integer> numbers : arrived.values()) {
            missed += numbers.last() - numbers.first() + 1 - numbers.size();
        }
        return missed;
    }
}
