package io.github.fanoutlab.simulator.mine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java sources compiled in memory, against the class path of this program. */
public final class Compilation {

    /** A type with its package. */
    private static final Pattern QUALIFIED = Pattern.compile("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)");

    /** The compiler does not accept a source; the message shows the first line that is wrong, and what the compiler says of it. */
    public static final class Refused extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        Refused(String error) {
            super(error);
        }
    }

    /** So much of a line has room in a terminal. */
    private static final int EXCERPT = 76;

    private Compilation() {}

    /**
     * The classes of {@code sources}, which are found by class name, as is the result.
     *
     * @throws Refused if they do not compile
     */
    public static Map<String, byte[]> of(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("there is no Java compiler: run this with a JDK, not a JRE");
        }
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        try (Memory memory = new Memory(files)) {
            List<String> options = List.of("-g", "-proc:none", "-classpath", System.getProperty("java.class.path"));
            List<Source> units = sources.entrySet().stream()
                    .map(source -> new Source(source.getKey(), source.getValue()))
                    .toList();
            if (!compiler.getTask(null, memory, said, options, null, units).call()) {
                throw new Refused(firstError(said));
            }
            Map<String, byte[]> classes = new LinkedHashMap<>();
            memory.compiled.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class {@code name} of those that were compiled; it sees the classes of this program. */
    public static Class<?> load(Map<String, byte[]> classes, String name) {
        ClassLoader loader = new Loader(classes);
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new Refused("There is no class " + name + " in it; leave its name as it was, and write no package");
        }
    }

    /** Whether any of the classes has something static that is no constant, so that those who use it share it. */
    static boolean haveStaticState(Map<String, byte[]> classes) {
        return classes.entrySet().stream().anyMatch(each -> {
            Class<?> type = load(classes, each.getKey());
            boolean isInitialized = new String(each.getValue(), StandardCharsets.ISO_8859_1).contains("<clinit>");
            return !type.isSynthetic()
                    && (isInitialized
                            || Stream.of(type.getDeclaredFields())
                                    .map(Field::getModifiers)
                                    .anyMatch(field -> Modifier.isStatic(field) && !Modifier.isFinal(field)));
        });
    }

    /** {@code type} without what it has in static fields, if it was compiled here; else {@code type} itself. */
    public static Class<?> anew(Class<?> type) {
        return type.getClassLoader() instanceof Loader loader ? load(loader.classes, type.getName()) : type;
    }

    /** Where in {@code file} something was thrown: {@code " in MyAdapter.java, line 68"}; empty if it was somewhere else. */
    public static String placeIn(String file, Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .filter(element -> file.equals(element.getFileName()))
                .findFirst()
                .map(element -> " in " + file + ", line " + element.getLineNumber())
                .orElse("");
    }

    private static String firstError(DiagnosticCollector<JavaFileObject> said) {
        return said.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .map(Compilation::shown)
                .orElse("the compiler gives no reason");
    }

    /** File, line and words; below them the line itself with a mark at the place. */
    private static String shown(Diagnostic<? extends JavaFileObject> error) {
        String words = withoutPackages(error.getMessage(Locale.ENGLISH));
        if (error.getSource() == null || error.getLineNumber() == Diagnostic.NOPOS) {
            return words;
        }
        Source source = (Source) error.getSource();
        int at = (int) error.getPosition();
        int begin = source.text.lastIndexOf('\n', at - 1) + 1;
        String line =
                source.text.substring(begin).lines().findFirst().orElse("").replace('\t', ' ');
        int from = line.length() - line.stripLeading().length();
        line = line.strip();
        int mark = Math.max(0, at - begin - from);
        int hidden = Math.max(0, Math.min(mark - EXCERPT / 2, line.length() - EXCERPT));
        String excerpt = line.substring(hidden, Math.min(line.length(), hidden + EXCERPT));
        return source.file() + ", line " + error.getLineNumber() + ": " + words + "\n    " + excerpt + "\n    "
                + " ".repeat(mark - hidden) + "^";
    }

    /** Words about types without their packages; {@code words} as they are if two types in them have the same name then. */
    public static String withoutPackages(String words) {
        Set<String> types =
                QUALIFIED.matcher(words).results().map(MatchResult::group).collect(Collectors.toSet());
        long names = types.stream()
                .map(type -> type.replaceFirst(".*\\.", ""))
                .distinct()
                .count();
        return names < types.size() ? words : QUALIFIED.matcher(words).replaceAll("$1");
    }

    private static final class Loader extends ClassLoader {

        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(Compilation.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            byte[] bytes = classes.get(wanted);
            if (bytes == null) {
                throw new ClassNotFoundException(wanted);
            }
            return defineClass(wanted, bytes, 0, bytes.length);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("memory:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        String file() {
            return getName().substring(getName().lastIndexOf('/') + 1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {

        private final Map<String, ByteArrayOutputStream> compiled = new LinkedHashMap<>();

        Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            URI uri = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    return compiled.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
