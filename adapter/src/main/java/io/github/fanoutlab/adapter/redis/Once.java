package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.platform.EventLoop;
import java.util.function.Consumer;

/** What user code is given to answer with: it may be called from any thread and as often as it likes, and counts once. */
final class Once {

    private Once() {}

    /** {@code answer} as such; it runs on the loop. */
    static <T> Consumer<T> onLoop(EventLoop loop, Consumer<T> answer) {
        boolean[] answered = {false};
        return value -> loop.run(() -> {
            if (!answered[0]) {
                answered[0] = true;
                answer.accept(value);
            }
        });
    }
}
