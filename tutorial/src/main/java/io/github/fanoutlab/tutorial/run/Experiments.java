package io.github.fanoutlab.tutorial.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** The experiments of the chapters, by name. */
public final class Experiments {

    /** Experiments, each with its name; found by {@link ServiceLoader}. */
    public interface Catalogue {

        /** How each of them is played. */
        Map<String, Supplier<Experiment>> experiments();
    }

    private static final Map<String, Supplier<Experiment>> ALL = new LinkedHashMap<>();

    static {
        ServiceLoader.load(Catalogue.class, Experiments.class.getClassLoader())
                .forEach(catalogue -> ALL.putAll(catalogue.experiments()));
    }

    private Experiments() {}

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    /** Plays the experiment called {@code name}. */
    static Experiment played(String name) {
        if (!ALL.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is no experiment '" + name + "', only " + String.join(", ", ALL.keySet()));
        }
        return ALL.get(name).get();
    }
}
