package io.github.fanoutlab.simulator.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Answers wrong usage: the reason, the synopsis of the command, and where to read more. The whole help would push the reason off
 * the screen.
 */
final class UsageErrors implements IParameterExceptionHandler {

    /** What picocli says before the reason. Nobody counts parameters from 0. */
    private static final Pattern POSITION =
            Pattern.compile("^Invalid value for positional parameter at index \\d+(?:\\.\\.\\S+)? \\([^)]*\\): ");

    /** What picocli says behind the name of an option that may be repeated. */
    private static final Pattern LABEL = Pattern.compile("^(Invalid value for option '[^']*') \\([^)]*\\)");

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(reason(wrong)));
        if (isNoCommand(wrong) || !UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.print(command.getHelp().synopsisHeading() + command.getHelp().synopsis(0));
            err.println("fanout " + rest(command) + "--help explains the options.");
        }
        err.flush();
        return Fanout.USAGE;
    }

    private static String reason(ParameterException wrong) {
        if (isNoCommand(wrong)) {
            String word = ((UnmatchedArgumentException) wrong).getUnmatched().get(0);
            return "there is no command '" + word + "'; the commands are "
                    + String.join(", ", wrong.getCommandLine().getSubcommands().keySet());
        }
        String withoutPosition = POSITION.matcher(wrong.getMessage()).replaceFirst("");
        return LABEL.matcher(withoutPosition).replaceFirst("$1");
    }

    private static boolean isNoCommand(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                && wrong.getCommandLine().getParent() == null
                && !unmatched.getUnmatched().get(0).startsWith("-");
    }

    private static String rest(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    /** Lets {@code line} and its commands reject what is no number in words that are not Java's. */
    static void speakOfNumbers(CommandLine line) {
        line.registerConverter(Integer.class, new Numbers<>(Integer::valueOf));
        line.registerConverter(int.class, new Numbers<>(Integer::valueOf));
        line.registerConverter(Long.class, new Numbers<>(Long::valueOf));
        line.registerConverter(long.class, new Numbers<>(Long::valueOf));
    }

    /** A whole number, by what {@code parser} takes for one. No lambda, for the reason that {@link Defects} gives. */
    private record Numbers<N>(Function<String, N> parser) implements ITypeConverter<N> {

        @Override
        public N convert(String text) {
            try {
                return parser.apply(text);
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("expected a whole number"
                        + (isWhole(text) ? " that is not that big" : "") + " but was '" + text + "'");
            }
        }
    }

    private static boolean isWhole(String text) {
        return text.matches("[+-]?\\d+");
    }
}
