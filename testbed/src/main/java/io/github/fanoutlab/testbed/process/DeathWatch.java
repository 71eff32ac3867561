package io.github.fanoutlab.testbed.process;

import java.io.IOException;

/**
 * Makes sure that a process that we started does not outlive us, even if we are killed. A small shell waits for the end of its
 * standard input, which comes when we end, and then ends the process. Without a POSIX shell, nothing does. From any thread.
 */
public final class DeathWatch {

    private final Process watcher;

    private DeathWatch(Process watcher) {
        this.watcher = watcher;
    }

    /** Ends the process {@code pid} when we end. */
    public static DeathWatch over(long pid) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "cat >/dev/null; kill \"$1\"", "sh", Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return new DeathWatch(shell.start());
        } catch (IOException noShell) {
            return new DeathWatch(null);
        }
    }

    /** Stops watching: the process has ended or is about to, and its id may soon be another process's. */
    public void stop() {
        if (watcher != null) {
            watcher.destroyForcibly();
        }
    }
}
