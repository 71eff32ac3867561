package io.github.fanoutlab.platform;

import java.util.function.Consumer;

/** Callbacks that a program is given: it may call one from any thread and as often as it likes, and the first call counts. */
public final class Once {

    private Once() {}

    /** {@code callback} for the first call; it runs on {@code loop}. Later calls do nothing. */
    public static <T> Consumer<T> onLoop(EventLoop loop, Consumer<T> callback) {
        boolean[] called = {false};
        return value -> loop.run(() -> {
            if (!called[0]) {
                called[0] = true;
                callback.accept(value);
            }
        });
    }
}
