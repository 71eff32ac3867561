package io.github.fanoutlab.platform;

import java.util.function.Supplier;

/**
 * What a node tells about itself.
 *
 * <p>A namespace names the part that speaks, as in npm's {@code debug}: {@code socket.io:server}, {@code
 * socket.io-redis}, {@code engine}. The 0.9 server logs by level instead: {@code error}, {@code warn}, {@code info},
 * {@code debug} under {@code legacy:}. May be called from any thread.
 */
public interface DebugLog {

    /** Whether anybody reads this namespace; when not, a message is not even put together. */
    boolean isEnabled(String namespace);

    /** Logs one line; {@code message} is asked only when the namespace is enabled. */
    void log(String namespace, Supplier<String> message);

    /** Tells the operator what must not go unnoticed (Redis lost, a handler that threw): always printed. */
    void warn(String message);

    /** A log that nobody reads. */
    static DebugLog silent() {
        return new DebugLog() {
            @Override
            public boolean isEnabled(String namespace) {
                return false;
            }

            @Override
            public void log(String namespace, Supplier<String> message) {}

            @Override
            public void warn(String message) {}
        };
    }
}
