package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.simulator.fault.Trigger;
import io.github.fanoutlab.simulator.fault.TriggerEvent;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Notices the triggers that faults can wait for, in the events of a run, as they happen. */
final class TriggerWatch implements Consumer<TraceEvent> {

    private static final String OPEN_PACKET = "0{\"sid\":";
    private static final int OK = 200;

    private final Consumer<Trigger> told;
    private final Map<Trigger, Integer> times = new LinkedHashMap<>();
    private final Map<String, Integer> unconfirmed = new LinkedHashMap<>();

    /** {@code told} learns of each trigger when it happens, within the same turn. */
    TriggerWatch(Consumer<Trigger> told) {
        this.told = told;
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event.kind()) {
            case EMIT -> reached(event.lane(), TriggerEvent.EMITTED);
            case NODE_STARTED -> reached(event.lane(), TriggerEvent.STARTED);
            case CONNECTED -> reached(event.lane(), TriggerEvent.CONNECTED);
            case DISCONNECTED -> reached(event.lane(), TriggerEvent.DISCONNECTED);
            case DELIVERY -> {
                if (!event.text().contains(Delivery.GREETING)) {
                    reached(event.lane(), TriggerEvent.RECEIVED);
                }
            }
            case HTTP_RESPONSE_RECEIVED, FRAME_RECEIVED -> {
                if (givesSession(event)) {
                    reached(event.lane(), TriggerEvent.HANDSHAKEN);
                }
            }
            case REDIS_SENT, REDIS_PUSH, NODE_DIED, CONNECTION_CLOSED -> subscription(event);
            default -> {
                // No fault can wait for it.
            }
        }
    }

    private void reached(String who, TriggerEvent what) {
        int time = times.merge(new Trigger(who, what, 0), 1, Integer::sum);
        told.accept(new Trigger(who, what, time));
    }

    /** Whether it is the response to 0.9's handshake, or 1.0+'s open packet, over any transport. */
    private static boolean givesSession(TraceEvent event) {
        boolean answered =
                event.kind() == Kind.HTTP_RESPONSE_RECEIVED && event.name().endsWith("/1/") && event.number() == OK;
        return answered || event.text().contains(OPEN_PACKET);
    }

    private void subscription(TraceEvent event) {
        if (event.kind() == Kind.NODE_DIED || event.kind() == Kind.CONNECTION_CLOSED) {
            unconfirmed
                    .keySet()
                    .removeIf(connection -> connection.startsWith(event.lane() + '.')
                            && (event.connection().isEmpty() || connection.equals(event.connection())));
        } else if (event.kind() == Kind.REDIS_SENT && isSubscribe(event.name())) {
            int asked = ((RedisCommand) event.payload()).args().size();
            unconfirmed.merge(event.connection(), asked, Integer::sum);
        } else if (event.kind() == Kind.REDIS_PUSH && isSubscribe(event.name())) {
            unconfirmed.merge(event.connection(), -1, Integer::sum);
            if (unconfirmed.get(event.connection()) == 0) {
                reached(event.lane(), TriggerEvent.SUBSCRIBED);
            }
        }
    }

    private static boolean isSubscribe(String command) {
        return command.equalsIgnoreCase("SUBSCRIBE") || command.equalsIgnoreCase("PSUBSCRIBE");
    }
}
