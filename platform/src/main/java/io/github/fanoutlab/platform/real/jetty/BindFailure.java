package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.http.ListenOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** Why a port cannot be bound and what to do about it, in words for the operator. */
final class BindFailure {

    private BindFailure() {}

    static String explain(ListenOptions options, Throwable problem) {
        String where = "port " + options.port() + " on " + options.host();
        Throwable cause = problem;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        if (problem instanceof UnsupportedOperationException) {
            return "Cannot share " + where + ": this system has no SO_REUSEPORT. Give each worker a port of its own.";
        }
        String words = String.valueOf(cause.getMessage());
        if (words.contains("in use")) {
            return "Cannot listen on " + where + ": it is in use. Choose another port, or end the program that listens"
                    + " there.";
        }
        if (words.contains("ermission denied")) {
            return "Cannot listen on " + where
                    + ": permission denied. Ports below 1024 are for the administrator; choose" + " a higher one.";
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "Cannot listen on " + where + ": no such address. Use 0.0.0.0 for all addresses, 127.0.0.1 for this"
                    + " machine only.";
        }
        if (words.contains("assign requested address")) {
            return "Cannot listen on " + where
                    + ": this machine does not have that address. Use 0.0.0.0 for all that it"
                    + " has, 127.0.0.1 for itself only.";
        }
        return "Cannot listen on " + where + ": " + words + ".";
    }

    static IOException asIoException(Throwable problem) {
        return problem instanceof IOException io ? io : new IOException(problem);
    }
}
