package io.github.fanoutlab.tutorial.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What the reader writes")
class AttemptsTest {

    private static final Attempts ATTEMPTS = new Attempts();

    @TempDir
    Path folder;

    @AfterAll
    static void end() {
        ATTEMPTS.close();
    }

    static List<Lesson> lessons() {
        return Lessons.ALL;
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("is not passed as long as it is the starter, and is passed when it is the solution")
    void starterAndSolution(Lesson lesson) throws IOException {
        Verdict starter = ATTEMPTS.of(lesson.number(), copied("/workbook/", lesson));
        assertThat(starter.kind()).as(starter.message()).isEqualTo(Verdict.Kind.NOT_YET);

        Verdict solution = ATTEMPTS.of(lesson.number(), copied("/workbook/solutions/", lesson));
        assertThat(solution.passed()).as(solution.message()).isTrue();
        assertThat(lesson.exercise().hints()).hasSize(3);
    }

    private Path copied(String place, Lesson lesson) throws IOException {
        Path file = folder.resolve(lesson.exercise().file());
        try (InputStream text =
                AttemptsTest.class.getResourceAsStream(place + lesson.exercise().file())) {
            Files.createDirectories(file.getParent());
            Files.write(file, text.readAllBytes());
        }
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("ends its own attempt, not the loop, and is told so in a sentence:")
    @CsvSource(delimiter = '|', textBlock = """
            java.util.List<long[]> all = new java.util.ArrayList<>(); while (true) { all.add(new long[1 << 20]); } | used up its memory
            long[] all = new long[Integer.MAX_VALUE]; return "" + all      | used up its memory
            return emitterOf(copy, trace) + "."                            | used up its stack
            System.exit(0); return null                                    | ended the whole program
            Runtime.getRuntime().halt(1); return null                      | ended the whole program
            new Thread(() -> new java.util.concurrent.Semaphore(0).acquireUninterruptibly(), "mine").start(); return null | started a thread (mine) that is still running
            """)
    void hostile(String code, String sentence) throws IOException {
        Verdict verdict = attempt(code);
        assertThat(verdict.kind()).as(verdict.message()).isEqualTo(Verdict.Kind.STOPPED);
        assertThat(verdict.message()).contains(sentence);

        assertThat(attempt("return null").message())
                .as("the next attempt")
                .startsWith("Your function returns null for every copy.");
    }

    @Test
    @DisplayName("that does not compile gets the line and the compiler's words, and nothing of a build tool")
    void doesNotCompile() throws IOException {
        Verdict verdict = attempt("return nul");
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DOES_NOT_COMPILE);
        assertThat(verdict.message())
                .startsWith("Ex03.java, line 2: cannot find symbol")
                .contains("return nul", "^")
                .doesNotContain("ERROR", "maven");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("that cannot be made or used is told what its class needs:")
    @CsvSource(delimiter = '|', textBlock = """
            public class Ex03 { }                      | Ex03 has to implement WhichWorker.Answer, as it does in the starter
            public class Ex03 { Ex03(int number) { } } | Ex03 needs a constructor without arguments
            package workbook; public class Ex03 { }    | leave its name as it was, and write no package
            """)
    void unusable(String source, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("Ex03.java"), source);

        assertThat(ATTEMPTS.of(3, file).message()).contains(sentence);
    }

    @Test
    @DisplayName("that throws gets its line, and what it prints is shown, without an end to its length")
    void throwsAndPrints() throws IOException {
        Verdict verdict = attempt("System.out.println(\"is it W2? \\u00e4\"); throw new Error(\"I give up\")");
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_YET);
        assertThat(verdict.message()).isEqualTo("Your code threw Error: I give up in Ex03.java, line 2.");
        assertThat(verdict.printed()).startsWith("is it W2? ä");

        assertThat(attempt("for (int i = 0; i < 9999; i++) { System.out.println(i); } return null")
                        .printed())
                .hasSizeLessThan(2_100)
                .endsWith("\n(cut after 2000 characters)");
        assertThat(attempt("Object none = null; return none.toString()").message())
                .contains("\"none\" is null");
    }

    @Test
    @DisplayName("that ends a run without throwing anything itself is not said to throw")
    void nobodyOfTheirs() throws IOException {
        assertThat(attempt(
                                "Error stuck = new Error(\"the world is stuck\"); stuck.setStackTrace(new StackTraceElement[0]); throw stuck")
                        .message())
                .isEqualTo("The run with your code ended with Error: the world is stuck.");
    }

    @Test
    @DisplayName("that does not end soon is said to run, and what never ends is ended")
    void slow() throws IOException {
        List<String> told = new ArrayList<>();
        try (Attempts impatient = new Attempts(50, 2)) {
            Verdict verdict = impatient.of(3, written("while (true) { }"), () -> told.add("Running"));
            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.STOPPED);
            assertThat(verdict.message()).contains("still running after 2 seconds");
        }
        assertThat(told).containsExactly("Running");
    }

    @Test
    @DisplayName("that ends soon is not said to run, however slow the machine is")
    void soon() throws IOException {
        List<String> told = new ArrayList<>();
        try (Attempts patient = new Attempts(TimeUnit.HOURS.toMillis(1), 10)) {
            Verdict verdict = patient.of(3, written("return null"), () -> told.add("Running"));
            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_YET);
        }
        assertThat(told).isEmpty();
    }

    private Verdict attempt(String code) throws IOException {
        return ATTEMPTS.of(3, written(code));
    }

    private Path written(String code) throws IOException {
        Path file = folder.resolve("Ex03.java");
        String source = """
                public class Ex03 implements io.github.fanoutlab.tutorial.exercise.WhichWorker.Answer { public String emitterOf(io.github.fanoutlab.testbed.trace.TraceEvent copy, io.github.fanoutlab.testbed.trace.Trace trace) {
                CODE;
                } }
                """.replace("CODE;", code.endsWith("}") ? code : code + ";");
        Files.writeString(file, source, StandardCharsets.UTF_8);
        return file;
    }
}
