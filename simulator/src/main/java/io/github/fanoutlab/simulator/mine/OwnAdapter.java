package io.github.fanoutlab.simulator.mine;

import io.github.fanoutlab.adapter.server.AdapterFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The reader's {@code MyAdapter}, as servers get it. Whoever grades one plays it with {@link #playing}; otherwise it is the one in
 * {@code workbook/} that was saved last.
 */
public final class OwnAdapter {

    /** The class that the reader writes. */
    public static final String NAME = "MyAdapter";

    private static final ThreadLocal<Function<String, AdapterFactory>> PLAYED = new ThreadLocal<>();

    /** There is no such adapter, or it cannot be used; the message says why, and what to do. */
    public static final class Unusable extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        Unusable(String problem) {
            super(problem);
        }
    }

    /** Compiled at most once, when it is first asked for. */
    private static final class InWorkbook {
        static final Path FILE = file();
        static final Function<String, AdapterFactory> ADAPTERS = compiled(FILE, read(FILE));
    }

    private OwnAdapter() {}

    /**
     * What {@code io.adapter(…)} takes.
     *
     * @throws Unusable if there is none, or it does not compile
     */
    public static AdapterFactory at(String redis) {
        Function<String, AdapterFactory> played = PLAYED.get();
        return (played == null ? inWorkbook() : played).apply(redis);
    }

    /** Runs {@code task}, in which {@code adapters} stands for {@code mine}: from a URL of Redis to what a server is given. */
    public static <T> T playing(Function<String, AdapterFactory> adapters, Supplier<T> task) {
        Function<String, AdapterFactory> before = PLAYED.get();
        PLAYED.set(adapters);
        try {
            return task.get();
        } finally {
            PLAYED.set(before);
        }
    }

    /**
     * The adapter in the workbook.
     *
     * @throws Unusable if there is none, or it does not compile
     */
    public static Function<String, AdapterFactory> inWorkbook() {
        try {
            return InWorkbook.ADAPTERS;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            Path file = file();
            throw e.getCause() instanceof Unusable unusable ? unusable : compiles(file);
        }
    }

    /**
     * The adapter in the workbook as it is now, for those who go on while its author does.
     *
     * @throws Unusable if there is none, or it does not compile
     */
    public static Function<String, AdapterFactory> inWorkbookNow() {
        Path file = file();
        return compiled(file, read(file));
    }

    /** When the adapter in the workbook was last saved; 0 if there is none. */
    public static long lastSavedMillis() {
        try {
            return savedAt(file()).toMillis();
        } catch (Unusable none) {
            return 0;
        }
    }

    /** Why the file cannot be used; it was tried before, so that the reason has to be found once more. */
    private static Unusable compiles(Path file) {
        try {
            compiled(file, read(file));
            return new Unusable(file + " could not be used; try again");
        } catch (Unusable reason) {
            return reason;
        }
    }

    /**
     * The file of the adapter in the workbook.
     *
     * @throws Unusable if there is none
     */
    public static Path file() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path workbook = at.resolve("workbook");
            if (Files.isDirectory(workbook)) {
                return lastSaved(workbook).orElseThrow(OwnAdapter::missing);
            }
        }
        throw missing();
    }

    /** The adapter in {@code workbook} that was saved last; of those that were saved at the same time, that of the highest chapter. */
    public static Optional<Path> lastSaved(Path workbook) {
        try (Stream<Path> chapters = Files.list(workbook)) {
            return chapters.map(chapter -> chapter.resolve(NAME + ".java"))
                    .filter(Files::isRegularFile)
                    .max(Comparator.comparing(OwnAdapter::savedAt).thenComparing(Comparator.naturalOrder()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime savedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException replaced) { // by an editor, just now
            return FileTime.fromMillis(0);
        }
    }

    private static Unusable missing() {
        return new Unusable(
                "there is no " + NAME + " in workbook/ yet. You write it from chapter 6 on: ./fanout learn 6\n"
                        + "To begin with the one of chapter 10: ./fanout learn reset 11");
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Function<String, AdapterFactory> compiled(Path file, String source) {
        try {
            return compiled(source);
        } catch (Compilation.Refused refused) {
            throw new Unusable(file + " does not compile:\n" + refused.getMessage());
        }
    }

    /**
     * The adapter with this source.
     *
     * @throws Compilation.Refused if it does not compile
     * @throws Unusable if it has no static method {@code at(String)} that returns an AdapterFactory
     */
    public static Function<String, AdapterFactory> compiled(String source) {
        Map<String, byte[]> classes = Compilation.of(Map.of(NAME, source));
        Method shared = at(classes);
        return Compilation.haveStaticState(classes)
                ? redis -> call(at(classes), redis) // each server is a process of its own
                : redis -> call(shared, redis);
    }

    private static Method at(Map<String, byte[]> classes) {
        try {
            Method at = Compilation.load(classes, NAME).getDeclaredMethod("at", String.class);
            at.setAccessible(true);
            return at;
        } catch (NoSuchMethodException e) {
            throw new Unusable(NAME + " has no method static AdapterFactory at(String redis); leave it as it was");
        }
    }

    private static AdapterFactory call(Method at, String redis) {
        try {
            return (AdapterFactory) Objects.requireNonNull(at.invoke(null, redis));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException | ClassCastException | NullPointerException e) {
            throw new Unusable(NAME + ".at(String) is not static, or returns no AdapterFactory; leave it as it was");
        }
    }
}
