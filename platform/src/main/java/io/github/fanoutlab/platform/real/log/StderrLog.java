package io.github.fanoutlab.platform.real.log;

import io.github.fanoutlab.platform.DebugLog;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A node's log on standard error, as npm's {@code debug} prints it ({@link DebugFormat}).
 *
 * <p>The system property {@code DEBUG}, or else the environment variable of that name, says which namespaces are printed. {@code
 * DEBUG_COLORS} says whether they are colored; without it, they are colored on a terminal.
 */
public final class StderrLog implements DebugLog {

    private final String node;
    private final DebugPatterns patterns;
    private final DebugFormat format;
    private final PrintStream out;
    private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

    StderrLog(String node, DebugPatterns patterns, DebugFormat format, PrintStream out) {
        this.node = node;
        this.patterns = patterns;
        this.format = format;
        this.out = out;
    }

    /** The log of the node called {@code node}, as the environment asks for it. */
    public static StderrLog fromEnvironment(String node) {
        String environment = System.getenv().getOrDefault("DEBUG", "");
        DebugPatterns patterns = DebugPatterns.parse(System.getProperty("DEBUG", environment));
        DebugFormat format = Terminal.wantsColors() ? DebugFormat.COLORED : DebugFormat.DATED;
        return new StderrLog(node, patterns, format, System.err);
    }

    @Override
    public boolean isEnabled(String namespace) {
        return patterns.match(namespace);
    }

    @Override
    public void log(String namespace, Supplier<String> message) {
        if (isEnabled(namespace)) {
            long now = System.nanoTime();
            Long last = lastNanos.put(namespace, now);
            long sinceLast = last == null ? 0 : TimeUnit.NANOSECONDS.toMillis(now - last);
            out.println(format.line(namespace, message.get(), Instant.now(), sinceLast));
        }
    }

    @Override
    public void warn(String message) {
        out.println("[" + node + "] " + message);
    }
}
