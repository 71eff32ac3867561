package io.github.fanoutlab.simulator.report;

/** Text that is longer than a line of a terminal. */
public final class WrappedText {

    /** Readable in a terminal, on a projector and in print. */
    public static final int COLUMNS = 100;

    private WrappedText() {}

    /** {@code words} behind {@code label}, in lines of at most {@value #COLUMNS} columns; later lines begin below the first word. */
    public static String of(String label, String words) {
        return of(label, words, COLUMNS);
    }

    /** The same in lines of at most {@code columns}. */
    public static String of(String label, String words, int columns) {
        String margin = " ".repeat(label.length());
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(label);
        for (String word : words.strip().split("\\s+")) {
            boolean begins = line.length() == label.length();
            if (!begins && line.length() + word.length() + 1 > columns) {
                text.append(line).append('\n');
                line.setLength(0);
                line.append(margin);
                begins = true;
            }
            line.append(begins ? "" : " ").append(word);
        }
        return text.append(line).append('\n').toString();
    }
}
