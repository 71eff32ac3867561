package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.world.Balancing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a simulated run is made of, on every command that plays runs. */
final class RunOptions {

    @Mixin
    private GenerationOptions generations;

    @Mixin
    private SeedOption seed;

    @Option(names = "--fault", paramLabel = "FAULT", description = "Such as kill:W2@3s; repeatable. See: fanout faults")
    private List<String> faults = List.of();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            converter = Transports.class,
            completionCandidates = Transports.class,
            description = "websocket, polling, or upgrade (0.9: fallback).")
    private Transport transport;

    @Option(
            names = "--balancer",
            paramLabel = "NAME",
            converter = Balancers.class,
            completionCandidates = Balancers.class,
            description = "Load balancer: ${COMPLETION-CANDIDATES}.")
    private Balancing balancing;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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
            return Transport.named(name)
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + String.join(", ", this) + " but was '" + name + "'"));
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
                            "expected one of " + String.join(", ", this) + " but was '" + name + "'"));
        }
    }

    /** The seed, or the first of many. */
    long seed(long usual) {
        return seed.orElse(usual);
    }

    /** The runs of each of {@code scenarios}, one for each server that is compared. A scenario that none of them plays is left out. */
    List<List<RunString>> runs(List<Scenario> scenarios) {
        List<List<RunString>> all = scenarios.stream()
                .map(scenario -> RunString.of(scenario, Generation.ADAPTER, RunString.DEFAULT_SEED))
                .map(calm ->
                        asChosen(RedisDialect.COMPARED.stream().map(calm::in).toList()))
                .filter(runs -> !runs.isEmpty())
                .toList();
        generations.requireSome(all);
        return all;
    }

    /** {@code runs}, which differ in their servers only, as the options change them. */
    List<RunString> changed(List<RunString> runs) {
        List<RunString> changed = asChosen(runs);
        generations.requireSome(changed);
        return changed;
    }

    private List<RunString> asChosen(List<RunString> runs) {
        RunString run = runs.get(0);
        Access access = new Access(
                transport == null ? run.access().transport() : transport,
                balancing == null ? run.access().balancing() : balancing);
        return generations.dialects(runs.stream().map(RunString::dialect).toList()).stream()
                .map(dialect -> run.in(dialect).withAccess(access).withSeed(seed.orElse(run.seed())))
                .filter(string -> string.dialect().plays(string.scenario()))
                .map(this::withFaults)
                .toList();
    }

    private RunString withFaults(RunString run) {
        RunString faulty = run;
        for (String fault : faults) {
            try {
                faulty = faulty.withFault(fault);
            } catch (RunStringSyntaxException wrong) {
                throw new ParameterException(spec.commandLine(), "--fault: " + wrong.problem());
            }
        }
        return faulty;
    }
}
