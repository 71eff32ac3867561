package io.github.fanoutlab.simulator.check.diagram;

/** A text is no diagram. The message says where, what was found there and what was expected, and shows the line. */
public final class DiagramSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    DiagramSyntaxException(int line, int column, String found, String expected, String source) {
        super("line " + line + ", column " + column + ": found " + found + ", expected " + expected + "\n    " + source
                + "\n    " + " ".repeat(column - 1) + '^');
        this.line = line;
        this.column = column;
    }

    /** The number of the line, from 1. */
    public int line() {
        return line;
    }

    /** The number of the column, from 1. */
    public int column() {
        return column;
    }
}
