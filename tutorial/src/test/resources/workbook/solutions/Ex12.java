import io.github.fanoutlab.tutorial.exercise.Routing;
import java.util.List;

/**
 * Exercise of chapter 12: the load balancer in front of three workers. Eight
 * clients connect as io(url) does: with a few requests over HTTP, and then a
 * WebSocket. No client may be refused while the worker with its session is
 * alive. While all three workers listen, none of them may have more than half
 * of the clients.
 */
public class Ex12 implements Routing.Router {

    private int turn;

    /**
     * The worker for a new TCP connection. A client opens several for one
     * session.
     *
     * @param visit the first request on that connection: visit.address(),
     *     visit.path(), visit.sid(), visit.cookie(NAME). What a client does not
     *     bring is empty, not null: "". With visit.setCookie(NAME, VALUE) the
     *     client gets a cookie, and brings it with every later request
     * @param workers those that listen now: at first "W1", "W2" and "W3"
     */
    @Override
    public String choose(Routing.Visit visit, List<String> workers) {
        String worker = visit.cookie("worker");
        if (!workers.contains(worker)) {
            worker = workers.get(turn++ % workers.size());
            visit.setCookie("worker", worker);
        }
        return worker;
    }
}
