package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.Run;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run in space and time: who took part, what happened where and when, and every message with what became of it. All
 * drawings of a run, in a terminal, as Mermaid, on a page, are drawn from this.
 *
 * <pre>
 *        C1     C2     W1     W2    Redis       a lane each
 *   time  │      │      ●      │      │         a moment: W1 emits
 *     │   │      │      ├──────┼─────▶│         a message, and its fate: received, by Redis
 *     ▼   │      │      ○◀─────┼──────┤         own echo, dropped
 *         │      │      │      │◀─────┤         received
 *         │      ●◀─────┼──────┤      │         delivered
 * </pre>
 *
 * <p>Moments and messages name each other by number, lanes by name, emits by number: all of it is plain data, without the
 * trace.
 *
 * @param lanes from left to right: clients, workers, Redis, the master, others
 * @param emits the emits of servers, in the order of emitting
 * @param moments in the order of time
 * @param messages in the order of arriving
 */
public record SpaceTime(List<Lane> lanes, List<Emit> emits, List<Moment> moments, List<Message> messages) {

    public SpaceTime {
        lanes = List.copyOf(lanes);
        emits = List.copyOf(emits);
        moments = List.copyOf(moments);
        messages = List.copyOf(messages);
    }

    /** The picture of {@code run}. */
    public static SpaceTime of(Run run) {
        return of(run.trace(), run.string().scenario(), run.string().dialect());
    }

    /** Reads it from the {@code trace} of a run of {@code scenario} with adapters that drop their own echoes. */
    public static SpaceTime of(Trace trace, Scenario scenario) {
        return of(trace, scenario, RedisDialect.usual(Generation.ADAPTER));
    }

    /** Reads it from the {@code trace} of a run of {@code scenario} in {@code dialect}. */
    public static SpaceTime of(Trace trace, Scenario scenario, RedisDialect dialect) {
        List<Lane> lanes = LaneReader.lanes(trace, scenario);
        Set<String> names = lanes.stream().map(Lane::name).collect(Collectors.toCollection(LinkedHashSet::new));
        EmitNumbers numbers = new EmitNumbers(trace, new LinkedHashSet<>(scenario.nodes()));
        MomentReader moments = new MomentReader(trace, names, numbers);
        List<Emit> emits = new ArrayList<>();
        for (TraceEvent emit : numbers.emits()) {
            emits.add(new Emit(
                    emits.size() + 1,
                    emit.id(),
                    moments.of(emit),
                    emit.timeMicros(),
                    emit.lane(),
                    emit.name(),
                    emit.text()));
        }
        boolean isOurs = dialect != RedisDialect.MINE;
        List<Message> messages = new MessageReader(trace, numbers, moments, isOurs).read();
        return new SpaceTime(lanes, emits, moments.read(), messages);
    }

    /** The lanes of those who take part in the scenario, and of Redis: what a drawing has room for. */
    public List<Lane> drawnLanes() {
        return lanes.stream().filter(lane -> lane.role() != Lane.Role.OTHER).toList();
    }

    /**
     * The emit with that number.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    public Emit emit(int number) {
        if (number < 1 || number > emits.size()) {
            throw new IllegalArgumentException(
                    "there is no emit " + number + ": the servers of this run emitted " + emits.size() + " times");
        }
        return emits.get(number - 1);
    }

    /**
     * The path of the emit with that number, in the order of arriving: what was published, what Redis handed on, what was
     * delivered, and what was lost. A message that delivers the emit twice stands here twice.
     */
    public List<Message> pathOf(int emit) {
        List<Message> path = new ArrayList<>();
        for (Message message : messages) {
            if (message.isOnPath() && message.arrived() != Message.NEVER) {
                path.addAll(Collections.nCopies(Collections.frequency(message.emits(), emit), message));
            }
        }
        return path;
    }

    /** Whether servers have a Redis client for each purpose, as in 0.9; then it matters which one carries a message. */
    public boolean hasRedisClients() {
        return lanes.stream().anyMatch(lane -> !lane.redisClients().isEmpty());
    }

    /** When {@code message} arrives or is lost. */
    public long arrivalMicros(Message message) {
        return moments.get(message.arrived()).timeMicros();
    }
}
