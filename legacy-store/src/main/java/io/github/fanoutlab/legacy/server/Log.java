package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.DebugLog;
import java.util.function.Supplier;

/**
 * The logger of 0.9: four levels, and the lines it had there. They go to the node's log under {@code legacy:error},
 * {@code legacy:warn}, {@code legacy:info} and {@code legacy:debug}.
 */
final class Log {

    private final DebugLog log;
    private final Settings settings;

    Log(DebugLog log, Settings settings) {
        this.log = log;
        this.settings = settings;
    }

    void warn(Supplier<String> message) {
        log(1, "legacy:warn", message);
    }

    void info(Supplier<String> message) {
        log(2, "legacy:info", message);
    }

    void debug(Supplier<String> message) {
        log(3, "legacy:debug", message);
    }

    /** What 0.9 passes over without a word, for those who look for it: {@code DEBUG=fanoutlab:ignored}. */
    void ignored(Supplier<String> message) {
        log.log("fanoutlab:ignored", message);
    }

    private void log(int level, String namespace, Supplier<String> message) {
        int most = settings.enabled("log level") ? (int) settings.number("log level") : -1;
        if (level <= most && settings.enabled("log") && log.isEnabled(namespace)) {
            log.log(namespace, message);
        }
    }
}
