package io.github.fanoutlab.testbed;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the sources of the project are. */
public final class Repository {

    private Repository() {}

    /**
     * The repository around the working directory, otherwise the one that this class was compiled in. Maven runs tests in the
     * module, and the command line is run from anywhere.
     *
     * @throws IllegalStateException if there is neither
     */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return around(here).or(() -> around(classesOf(Repository.class))).orElseThrow(() -> outside(here));
    }

    private static Optional<Path> around(Path place) {
        for (Path at = place; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("tutorial/pom.xml"))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** The folder or jar that {@code type} was loaded from. */
    public static Path classesOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalStateException outside(Path here) {
        return new IllegalStateException(
                "no tutorial/pom.xml in " + here + " or above: run this inside the repository");
    }
}
