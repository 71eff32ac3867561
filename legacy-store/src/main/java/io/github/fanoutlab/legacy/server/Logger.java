package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.DebugLog;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where a server's log goes: the setting {@code logger}. {@link ServerLog} calls it, on the node's loop, with what the settings
 * {@code log} and {@code log level} let through.
 */
@FunctionalInterface
public interface Logger {

    /** The levels of 0.9, the most severe first. The setting {@code log level} is the number of the last one that is logged. */
    enum Level {
        ERROR(31),
        WARN(33),
        INFO(36),
        DEBUG(90);

        private final int color;
        private final String word = name().toLowerCase(Locale.ROOT);
        private final String namespace = "legacy:" + word;

        Level(int color) {
            this.color = color;
        }

        /** {@code info}. */
        String word() {
            return word;
        }
    }

    /**
     * Logs one line.
     *
     * @param colors the setting {@code log colors}
     */
    void log(Level level, String message, boolean colors);

    /** Whether anybody reads that level. If not, the message is not even composed. */
    default boolean isEnabled(Level level) {
        return true;
    }

    /**
     * The lines of 0.9, as lib/logger.js writes them: {@code info: socket.io started}; with {@code log colors}, <code>
     * &nbsp;  info  - socket.io started</code>, the level in its color.
     */
    static Logger lines(Consumer<String> out) {
        return (level, message, colors) -> out.accept(
                colors
                        ? "   \u001b[" + level.color + "m" + String.format("%-5s", level.word()) + " -\u001b[39m "
                                + message
                        : level.word() + ": " + message);
    }

    /** The log of a node, under {@code legacy:error}, {@code legacy:warn}, {@code legacy:info} and {@code legacy:debug}. */
    static Logger node(DebugLog log) {
        return new Logger() {
            @Override
            public void log(Level level, String message, boolean colors) {
                log.log(level.namespace, () -> message);
            }

            @Override
            public boolean isEnabled(Level level) {
                return log.isEnabled(level.namespace);
            }
        };
    }
}
