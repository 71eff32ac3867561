package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.cluster.process.ClientProcess;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code client}: connects to running servers and prints what it gets. */
@Command(
        name = "client",
        header = "Connect to servers and print what arrives, until Ctrl-C.",
        description =
                "Prints a line for each event: when it came, from which worker, and what it is. Also prints when the"
                        + " client connects, reconnects, and is disconnected (and why). The servers may be workers of"
                        + " fanout, Node.js, or any other. Default: adapter.")
final class ClientCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "URL",
            converter = Address.class,
            description = "A server: http://HOST:PORT[/NAMESPACE]. The client connects once to each.")
    private List<URI> urls;

    @Mixin
    private OneGenerationOption generation;

    @Option(names = "--room", paramLabel = "NAME", description = "Ask each server to join this room.")
    private String room;

    @Spec
    private CommandSpec spec;

    static final class Address implements ITypeConverter<URI> {

        @Override
        public URI convert(String text) {
            try {
                URI url = URI.create(text);
                boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (web && url.getHost() != null && url.getPort() <= 65_535 && url.getQuery() == null) {
                    return url;
                }
            } catch (IllegalArgumentException malformed) {
                // Neither is it what was expected.
            }
            throw new TypeConversionException("expected http://HOST:PORT[/NAMESPACE] but was '" + text + "'");
        }
    }

    @Override
    public Integer call() {
        return ClientProcess.run(
                generation.usual().generation(), urls, room, spec.commandLine().getOut());
    }
}
