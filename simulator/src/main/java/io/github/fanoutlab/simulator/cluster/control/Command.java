package io.github.fanoutlab.simulator.cluster.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.fanoutlab.simulator.scenario.Broadcast;

/** What a process is told to do. Each command has one {@link Report.Response}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Emit.class, name = "emit"),
    @JsonSubTypes.Type(value = Command.Beat.class, name = "beat"),
    @JsonSubTypes.Type(value = Command.Count.class, name = "count"),
    @JsonSubTypes.Type(value = Command.Fork.class, name = "fork"),
})
public sealed interface Command {

    /** Emit once. The response is {@link Report.Emitted}. */
    record Emit(Broadcast broadcast) implements Command {}

    /**
     * Emit once a period, first one period from now. The response is {@link Report.Emitted}, after the last emit.
     *
     * @param numbered whether the payload is the node's name and its own count of such emits, {@code W1#3}
     */
    record Beat(int times, long periodMillis, boolean numbered, Broadcast broadcast) implements Command {}

    /** Report the counters. The response is {@link Report.Counted}. */
    record Count() implements Command {}

    /** For a master: begin to fork this worker, which has died, now. The response is {@link Report.Forked}. */
    record Fork(String worker) implements Command {}
}
