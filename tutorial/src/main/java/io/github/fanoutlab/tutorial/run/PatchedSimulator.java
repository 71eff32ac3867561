package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;

/**
 * Runs the simulator with a class compiled from another source.
 *
 * <p>The servers, the programs and the stage that plays them are loaded once more, together with the changed class. Scenarios and
 * observations are shared with the rest of the program, so that results can be handed out.
 */
final class PatchedSimulator extends ClassLoader {

    private static final String OURS = "io.github.fanoutlab.";
    private static final List<String> SERVERS_AND_STAGE =
            List.of(OURS + "adapter.", OURS + "legacy.", OURS + "simulator.program.", OURS + "simulator.stage.");
    private static final List<String> EVERYTHING = List.of(OURS + "adapter.", OURS + "legacy.", OURS + "simulator.");

    private final Map<String, byte[]> compiled;
    private final List<String> loadedAgain;

    /** @param sources the changed class and what belongs to it, by class name */
    PatchedSimulator(Map<String, String> sources) {
        this(compile(sources), SERVERS_AND_STAGE);
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        try {
            return Compilation.of(sources);
        } catch (Compilation.Refused errors) {
            throw new IllegalArgumentException("the changed source does not compile:\n" + errors.getMessage(), errors);
        }
    }

    private PatchedSimulator(Map<String, byte[]> compiled, List<String> loadedAgain) {
        super(PatchedSimulator.class.getClassLoader());
        this.compiled = compiled;
        this.loadedAgain = loadedAgain;
    }

    /** Runs the command line with the changed class; returns its exit code. */
    int fanout(PrintWriter out, PrintWriter err, String... args) {
        try {
            Class<?> line = new PatchedSimulator(compiled, EVERYTHING).loadClass(Fanout.class.getName());
            return (int) line.getMethod("execute", PrintWriter.class, PrintWriter.class, String[].class)
                    .invoke(null, out, err, args);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Fanout.execute(PrintWriter, PrintWriter, String[]) is not there any more; adapt this class", e);
        }
    }

    Observation run(Scenario scenario, Generation generation, long seed) {
        return (Observation) ofRun("observation", scenario, generation, seed);
    }

    Trace trace(Scenario scenario, Generation generation, long seed) {
        return (Trace) ofRun("trace", scenario, generation, seed);
    }

    private Object ofRun(String part, Scenario scenario, Generation generation, long seed) {
        try {
            Class<?> simRun = loadClass(CalmRun.class.getName());
            Object run = simRun.getMethod("of", Scenario.class, Generation.class, long.class)
                    .invoke(null, scenario, generation, seed);
            return simRun.getMethod(part).invoke(run);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the changed program could not be run: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "CalmRun.of(Scenario, Generation, long) or " + part + "() is not there any more; adapt this class",
                    e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (loadedAgain.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.containsKey(name) ? compiled.get(name) : original(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
