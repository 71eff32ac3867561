package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.world.Balancing;
import java.util.ArrayList;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --transport} and {@code --balancer}: how simulated clients reach the workers. */
final class AccessOption {

    @Option(
            names = "--transport",
            paramLabel = "TRANSPORT",
            converter = Transports.class,
            completionCandidates = Transports.class,
            description = "How clients connect: ${COMPLETION-CANDIDATES} (default: websocket). In 0.9 polling is called"
                    + " xhr-polling, and instead of the upgrade there is a fallback: from WebSocket to polling, because something"
                    + " on the way lets no WebSocket through.")
    private Transport transport = Transport.WEBSOCKET;

    @Option(
            names = "--balancer",
            paramLabel = "BALANCER",
            converter = Balancers.class,
            completionCandidates = Balancers.class,
            description =
                    "A load balancer between clients and workers: ${COMPLETION-CANDIDATES} (default: none, clients"
                            + " connect to the workers that the scenario names).")
    private Balancing balancing = Balancing.NONE;

    static final class Transports extends ArrayList<String> implements ITypeConverter<Transport> {

        private static final long serialVersionUID = 1L;

        Transports() {
            super(Stream.of(Generation.ADAPTER, Generation.LEGACY)
                    .flatMap(generation -> Transport.keys(generation).stream())
                    .distinct()
                    .toList());
        }

        @Override
        public Transport convert(String name) {
            return Stream.of(Generation.values())
                    .flatMap(generation -> Transport.named(generation, name).stream())
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + name + "' is no transport; there are " + String.join(", ", this)));
        }
    }

    static final class Balancers extends ArrayList<String> implements ITypeConverter<Balancing> {

        private static final long serialVersionUID = 1L;

        Balancers() {
            super(Balancing.keys());
        }

        @Override
        public Balancing convert(String name) {
            return Balancing.named(name)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + name + "' is no balancer; there are " + String.join(", ", this)));
        }
    }

    /** What was asked for. */
    Access access() {
        return new Access(transport, balancing);
    }
}
