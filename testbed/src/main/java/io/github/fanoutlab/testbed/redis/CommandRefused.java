package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import java.util.Locale;

/** Redis refuses a command and changes nothing; the message has the words of Redis 7.0. */
final class CommandRefused extends RuntimeException {

    private CommandRefused(String message) {
        super(message, null, false, false);
    }

    static CommandRefused wrongType() {
        return new CommandRefused("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    static CommandRefused wrongNumberOfArguments(String command) {
        return error("wrong number of arguments for '" + command.toLowerCase(Locale.ROOT) + "' command");
    }

    static CommandRefused unknownSubcommand(RedisCommand command) {
        return error("unknown subcommand '" + cut(command.arg(0), 128) + "'. Try " + command.name() + " HELP.");
    }

    static CommandRefused subcommandSyntax(RedisCommand command) {
        return error("unknown subcommand or wrong number of arguments for '" + cut(command.arg(0), 128) + "'. Try "
                + command.name() + " HELP.");
    }

    static CommandRefused unknownCommand(RedisCommand command) {
        StringBuilder args = new StringBuilder();
        for (int i = 0; i < command.args().size() && args.length() < 128; i++) {
            args.append('\'').append(cut(command.arg(i), 128 - args.length())).append("' ");
        }
        return error("unknown command '" + cut(command.name(), 128) + "', with args beginning with: " + args);
    }

    static CommandRefused whileSubscribed(String command) {
        // region subscribed
        return error("Can't execute '" + command.toLowerCase(Locale.ROOT)
                + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING"
                + " / QUIT / RESET are allowed in this context");
        // endregion
    }

    static CommandRefused notAnInteger() {
        return error("value is not an integer or out of range");
    }

    /** Any other generic error. */
    static CommandRefused error(String words) {
        return new CommandRefused("ERR " + words);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
