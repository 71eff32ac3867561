package io.github.fanoutlab.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The script ./fanout, in a checkout whose mvn and java only note that they were called")
@EnabledOnOs(value = OS.LINUX, disabledReason = "it takes flock, setpriv and timeout of Linux")
class LauncherTest {

    private static final String PATIENCE_SECONDS = "30";

    @TempDir
    private Path folder;

    private Path checkout;
    private Path log;

    @BeforeEach
    void checkOut() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.copy(Path.of("..", "fanout"), checkout.resolve("fanout"));
        Files.createDirectories(checkout.resolve("tutorial/src/main"));
        Files.createFile(checkout.resolve("pom.xml"));
        permit("rwxrwxrwx");
        log = Files.createFile(folder.resolve("log"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
        program("mvn", "echo compiled >>'" + log + "'; echo one.jar >workshop/target/runtime-classpath.txt");
        program("java", "echo \"java $*\"");
    }

    @AfterEach
    void allowDeletion() throws Exception {
        permit("rwxr-xr-x");
        awaitArchive();
    }

    @Test
    @DisplayName("compiles what has changed, then runs")
    void compiles() throws Exception {
        assertThat(run("checkout/fanout")).startsWith("java ").endsWith(" --version\n");
        assertThat(run("checkout/fanout")).startsWith("java ");
        assertThat(log).hasContent("compiled");
        changeSources();
        assertThat(run("checkout/fanout")).startsWith("java ");
        assertThat(log).hasContent("compiled\ncompiled");
    }

    @Test
    @DisplayName("works through symbolic links, relative or not")
    void through_links() throws Exception {
        Files.createSymbolicLink(folder.resolve("absolute"), checkout.resolve("fanout"));
        Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("bin")).resolve("relative"), Path.of("../absolute"));
        assertThat(run("bin/relative")).contains(" -cp " + checkout.toRealPath() + "/workshop/target/classes:one.jar ");
    }

    @Test
    @DisplayName("started several times at once after a change: one compiles, the others wait and find it done")
    void started_at_once() throws Exception {
        Path gate = folder.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", "-m", "666", gate.toString())
                        .start()
                        .waitFor())
                .isZero();
        program(
                "mvn",
                "read -r open <'" + gate + "'; echo compiled >>'" + log
                        + "'; echo one.jar >workshop/target/runtime-classpath.txt");
        program("flock", "[ \"$1\" = -n ] || echo locks; exec /usr/bin/flock \"$@\"");
        List<Process> all = List.of(start("checkout/fanout"), start("checkout/fanout"), start("checkout/fanout"));
        for (Process each : all) {
            assertThat(new String(each.getInputStream().readNBytes(6), StandardCharsets.UTF_8))
                    .isEqualTo("locks\n");
        }
        Files.writeString(gate, "open\n");
        for (Process each : all) {
            assertThat(output(each)).startsWith("java ");
        }
        assertThat(log).hasContent("compiled");
    }

    @Test
    @DisplayName("read-only: a checkout that was never compiled says what to do, one that was runs, changed or not")
    void read_only() throws Exception {
        permit("r-xr-xr-x");
        Process never = start("checkout/fanout");
        assertThat(output(never))
                .isEqualTo("fanout: " + checkout + " is not compiled, and cannot be written to."
                        + " Run ./fanout there once as a user who may, or run it in a copy.\n");
        assertThat(never.exitValue()).isEqualTo(Fanout.DEFECT);

        permit("rwxrwxrwx");
        run("checkout/fanout");
        permit("r-xr-xr-x");
        assertThat(run("checkout/fanout")).startsWith("java ");
        changeSources();
        assertThat(run("checkout/fanout"))
                .startsWith(
                        "fanout: " + checkout + " cannot be written to: what has changed there is not compiled\njava ");
        assertThat(log).hasContent("compiled");
    }

    @Test
    @DisplayName(
            "starts from an archive of classes as soon as there is one, and after a change not until there is a new one")
    void archive() throws Exception {
        archiving("");
        assertThat(run("checkout/fanout")).contains(" -cp ");
        awaitArchive();
        assertThat(run("checkout/fanout")).contains(" @" + options() + " io.github.fanoutlab.");
        assertThat(log).hasContent("compiled\narchived");

        changeSources();
        assertThat(run("checkout/fanout")).contains(" -cp ");
        awaitArchive();
        assertThat(run("checkout/fanout")).contains(" @" + options() + " io.github.fanoutlab.");
        assertThat(log).hasContent("compiled\narchived\ncompiled\narchived");
    }

    @Test
    @DisplayName("an archive that cannot be made is not tried again until something has changed")
    void no_archive() throws Exception {
        archiving("exit 1");
        run("checkout/fanout");
        awaitArchive();
        run("checkout/fanout");
        awaitArchive();
        assertThat(log).hasContent("compiled\narchived");
        assertThat(options()).hasContent("\"-cp\" \"" + checkout.toRealPath() + "/workshop/target/classes:one.jar\"");
    }

    @Test
    @DisplayName("read-only: an archive that is there is used, one that is not is not made")
    void read_only_archive() throws Exception {
        archiving("");
        run("checkout/fanout");
        awaitArchive();
        permit("r-xr-xr-x");
        assertThat(run("checkout/fanout")).contains(" @" + options() + " ");

        permit("rwxrwxrwx");
        Files.delete(options());
        permit("r-xr-xr-x");
        assertThat(run("checkout/fanout")).contains(" -cp ");
        assertThat(log).hasContent("compiled\narchived");
    }

    /** Has {@code java} note that it is to make an archive; then {@code failure} or the archive. */
    private void archiving(String failure) throws IOException {
        program(
                "java",
                "case \"$*\" in *StartArchive*) echo archived >>'" + log + "'; " + failure + "\n" + "touch '"
                        + options() + "' ;; *) echo \"java $*\" ;; esac");
    }

    /** Waits until no archive is being made in the background. */
    private void awaitArchive() throws Exception {
        Path lock = checkout.resolve("workshop/target/compiling.lock");
        if (Files.exists(lock)) {
            assertThat(new ProcessBuilder("/usr/bin/flock", "-w", PATIENCE_SECONDS, lock.toString(), "true")
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    /** What {@code java} is started with once there is an archive; each JDK has its own. */
    private Path options() throws IOException {
        return Path.of(checkout.toRealPath() + "/workshop/target/start" + folder + "/jdk/options");
    }

    /** A program that the script finds before others of that name. */
    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("jdk/bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + '\n');
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void changeSources() throws IOException {
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.now()));
    }

    /** Gives everything in the checkout these permissions. */
    private void permit(String permissions) throws IOException {
        try (Stream<Path> all = Files.walk(checkout)) {
            for (Path each : all.toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(permissions));
            }
        }
    }

    private String run(String script) throws Exception {
        Process process = start(script);
        String output = output(process);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** Starts the script as a user whom permissions stop, which root is not. */
    private Process start(String script) throws IOException {
        List<String> command = new ArrayList<>(List.of("timeout", PATIENCE_SECONDS));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(folder.resolve(script).toString(), "--version"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("PATH", folder.resolve("jdk/bin") + ":/usr/bin:/bin");
        return builder.start();
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
