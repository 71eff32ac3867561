package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The parents of a server's dynamic namespaces, in the order in which they were created. On the loop only. */
final class DynamicNamespaces {

    private static final String DEBUG_NAMESPACE = "socket.io:server";

    /** {@code pattern} is null where a gate decides. */
    private record Family(Pattern pattern, NamespaceGate gate, ParentNamespace parent) {}

    private final NodePorts ports;
    private final List<Family> families = new ArrayList<>();

    DynamicNamespaces(NodePorts ports) {
        this.ports = ports;
    }

    ParentNamespace add(Pattern pattern) {
        return add(
                pattern, (name, auth, next) -> next.accept(pattern.matcher(name).find()));
    }

    ParentNamespace add(NamespaceGate gate) {
        return add(null, gate);
    }

    private ParentNamespace add(Pattern pattern, NamespaceGate gate) {
        ParentNamespace parent = new ParentNamespace(ports, "/_" + families.size());
        log(() -> "initializing parent namespace " + parent.name());
        families.add(new Family(pattern, gate, parent));
        return parent;
    }

    /** The parent whose pattern {@code name} matches. */
    Optional<ParentNamespace> matching(String name) {
        for (Family family : families) {
            if (family.pattern != null && family.pattern.matcher(name).find()) {
                log(() -> "attaching namespace " + name + " to parent namespace /" + family.pattern + "/");
                return Optional.of(family.parent);
            }
        }
        return Optional.empty();
    }

    /** Asks one after the other; {@code onParent} gets the first that allows the namespace, if any. */
    void ask(String name, JsonNode auth, Consumer<Optional<ParentNamespace>> onParent) {
        ask(List.copyOf(families), name, auth, onParent);
    }

    private void ask(List<Family> rest, String name, JsonNode auth, Consumer<Optional<ParentNamespace>> onParent) {
        if (rest.isEmpty()) {
            onParent.accept(Optional.empty());
            return;
        }
        Family family = rest.get(0);
        String what = "predicate for namespace \"" + name + "\"";
        UserCode.<Boolean>decide(ports, what, next -> family.gate.decide(name, auth, next), false, allowed -> {
            if (allowed) {
                onParent.accept(Optional.of(family.parent));
            } else {
                ask(rest.subList(1, rest.size()), name, auth, onParent);
            }
        });
    }

    private void log(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }
}
