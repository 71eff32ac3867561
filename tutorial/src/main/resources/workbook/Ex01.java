import io.github.fanoutlab.tutorial.exercise.FiveClusters;

/**
 * Exercise of chapter 1: five questions about clusters that the chapter has not
 * shown. Every process here has the Redis adapter of 1.0+. One of them emits
 * once a second, and your numbers are for one second. Replace each null with
 * your number, and save. You may do that one question at a time.
 */
public class Ex01 implements FiveClusters.Answer {

    @Override
    public Integer[] predictions() {
        return new Integer[] {
            // A master that never listens emits. There are seven workers, with
            // one client each.
            // 1. How many messages does Redis push to processes?
            null,
            // 2. The same cluster. How many of these messages are dropped as
            // own echoes?
            null,
            // The master emits. There are four workers. Three clients are
            // connected to worker 1, none to the others.
            // 3. How many events does one client get?
            null,
            // The master is an emitter: it publishes, and it subscribes to
            // nothing. There are six workers.
            // 4. How many messages does Redis push to processes?
            null,
            // There are three workers, with one client each. Worker 2 emits.
            // The master is a full server, and it is silent.
            // 5. How many messages does Redis push to processes?
            null,
        };
    }
}
