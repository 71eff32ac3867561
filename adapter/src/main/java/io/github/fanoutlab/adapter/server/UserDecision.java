package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.Once;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.Consumer;

/** A decision that the user's code takes, now or later and from any thread. The first one counts. */
final class UserDecision {

    private UserDecision() {}

    /**
     * Asks for a decision.
     *
     * @param what names the user's code in the log, should it throw
     * @param question is given the callback that takes the decision
     * @param whenThrown the decision when the user's code throws before it has decided
     * @param onDecided gets the decision, on the loop
     */
    static <T> void ask(
            NodePorts ports, String what, Consumer<Consumer<T>> question, T whenThrown, Consumer<T> onDecided) {
        Consumer<T> once = Once.onLoop(ports.loop(), onDecided);
        boolean[] returned = {false};
        Guard.run(ports.log(), what, () -> {
            question.accept(once);
            returned[0] = true;
        });
        if (!returned[0]) {
            once.accept(whenThrown);
        }
    }
}
