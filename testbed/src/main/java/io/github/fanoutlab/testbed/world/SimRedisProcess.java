package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One life of a Redis. It executes commands one at a time, in the order of their arrival, and replies at once. */
final class SimRedisProcess extends SimProcess implements Dialing.Acceptor<SimRedisProcess.Session> {

    /** The node's end of a connection, where replies and messages arrive. */
    interface Receiver {
        void receive(long handled, RedisReply reply);
    }

    static final String BUFFER_FULL = "Redis ended the connection: its output buffer was full";

    private static final RedisReply TOO_MANY = new RedisReply.Failure("ERR max number of clients reached");

    private final RedisModel model;
    private final List<Write> writes = new ArrayList<>();
    private long fullUntilMicros;
    private long timeoutMicros = -1;
    private final Map<Integer, Session> sessions = new LinkedHashMap<>();

    SimRedisProcess(World world, String host, int life) {
        super(world, host, life);
        this.model = new RedisModel(world::wallClockMillis);
    }

    RedisModel model() {
        return model;
    }

    @Override
    public SimProcess process() {
        return this;
    }

    @Override
    public Session accept(Endpoint end, long cause) {
        if (fullUntilMicros > world.nowMicros()) {
            return refuse(end, cause);
        }
        int number = model.connect();
        Session session = new Session(end, number, end.record(cause, Kind.CONNECTION_OPENED, "", null, number));
        sessions.put(number, session);
        end.whenBroken(reason -> session.end());
        return session;
    }

    /** As at {@code maxclients}: the system has accepted the connection; right after, Redis says why not and closes. */
    private Session refuse(Endpoint end, long cause) {
        Session session = new Session(end, 0, end.record(cause, Kind.CONNECTION_OPENED, "", null, 0));
        world.queue().plan(world.nowMicros(), tasks(), () -> {
            end.transmit(session.opened, () -> session.receiver.receive(session.opened, TOO_MANY));
            end.close(session.opened, "max number of clients reached");
        });
        return session;
    }

    /** Until {@code untilMicros} no new client is accepted. */
    void fullUntil(long untilMicros) {
        fullUntilMicros = Math.max(fullUntilMicros, untilMicros);
    }

    /** Takes over what {@code before} had written until {@code untilMicros}, as a replica that lacks what came later. */
    void inherit(SimRedisProcess before, long untilMicros) {
        int connection = model.connect();
        for (Write write : before.writes) {
            if (write.atMicros <= untilMicros) {
                model.handle(connection, write.command);
                writes.add(write);
            }
        }
        model.disconnect(connection);
    }

    /** {@code command} as Redis tells it to replicas: with the id that an entry got. */
    private static RedisCommand replicated(RedisCommand command, List<RedisModel.Output> outputs) {
        if (!command.name().equals("XADD") || !(outputs.get(0).reply() instanceof RedisReply.Bulk id)) {
            return command;
        }
        Object[] args = command.args().toArray();
        for (int i = 1; i < args.length; i++) {
            if (command.arg(i).equals("*")) {
                args[i] = id.bytes();
                break;
            }
        }
        return RedisCommand.of(command.name(), args);
    }

    private void write(long handled, List<RedisModel.Output> outputs) {
        for (RedisModel.Output output : outputs) {
            Session to = sessions.get(output.connection());
            to.end.transmit(handled, () -> to.receiver.receive(handled, output.reply()));
        }
    }

    /** Ends the wait of those who are blocked, in time; {@code handled} is the event in which that time began. */
    private void planTimeout(long handled) {
        model.nextTimeoutMillis().ifPresent(atMillis -> {
            long at = world.nowMicros() + Math.max(0, atMillis - world.wallClockMillis()) * 1_000;
            if (at != timeoutMicros) {
                timeoutMicros = at;
                world.queue().planTimer(at, () -> whenAwake(() -> timeOut(handled)));
            }
        });
    }

    private void timeOut(long handled) {
        if (isAlive()) {
            timeoutMicros = -1;
            write(handled, model.timeOut());
            planTimeout(handled);
        }
    }

    private record Write(long atMicros, RedisCommand command) {}

    /** What Redis keeps for one connection. */
    final class Session {

        private final Endpoint end;
        private final int number;
        private final long opened;
        private Receiver receiver;

        private Session(Endpoint end, int number, long opened) {
            this.end = end;
            this.number = number;
            this.opened = opened;
        }

        /** The event in which Redis accepted the connection. */
        long opened() {
            return opened;
        }

        /** Sets who gets what Redis writes. */
        void attach(Receiver receiver) {
            this.receiver = receiver;
        }

        /** The command whose sending was event {@code sent} has arrived. */
        void handle(long sent, RedisCommand command) {
            List<RedisModel.Output> outputs = model.handle(number, command);
            if (!command.name().endsWith("PUBLISH") && !command.name().endsWith("SUBSCRIBE")) {
                writes.add(new Write(world.nowMicros(), replicated(command, outputs)));
            }
            long handled = end.record(
                    sent,
                    Kind.REDIS_HANDLED,
                    command.name(),
                    command,
                    command.name().endsWith("PUBLISH") ? receivers(outputs) : 0);
            write(handled, outputs);
            planTimeout(handled);
            if (!model.isOpen(number)) {
                end.close(handled, "the client quit");
                sessions.remove(number);
            }
        }

        private long receivers(List<RedisModel.Output> outputs) {
            RedisReply last = outputs.get(outputs.size() - 1).reply();
            return last instanceof RedisReply.Number count ? count.value() : 0;
        }

        private void end() {
            model.disconnect(number);
            sessions.remove(number);
        }
    }
}
