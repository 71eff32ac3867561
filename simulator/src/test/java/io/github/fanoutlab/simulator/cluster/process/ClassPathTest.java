package io.github.fanoutlab.simulator.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("java -cp: it is the class path of the command line")
    void plain() {
        String given = path("classes", "lib.jar");

        assertThat(ClassPath.of(ClassLoader.getPlatformClassLoader(), given)).isEqualTo(given);
    }

    @Test
    @DisplayName("mvn exec:java: what its class loader has comes first, then what Maven itself was started with")
    void inside_maven() {
        ClassLoader maven = new URLClassLoader(urls("maven core.jar"), ClassLoader.getPlatformClassLoader());
        ClassLoader project = new URLClassLoader(urls("classes", "lib one.jar"), maven);

        assertThat(ClassPath.of(project, path("launcher.jar")))
                .isEqualTo(path("classes", "lib one.jar", "maven core.jar", "launcher.jar"));
    }

    @Test
    @DisplayName("What is named twice is taken once")
    void once() {
        ClassLoader project = new URLClassLoader(urls("lib.jar"), null);

        assertThat(ClassPath.of(project, path("lib.jar"))).isEqualTo(path("lib.jar"));
    }

    private String path(String... names) {
        return Stream.of(names)
                .map(name -> folder.resolve(name).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private URL[] urls(String... names) {
        return Stream.of(names).map(this::url).toArray(URL[]::new);
    }

    private URL url(String name) {
        try {
            return folder.resolve(name).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
