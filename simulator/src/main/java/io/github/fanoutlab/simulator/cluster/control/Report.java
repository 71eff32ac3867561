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
    @JsonSubTypes.Type(value = Report.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Report.Refused.class, name = "refused"),
})
public sealed interface Report {

    /** The name of the node that it is about. */
    String node();

    /** The answer to a request. */
    sealed interface Answer extends Report {

        /** The request's. */
        long id();
    }

    /**
     * A process runs its program.
     *
     * @param port where it listens; 0 for a master, which never does
     */
    record Started(String node, long pid, int port) implements Report {}

    /** A worker's process has ended; said by its master. */
    record Died(String node, long pid) implements Report {}

    /** What was emitted, in that order. */
    record Emitted(String node, long id, List<Emission> emissions) implements Answer {}

    /** The node's counters by name. */
    record Counted(String node, long id, Map<String, Long> counters) implements Answer {}

    /** What was asked for is under way. */
    record Done(String node, long id) implements Answer {}

    /** What was asked for was not done. */
    record Refused(String node, long id, String reason) implements Answer {}

    /**
     * One emit.
     *
     * @param published whether the program gave Redis a PUBLISH for it
     */
    record Emission(String payload, boolean published) {}
}
