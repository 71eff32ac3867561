package io.github.fanoutlab.simulator.report;

/** Words that are more than a line of a terminal. */
final class WrappedText {

    private static final int WIDTH = 100;

    private WrappedText() {}

    /** {@code words} behind {@code label}, in lines of at most 100 columns, the later ones as far in as the first word. */
    static String of(String label, String words) {
        String margin = " ".repeat(label.length());
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(label);
        for (String word : words.split(" ")) {
            boolean begins = line.length() == label.length();
            if (!begins && line.length() + word.length() + 1 > WIDTH) {
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
