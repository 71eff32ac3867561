package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.Consumer;

/** What the user's code decides, now or later and from any thread: its first word counts. */
final class Decision {

    private Decision() {}

    /**
     * Asks for a decision.
     *
     * @param what names the user's code in the log, should it throw
     * @param question gets whom to tell
     * @param whenThrown what counts when it throws before it has decided
     * @param onDecided gets the decision, on the loop
     */
    static <T> void ask(
            NodePorts ports, String what, Consumer<Consumer<T>> question, T whenThrown, Consumer<T> onDecided) {
        boolean[] decided = {false};
        Consumer<T> once = decision -> ports.loop().run(() -> {
            if (!decided[0]) {
                decided[0] = true;
                onDecided.accept(decision);
            }
        });
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
