package io.github.fanoutlab.adapter.server;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether there is a namespace that nobody has made yet: {@code io.of((name, auth, next) ->
 * next.accept(name.startsWith("/project-")))}.
 */
@FunctionalInterface
public interface NamespaceGate {

    /**
     * Decides, now or later and from any thread, by telling {@code next} whether the namespace is to be. Its first word counts.
     * Called on the loop; throwing is a no.
     *
     * @param auth what the client sent along; null when it sent nothing
     */
    void decide(String name, JsonNode auth, Consumer<Boolean> next);
}
