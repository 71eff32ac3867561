package io.github.fanoutlab.simulator.cli;

import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what a command could not write, in one line, or where a defect of Fanout Lab is. No lambda: Java 17 archives no class that one
 * has been made for and that is as old as picocli's ({@link StartArchive}).
 */
final class Defects implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof UncheckedIOException && problem.getCause() != null) {
            command.getErr()
                    .println("fanout: " + problem.getMessage() + ": "
                            + problem.getCause().getMessage());
        } else {
            problem.printStackTrace(command.getErr());
        }
        return Fanout.DEFECT;
    }
}
