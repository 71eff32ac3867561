package io.github.fanoutlab.adapter.server;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The callback for the answers of many: the last argument of {@code io.timeout(5_000).emit("question", (BroadcastAck) (error,
 * answers) -> …)} and of {@code io.serverSideEmit("question", (BroadcastAck) …)}.
 *
 * <p>{@code answers} has the first value of each client's (or server's) answer in the order in which they came, a JSON null for an
 * empty answer. After a timeout it has those that came in time.
 */
@FunctionalInterface
public interface BroadcastAck extends Callback<List<JsonNode>> {}
