package io.github.fanoutlab.tutorial.learn;

import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.exercise.Thrown;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JVM in which the reader's code is compiled and graded. It stays up between attempts, so that the compiler and the simulator
 * are warm. Each line on its standard input is a chapter and a file; it answers with {@value #RUNNING} when the file has been
 * compiled, and then with a {@link Verdict} as a line of JSON. It ends with its standard input, whatever the reader's code does.
 */
final class AttemptProcess {

    /** The line that says: compiled, and now it runs. */
    static final String RUNNING = "running";

    private static final int PRINTED_CHARACTERS = 2_000;

    private final PrintStream answers;
    private final Path file;
    private final Exercise exercise;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, Math.min(length, Math.max(0, PRINTED_CHARACTERS - count)));
        }

        @Override
        public synchronized void write(int single) {
            if (count < PRINTED_CHARACTERS) {
                super.write(single);
            }
        }
    };

    private AttemptProcess(PrintStream answers, String chapter, String file) {
        this.answers = answers;
        this.file = Path.of(file);
        this.exercise =
                Lessons.numbered(Integer.parseInt(chapter)).orElseThrow().exercise();
    }

    /** Serves until standard input ends. */
    public static void main(String... args) throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] words = request.split(" ", 2);
            AttemptProcess attempt = new AttemptProcess(answers, words[0], words[1]);
            new Thread(new ThreadGroup("attempt"), attempt::run, "attempt").start();
        }
        Runtime.getRuntime().halt(0);
    }

    private void run() {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(out);
        Verdict verdict = verdict();
        String left = threadLeft();
        if (left != null) {
            verdict = Verdict.stopped("Your code has started a thread (" + left
                    + ") that is still running. A node is one thread: let timers and events call your code.");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("kind", verdict.kind().name());
        answer.put("message", verdict.message());
        answer.put("picture", verdict.picture());
        answer.put(
                "printed",
                printed.toString(StandardCharsets.UTF_8)
                        + (printed.size() < PRINTED_CHARACTERS
                                ? ""
                                : "\n(cut after " + PRINTED_CHARACTERS + " characters)"));
        answers.println(JsonMapper.shared().writeValueAsString(answer));
        answers.flush();
        if (verdict.kind() == Verdict.Kind.STOPPED) {
            Runtime.getRuntime().halt(0);
        }
    }

    private Verdict verdict() {
        try {
            RunPage.forgetAttempt(file);
            String source = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            Map<String, byte[]> classes = Compilation.of(Map.of(exercise.className(), source));
            answers.println(RUNNING);
            answers.flush();
            Grade grade = exercise.grader().apply(exercise.isAdapter() ? null : answer(classes), source);
            RunPage.writeOfAttempt(file, grade.picture(), source);
            Verdict.Kind kind = grade.passed() ? Verdict.Kind.PASSED : Verdict.Kind.NOT_YET;
            return new Verdict(kind, grade.message(), grade.picture(), "");
        } catch (Compilation.Refused errors) {
            return new Verdict(Verdict.Kind.DOES_NOT_COMPILE, errors.getMessage(), "", "");
        } catch (OutOfMemoryError e) {
            return Verdict.stopped("Your code has used up its memory. Does something grow without limit?");
        } catch (StackOverflowError e) {
            return Verdict.stopped("Your code has used up its stack. Does a method call itself endlessly?");
        } catch (NoSuchMethodException e) {
            return new Verdict(
                    Verdict.Kind.NOT_YET,
                    exercise.className()
                            + " needs a constructor without arguments, because each run makes an object of it.",
                    "",
                    "");
        } catch (InvocationTargetException e) {
            return thrown(e.getCause());
        } catch (IOException e) {
            return Verdict.stopped("The file " + file + " cannot be read: " + e.getMessage());
        } catch (Throwable e) {
            return thrown(e);
        }
    }

    private Verdict thrown(Throwable thrown) {
        String told = Thrown.told(file.getFileName().toString(), thrown);
        return new Verdict(Verdict.Kind.NOT_YET, told, "", "");
    }

    private Object answer(Map<String, byte[]> classes) throws ReflectiveOperationException {
        Constructor<?> constructor =
                Compilation.load(classes, exercise.className()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** The name of a thread that the reader's code has started and left running, or null. */
    private static String threadLeft() {
        Thread[] threads = new Thread[8];
        int alive = Thread.currentThread().getThreadGroup().enumerate(threads);
        for (int i = 0; i < alive; i++) {
            if (threads[i] != Thread.currentThread()) {
                return threads[i].getName();
            }
        }
        return null;
    }
}
