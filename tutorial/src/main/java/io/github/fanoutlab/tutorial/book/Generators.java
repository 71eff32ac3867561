package io.github.fanoutlab.tutorial.book;

import java.util.Map;
import java.util.TreeMap;

/** The generators by name. Immutable. */
public final class Generators {

    private final Map<String, Generator> byName;

    private Generators(Map<String, Generator> byName) {
        this.byName = byName;
    }

    /** No generator yet. */
    public static Generators none() {
        return new Generators(new TreeMap<>());
    }

    /** These and one more. */
    public Generators with(String name, Generator generator) {
        Map<String, Generator> more = new TreeMap<>(byName);
        more.put(name, generator);
        return new Generators(more);
    }

    String render(Directive directive) {
        Generator generator = byName.get(directive.name());
        if (generator == null) {
            throw directive.error(
                    "there is no generator '" + directive.name() + "', only " + String.join(", ", byName.keySet()));
        }
        return generator.render(directive);
    }
}
