package io.github.fanoutlab.platform.real.jetty;

import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;

/** Which Jetty is on the class path: an application may pin another one, as Spring Boot 3 does. */
final class JettyVersion {

    private JettyVersion() {}

    /**
     * What {@code opening} gives.
     *
     * @throws IllegalStateException if Jetty lacks what it needs; the message says which Jetty is needed
     */
    static <T> T explain(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (LinkageError missing) {
            throw new IllegalStateException(
                    "Jetty 12.1 is needed; the class path has " + Server.getVersion() + " in "
                            + Server.class.getProtectionDomain().getCodeSource().getLocation() + ", which lacks "
                            + missing,
                    missing);
        }
    }
}
