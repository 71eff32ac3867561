package io.github.fanoutlab.simulator.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The standard output of this process. A {@code PrintStream} keeps quiet when it cannot write; this ends the program then:
 * without a word if the reader has gone, as that of {@code fanout check all | head -1} has, and else with the reason.
 */
final class StandardOutput extends OutputStream {

    /** What a shell says of a program that wrote to nobody: 128 + SIGPIPE. */
    private static final int READER_IS_GONE = 141;

    private final OutputStream file = new FileOutputStream(FileDescriptor.out);
    private boolean lost;

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) throws IOException {
        try {
            file.write(octets, from, length);
        } catch (IOException failed) {
            if (!lost) {
                lost = true;
                end(failed);
            }
            throw failed;
        }
    }

    /** Whether something could not be written, so that the program is about to end. */
    synchronized boolean isLost() {
        return lost;
    }

    private static void end(IOException failed) {
        boolean readerIsGone = failed.getMessage().contains("pipe"); // "Broken pipe", "The pipe has been ended"
        if (!readerIsGone) {
            System.err.println("fanout: standard output cannot be written: " + failed.getMessage());
        }
        // Not by this thread: a shutdown hook may wait for it.
        new Thread(() -> System.exit(readerIsGone ? READER_IS_GONE : Fanout.DEFECT)).start();
    }
}
