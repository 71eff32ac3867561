package io.github.fanoutlab.platform;

import java.util.function.Supplier;

/**
 * A node's log.
 *
 * <p>A namespace names the part that logs, as in npm's {@code debug}: {@code socket.io:server}, {@code socket.io-redis}, {@code
 * engine}. The 0.9 server logs by level instead: {@code error}, {@code warn}, {@code info}, {@code debug} under {@code legacy:}. From
 * any thread.
 */
public interface DebugLog {

    /** Whether messages of this namespace are logged. */
    boolean isEnabled(String namespace);

    /** Logs one line; {@code message} is called only if the namespace is enabled. */
    void log(String namespace, Supplier<String> message);

    /** Logs what the operator must not miss (Redis lost, a handler that threw), whatever is enabled. */
    void warn(String message);

    /** A log that drops everything. */
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
