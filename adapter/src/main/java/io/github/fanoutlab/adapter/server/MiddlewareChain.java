package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Middleware in the order in which it was added; the first refusal counts. On the loop only. */
final class MiddlewareChain<T> {

    private static final Refusal FAILED = new Refusal("Internal server error", null);

    private final NodePorts ports;
    private final String what;
    private final List<Middleware<T>> links = new ArrayList<>();

    /** {@code what} names it in the log when it throws. */
    MiddlewareChain(NodePorts ports, String what) {
        this.ports = ports;
        this.what = what;
    }

    void add(Middleware<T> link) {
        links.add(link);
    }

    /** Adds those of {@code other}. */
    void addAll(MiddlewareChain<T> other) {
        links.addAll(other.links);
    }

    /** Asks one after the other; {@code outcome} gets null when all let {@code subject} pass. */
    void run(T subject, Consumer<Refusal> outcome) {
        run(List.copyOf(links), subject, outcome);
    }

    private void run(List<Middleware<T>> rest, T subject, Consumer<Refusal> outcome) {
        if (rest.isEmpty()) {
            outcome.accept(null);
            return;
        }
        UserCode.<Refusal>decide(ports, what, next -> rest.get(0).handle(subject, next::accept), FAILED, refusal -> {
            if (refusal != null) {
                outcome.accept(refusal);
            } else {
                run(rest.subList(1, rest.size()), subject, outcome);
            }
        });
    }
}
