package io.github.fanoutlab.testbed.process;

import java.io.IOException;

/**
 * Sees to it that a process of ours does not outlive us, even if we are killed without a word: a small shell waits for the
 * end of its standard input, which is our end, and then ends the process. Where there is no shell, nobody watches. From any thread.
 */
public final class DeathWatch {

    private final Process watcher;

    private DeathWatch(Process watcher) {
        this.watcher = watcher;
    }

    /** Watches over the process {@code pid}. */
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

    /** The process is about to end, or has ended: its number may be somebody else's soon. */
    public void stop() {
        if (watcher != null) {
            watcher.destroyForcibly();
        }
    }
}
