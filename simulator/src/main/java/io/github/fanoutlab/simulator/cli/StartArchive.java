package io.github.fanoutlab.simulator.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * Makes what {@code ./fanout} and its processes start from: an archive of the classes that a start loads, parsed and verified (class data
 * sharing). Java archives no class of a folder, so the folders of the class path are packed into jars first.
 *
 * <p>A JVM compares the archive with the jars and with itself, and does without it if it does not fit: one that is too old does
 * no harm. Each file is replaced as a whole, so a JVM that runs keeps the ones it has opened.
 */
public final class StartArchive {

    private static final long PATIENCE_SECONDS = 600;

    private final Path folder;

    private StartArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * Packs the class path of this JVM, and archives the classes of a {@link Rehearsal}. What it writes last is {@code options} in
     * {@code folder}: what {@code java} is to be started with, in the form of its {@code @argfiles}. That file is as old as the
     * classes in the archive: classes that were compiled meanwhile are newer.
     */
    public static void main(String... folder) throws IOException, InterruptedException {
        new StartArchive(Files.createDirectories(Path.of(folder[0]).toAbsolutePath())).make();
    }

    private void make() throws IOException, InterruptedException {
        Instant began = Instant.now();
        List<String> packed = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            packed.add(Files.isDirectory(Path.of(entry)) ? pack(Path.of(entry)).toString() : entry);
        }
        String classPath = String.join(File.pathSeparator, packed);
        List<String> options = new ArrayList<>(List.of("-cp", classPath));
        Path archive = folder.resolve("classes.jsa");
        if (isArchived(classPath, archive)) {
            options.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Dfanout.archive=" + archive, "-Xlog:disable"));
        }
        Path written = unfinished("options");
        Files.write(written, options.stream().map(StartArchive::quoted).toList());
        Files.setLastModifiedTime(written, FileTime.from(began));
        replace(written, folder.resolve("options"));
    }

    private static String quoted(String option) {
        return '"' + option.replace("\\", "\\\\") + '"';
    }

    /** The jar of {@code classes}, which is {@code MODULE/target/classes}. */
    private Path pack(Path classes) throws IOException {
        String name = classes.getParent().getParent().getFileName() + ".jar";
        Path packed = unfinished(name);
        String[] arguments = {"--create", "--no-compress", "--file", packed.toString(), "-C", classes.toString(), "."};
        if (ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, arguments) != 0) {
            throw new IOException(classes + " cannot be packed");
        }
        return replace(packed, folder.resolve(name));
    }

    /** Has one JVM list what it loads, and another load that and archive it. Whether both could. */
    private boolean isArchived(String classPath, Path archive) throws IOException, InterruptedException {
        Path list = unfinished("classes.list");
        Path written = unfinished("classes.jsa");
        boolean isWritten = java(
                        "-XX:DumpLoadedClassList=" + list,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dmsgpack.universal-buffer=true",
                        "-cp",
                        classPath,
                        Rehearsal.class.getName())
                && java(
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + written,
                        "-cp",
                        classPath);
        Files.deleteIfExists(list);
        if (isWritten) {
            replace(written, archive);
        } else {
            Files.deleteIfExists(written);
        }
        return isWritten;
    }

    private boolean java(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(options));
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Process java = new ProcessBuilder(command)
                .directory(folder.toFile()) // where a JVM leaves its report if it crashes
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!java.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            java.destroyForcibly().waitFor();
        }
        return java.exitValue() == 0;
    }

    /** What becomes {@code name} when it is whole; no other process writes to it. */
    private Path unfinished(String name) {
        return folder.resolve(ProcessHandle.current().pid() + "." + name);
    }

    private static Path replace(Path written, Path file) throws IOException {
        return Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
