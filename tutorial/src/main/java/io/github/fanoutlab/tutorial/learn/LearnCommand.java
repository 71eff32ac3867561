package io.github.fanoutlab.tutorial.learn;

import io.github.fanoutlab.simulator.cli.AddedCommand;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.course.Story;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Walkthrough;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code learn}: the course. */
@Command(
        name = "learn",
        header = "Take the course: predict, run, change, break, write.",
        description = {
            "Asks a question, plays the run that answers it, and then watches the file that you write in workbook/."
                    + " It continues where you stopped. As single commands, for a script or an editor:",
            "  learn status             how far you are",
            "  learn predict 4 NUMBER   your prediction in chapter 4, then the run",
            "  learn predict 4          the next question of chapter 4",
            "  learn check 4            grade the exercise of chapter 4",
            "  learn hint 4             the next hint for it",
            "  learn reset 4            bring its file back"
        })
public final class LearnCommand implements AddedCommand {

    /** What there is to do without a terminal; the enum's names are the words. */
    private enum Action {
        status,
        predict,
        check,
        hint,
        reset
    }

    private static final int NOT_YET = 1;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            description = "status, predict, check, hint, reset; or a chapter to go to.")
    private String what;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHAPTER",
            description = "The number of the chapter. Default: the next one that is open.")
    private Integer chapter;

    @Parameters(index = "2", arity = "0..1", paramLabel = "NUMBER", description = "Your prediction.")
    private Long number;

    @Option(names = "--json", description = "Print a JSON object, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Workbook workbook;
    private final Story story;

    /** The course in the repository around the working directory. */
    public LearnCommand() {
        this(Book.repository(), Book.repository().resolve("workbook"));
    }

    /** @param folder the reader's */
    LearnCommand(Path repository, Path folder) {
        this.workbook = new Workbook(folder);
        this.story = new Story(repository, workbook.predictions());
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Lessons.ALL.size();
        } catch (ExceptionInInitializerError mistake) { // a trainer's, in the file of a lesson
            throw new ParameterException(spec.commandLine(), mistake.getCause().getMessage());
        }
        boolean goesTo = what != null && what.matches("\\d{1,4}");
        if (goesTo) {
            if (chapter != null) {
                throw new ParameterException(spec.commandLine(), "name one chapter at a time, as in: learn " + what);
            }
            workbook.turnTo(numbered(Integer.parseInt(what)));
        }
        Action action = goesTo ? null : action();
        if (action == null || action == Action.predict || action == Action.check) {
            refusePlanted();
        }
        if (action == null && !json && hasTerminal()) {
            try (Attempts attempts = new Attempts()) {
                new Conversation(
                                workbook,
                                story,
                                attempts,
                                goesTo ? workbook.current() : here(),
                                new InputStreamReader(System.in, Charset.defaultCharset()),
                                out(),
                                RunPage::open)
                        .hold();
            }
            return 0;
        }
        if (number != null && action != Action.predict) {
            throw new ParameterException(
                    spec.commandLine(), "a prediction belongs to predict, as in: learn predict 4 NUMBER");
        }
        if (number != null && number < 0) {
            throw new ParameterException(spec.commandLine(), "a prediction is a count: 0 or more, not " + number);
        }
        return switch (action == null ? Action.status : action) {
            case status -> status();
            case predict -> predict(lesson());
            case check -> check(lesson());
            case hint -> hint(lesson());
            case reset -> reset(lesson());
        };
    }

    /** What a chapter breaks is played from changed copies of the sources; it needs the sources as they were. */
    private void refusePlanted() {
        story.planted().ifPresent(problem -> {
            throw new ParameterException(spec.commandLine(), problem);
        });
    }

    private static boolean hasTerminal() {
        String keyboard = System.getProperty("fanout.keyboard");
        if (keyboard != null) {
            return Boolean.parseBoolean(keyboard);
        }
        Console console = System.console();
        try { // Since Java 22 there is a console without a terminal, too.
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }

    /** What is to be done; null if the reader has not said so. */
    private Action action() {
        if (what == null) {
            return null;
        }
        return Stream.of(Action.values())
                .filter(action -> action.name().equals(what))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no 'learn " + what
                                + "'; expected status, predict, check, hint, reset, or a chapter from 1 to "
                                + Lessons.ALL.size()));
    }

    private Lesson lesson() {
        return chapter == null ? here() : numbered(chapter);
    }

    /** The chapter to go on with. */
    private Lesson here() {
        return workbook.next().orElse(workbook.current());
    }

    private Lesson numbered(int chapter) {
        return Lessons.numbered(chapter)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no chapter " + chapter + "; the chapters are 1 to " + Lessons.ALL.size()));
    }

    private int status() {
        List<Map<String, Object>> chapters = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Lesson lesson : Lessons.ALL) {
            long predicted = lesson.predictions().stream()
                    .filter(prediction ->
                            workbook.predictions().of(prediction.key()).isPresent())
                    .count();
            boolean passed = workbook.passed(lesson);
            chapters.add(Fields.of("chapter", lesson.number())
                    .with("title", lesson.title())
                    .with("questions", lesson.predictions().size())
                    .with("predicted", predicted)
                    .with("passed", passed)
                    .with("hints", workbook.hints(lesson))
                    .with("page", lesson.page())
                    .with("file", workbook.path(lesson.exercise()).toString())
                    .values());
            text.append(String.format(
                    "%-45s %d of %d predicted, exercise %s%n",
                    lesson.heading(), predicted, lesson.predictions().size(), passed ? "passed" : "open"));
        }
        Lesson here = workbook.current();
        Optional<Lesson> open = workbook.next();
        boolean goesOn = open.isPresent() && !workbook.isOpen(here);
        text.append(String.format(goesOn ? "%nChapter %d is done. " : "%nYou are in chapter %d. ", here.number()))
                .append(open.map(next -> "Next: ./fanout learn "
                                + (workbook.open(next).isPresent() ? "predict " : "check ") + next.number()
                                + openBefore(next))
                        .orElse("You have done every chapter."));
        tell(text.toString(), Fields.of("current", here.number()).with("chapters", chapters));
        return 0;
    }

    /** Names the chapters before {@code next} that are open, because the reader has gone past them; empty if there are none. */
    private String openBefore(Lesson next) {
        String open = Lessons.ALL.stream()
                .takeWhile(lesson -> !lesson.equals(next))
                .filter(workbook::isOpen)
                .map(lesson -> String.valueOf(lesson.number()))
                .collect(Collectors.joining(", "));
        return open.isEmpty() ? "" : "\nOpen before that: " + open;
    }

    private int predict(Lesson lesson) {
        Optional<Prediction> open = workbook.open(lesson);
        if (open.isEmpty()) {
            tell(
                    "All questions of chapter " + lesson.number() + " are answered. Its exercise: ./fanout learn check "
                            + lesson.number(),
                    Fields.of("chapter", lesson.number()).with("question", null));
            return 0;
        }
        Prediction prediction = open.get();
        if (number == null) {
            ask(lesson, prediction, "Your prediction", Fields.of("chapter", lesson.number()));
            return 0;
        }
        workbook.predictions().note(prediction.key(), number);
        long actual = story.answer(prediction);
        String next = workbook.open(lesson).isPresent()
                ? "Next question: ./fanout learn predict " + lesson.number()
                : "Next: the exercise. ./fanout learn check " + lesson.number();
        tell(
                story.answerTo(prediction, lesson)
                        + Walkthrough.begun()
                                .paragraph("The reasons: " + lesson.page())
                                .paragraph(next),
                Fields.of("chapter", lesson.number())
                        .with("key", prediction.key())
                        .with("predicted", number)
                        .with("actual", actual)
                        .with("right", number == actual)
                        .with("message", prediction.question().compare(number, actual)));
        return 0;
    }

    private void ask(Lesson lesson, Prediction prediction, String prompt, Fields fields) {
        tell(
                Walkthrough.titled(lesson.heading(), prediction.setting())
                        .paragraph(prediction.question().asks())
                        .paragraph(prompt + ": ./fanout learn predict " + lesson.number() + " NUMBER")
                        .toString(),
                fields.with("key", prediction.key())
                        .with("setting", prediction.setting())
                        .with("question", prediction.question().asks()));
    }

    /** A verdict may tell what the questions ask, so they come first. */
    private int check(Lesson lesson) {
        Optional<Prediction> open = workbook.open(lesson);
        if (open.isPresent() && !workbook.passed(lesson)) {
            ask(
                    lesson,
                    open.get(),
                    "Your prediction, before the exercise",
                    Fields.of("chapter", lesson.number()).with("passed", false));
            return NOT_YET;
        }
        Path file = workbook.file(lesson.exercise());
        Verdict verdict;
        try (Attempts attempts = new Attempts()) {
            verdict = attempts.of(lesson.number(), file);
        }
        if (verdict.passed()) {
            workbook.notePassed(lesson);
        }
        String printed = verdict.printed().isBlank() ? "" : "Your code printed:\n" + verdict.printed() + "\n";
        Optional<Path> page = RunPage.ofAttempt(file);
        tell(
                "Exercise " + lesson.number() + ", " + file + "\n" + printed + Conversation.told(verdict)
                        + Conversation.anotherPlayed(verdict, file, workbook)
                                .map(words ->
                                        Walkthrough.begun().paragraph(words).toString())
                                .orElse("")
                        + page.map(written -> "\n\nThe run as a page: " + written.toUri())
                                .orElse(""),
                Fields.of("chapter", lesson.number())
                        .with("file", file.toString())
                        .with("passed", verdict.passed())
                        .with("kind", verdict.kind().name())
                        .with("message", verdict.message())
                        .with("picture", verdict.picture())
                        .with("page", page.map(Path::toString).orElse(null))
                        .with("printed", verdict.printed()));
        return verdict.passed() ? 0 : NOT_YET;
    }

    private int hint(Lesson lesson) {
        String hint = workbook.nextHint(lesson);
        int nth = workbook.hints(lesson);
        int all = lesson.exercise().hints().size();
        tell(
                Walkthrough.begun().paragraph(hint).toString(),
                Fields.of("chapter", lesson.number())
                        .with("hint", nth)
                        .with("of", all)
                        .with("text", lesson.exercise().hints().get(nth - 1)));
        return 0;
    }

    private int reset(Lesson lesson) {
        Optional<Path> old = workbook.reset(lesson);
        Path file = workbook.file(lesson.exercise());
        tell(
                file + " is as it was."
                        + old.map(kept -> " Your version is in " + kept + ".").orElse(""),
                Fields.of("chapter", lesson.number())
                        .with("file", file.toString())
                        .with("old", old.map(Path::toString).orElse(null)));
        return 0;
    }

    private void tell(String text, Fields fields) {
        out().println(json ? JsonMapper.shared().writeValueAsString(fields.values) : text.strip());
    }

    /** The fields of a JSON object, in their order. */
    private record Fields(Map<String, Object> values) {

        static Fields of(String name, Object value) {
            return new Fields(new LinkedHashMap<>()).with(name, value);
        }

        Fields with(String name, Object value) {
            values.put(name, value);
            return this;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
