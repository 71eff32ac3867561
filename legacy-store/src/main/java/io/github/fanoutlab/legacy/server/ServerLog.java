package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.DebugLog;
import java.util.function.Supplier;

/**
 * The log of a server, with the four levels of 0.9. It hands to the {@link Logger} that is set what the settings {@code log} and
 * {@code log level} let through. On the node's loop only.
 */
public final class ServerLog {

    private final DebugLog node;
    private final Settings settings;

    ServerLog(DebugLog node, Settings settings) {
        this.node = node;
        this.settings = settings;
    }

    /** Logs a line of this level. */
    public void error(Supplier<String> message) {
        log(Logger.Level.ERROR, message);
    }

    /** Logs a line of this level. */
    public void warn(Supplier<String> message) {
        log(Logger.Level.WARN, message);
    }

    /** Logs a line of this level. */
    public void info(Supplier<String> message) {
        log(Logger.Level.INFO, message);
    }

    /** Logs a line of this level. */
    public void debug(Supplier<String> message) {
        log(Logger.Level.DEBUG, message);
    }

    /** Logs what 0.9 ignores silently, for {@code DEBUG=fanoutlab:ignored}. */
    void ignored(Supplier<String> message) {
        node.log("fanoutlab:ignored", message);
    }

    private void log(Logger.Level level, Supplier<String> message) {
        Logger logger = (Logger) settings.get("logger");
        if (!logger.isEnabled(level)) {
            return;
        }
        int most = settings.enabled("log level") ? (int) settings.number("log level") : -1;
        if (level.ordinal() <= most && settings.enabled("log")) {
            logger.log(level, message.get(), settings.enabled("log colors"));
        }
    }
}
