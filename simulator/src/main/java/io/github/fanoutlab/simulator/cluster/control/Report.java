package io.github.fanoutlab.simulator.cluster.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** What a process tells its launcher. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Report.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Report.Died.class, name = "died"),
    @JsonSubTypes.Type(value = Report.Emitted.class, name = "emitted"),
    @JsonSubTypes.Type(value = Report.Counted.class, name = "counted"),
    @JsonSubTypes.Type(value = Report.Forked.class, name = "forked"),
    @JsonSubTypes.Type(value = Report.Refused.class, name = "refused"),
})
public sealed interface Report {

    /** The node that it is about. */
    String node();

    /** The response to a request. */
    sealed interface Response extends Report {

        /** The id of the request. */
        long id();
    }

    /**
     * A process runs its program.
     *
     * @param port where it listens; 0 for a master, which never does
     */
    record Started(String node, long pid, int port) implements Report {}

    /** A worker's process has ended. Its master reports it. */
    record Died(String node, long pid) implements Report {}

    /** What was emitted, in its order. */
    record Emitted(String node, long id, List<Emission> emissions) implements Response {}

    /** The node's counters by name. */
    record Counted(String node, long id, Map<String, Long> counters) implements Response {}

    /**
     * The master's response to {@link Command.Fork}.
     *
     * @param again whether it forks the worker again
     */
    record Forked(String node, long id, boolean again) implements Response {}

    /** The command was not carried out. */
    record Refused(String node, long id, String reason) implements Response {}

    /**
     * One emit.
     *
     * @param published whether the program sent a PUBLISH for it
     */
    record Emission(String payload, boolean published) {}
}
