package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import java.util.Locale;

/** Redis refuses a command, in its own words (those of 7.0); nothing was changed. */
final class RedisModelRefusal extends RuntimeException {

    private RedisModelRefusal(String message) {
        super(message, null, false, false);
    }

    static RedisModelRefusal wrongType() {
        return new RedisModelRefusal("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    static RedisModelRefusal wrongNumberOfArguments(String command) {
        return error("wrong number of arguments for '" + command.toLowerCase(Locale.ROOT) + "' command");
    }

    static RedisModelRefusal unknownSubcommand(RedisCommand command) {
        return error("unknown subcommand '" + cut(command.arg(0), 128) + "'. Try " + command.name() + " HELP.");
    }

    static RedisModelRefusal subcommandSyntax(RedisCommand command) {
        return error("unknown subcommand or wrong number of arguments for '" + cut(command.arg(0), 128) + "'. Try "
                + command.name() + " HELP.");
    }

    static RedisModelRefusal unknownCommand(RedisCommand command) {
        StringBuilder args = new StringBuilder();
        for (int i = 0; i < command.args().size() && args.length() < 128; i++) {
            args.append('\'').append(cut(command.arg(i), 128 - args.length())).append("' ");
        }
        return error("unknown command '" + cut(command.name(), 128) + "', with args beginning with: " + args);
    }

    static RedisModelRefusal whileSubscribed(String command) {
        return error("Can't execute '" + command.toLowerCase(Locale.ROOT)
                + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
    }

    static RedisModelRefusal notAnInteger() {
        return error("value is not an integer or out of range");
    }

    /** Any other generic error. */
    static RedisModelRefusal error(String words) {
        return new RedisModelRefusal("ERR " + words);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
