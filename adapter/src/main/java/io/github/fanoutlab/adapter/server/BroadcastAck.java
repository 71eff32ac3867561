package io.github.fanoutlab.adapter.server;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What to do with the answers of many: the last argument of {@code io.timeout(5_000).emit("question", (BroadcastAck) (error,
 * answers) -> …)} and of {@code io.serverSideEmit("question", (BroadcastAck) …)}.
 *
 * <p>{@code answers} has the first value of each client's (or server's) answer in the order of their coming, a JSON null for an
 * empty answer. When time ran out it has those that came before.
 */
@FunctionalInterface
public interface BroadcastAck extends Callback<List<JsonNode>> {}
