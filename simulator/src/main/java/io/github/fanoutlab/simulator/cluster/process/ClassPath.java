package io.github.fanoutlab.simulator.cluster.process;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where a child JVM finds the classes that this one runs.
 *
 * <p>Where they are depends on how this JVM was started: {@code java -cp …} in {@code java.class.path}; {@code mvn
 * exec:java} in a {@link URLClassLoader} inside Maven's own JVM, whose {@code java.class.path} holds Maven; surefire in the
 * manifest of a jar that {@code java.class.path} names, or in that property.
 */
final class ClassPath {

    private ClassPath() {}

    /** The class path of this process, in the form in which the environment variable {@code CLASSPATH} holds it. */
    static String ofThisProcess() {
        return of(ClassPath.class.getClassLoader(), System.getProperty("java.class.path"));
    }

    /** What {@code loader} loads from, then what its parents do, then {@code javaClassPath}. */
    static String of(ClassLoader loader, String javaClassPath) {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            addUrls(each, entries);
        }
        for (String entry : javaClassPath.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void addUrls(ClassLoader loader, Set<String> entries) {
        if (loader instanceof URLClassLoader urls) {
            for (URL url : urls.getURLs()) {
                if (url.getProtocol().equals("file")) {
                    entries.add(toPath(url));
                }
            }
        }
    }

    private static String toPath(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class loader that names no file: " + url, e);
        }
    }
}
