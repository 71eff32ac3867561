package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.world.Balancing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --transport} and {@code --balancer}: how simulated clients reach the workers. */
final class AccessOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--transport",
            paramLabel = "TRANSPORT",
            converter = Transports.class,
            completionCandidates = Transports.class,
            description = "How clients connect: ${COMPLETION-CANDIDATES} (default: websocket). Polling is called"
                    + " xhr-polling in 0.9, which has no upgrade.")
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

    /** What was asked for, of runs of {@code generations}. */
    Access of(List<Generation> generations) {
        for (Generation generation : generations) {
            if (transport.key(generation).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--transport: " + generation + " has only " + String.join(" and ", Transport.keys(generation))
                                + "; with --generation " + Generation.ADAPTER + " there is more");
            }
        }
        return new Access(transport, balancing);
    }
}
