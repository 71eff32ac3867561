package io.github.fanoutlab.adapter.server;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a namespace that does not exist is created: {@code io.of((name, auth, next) ->
 * next.accept(name.startsWith("/project-")))}.
 */
@FunctionalInterface
public interface NamespaceGate {

    /**
     * Decides, now or later and from any thread, by calling {@code next} with whether the namespace is created. The first call
     * counts. Called on the loop; throwing before that is a no.
     *
     * @param auth what the client sent along; null when it sent nothing
     */
    void decide(String name, JsonNode auth, Consumer<Boolean> next);
}
