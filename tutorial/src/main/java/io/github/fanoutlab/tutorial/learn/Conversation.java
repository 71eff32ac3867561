package io.github.fanoutlab.tutorial.learn;

import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.WrappedText;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.course.Story;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Walkthrough;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The loop at a terminal. In each chapter it asks its questions, one after the other, and then watches the reader's file and
 * answers each save. Keys are followed by Enter, as in any terminal.
 */
final class Conversation {

    private static final String KEYS = "h hint, r reset, n next, p previous, l list, o open, q quit (and Enter)";
    private static final long LOOK_MILLIS = 100;
    private static final int COLUMNS = 80;
    private static final int PICTURE_LINES = 30;

    /** The lines of a terminal as it opens: from so many on, the outcome above a drawing is out of sight, and is told once more. */
    private static final int TALL = 24;

    /** What {@link #typed} has at its end: nobody types any more. */
    private static final String QUIT = "q";

    private static final Set<String> KEY_WORDS = Set.of("hint", "reset", "next", "previous", "list", "open", "quit");

    private final Workbook workbook;
    private final Story story;
    private final Attempts attempts;
    private final PrintWriter out;
    private final Consumer<Path> browser;
    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();

    private Lesson lesson;

    /** The prediction whose run was shown last in this chapter; null if there is none yet. */
    private Prediction answered;

    /** The question that was asked last; null when the exercise has been reached. */
    private Prediction asked;

    /** The text that was graded last; null when the exercise has not been reached. */
    private String graded;

    /**
     * @param lesson the chapter that it begins with
     * @param browser opens a page
     */
    Conversation(
            Workbook workbook,
            Story story,
            Attempts attempts,
            Lesson lesson,
            Reader in,
            PrintWriter out,
            Consumer<Path> browser) {
        this.workbook = workbook;
        this.story = story;
        this.attempts = attempts;
        this.out = out;
        this.lesson = lesson;
        this.browser = browser;
        Thread reader = new Thread(() -> read(new BufferedReader(in)), "keyboard");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader in) {
        try {
            in.lines().forEach(typed::add);
        } catch (UncheckedIOException e) {
            // Nobody types any more.
        }
        typed.add(QUIT);
    }

    /** Goes on until the reader quits. */
    void hold() throws InterruptedException {
        attempts.warm();
        say("The course: predict, run, change, break, write. A wrong prediction breaks nothing.");
        say("The chapters as pages in your browser: ./fanout book, in another terminal.");
        say("Keys: " + KEYS);
        show();
        while (true) {
            String line = typed.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (line == null) {
                look();
            } else if (key(line).equals(QUIT)) {
                say("Your place is kept. "
                        + workbook.next()
                                .map(next -> "./fanout learn goes on with chapter " + next.number() + ".")
                                .orElse("You have done every chapter."));
                return;
            } else {
                answer(line.strip());
            }
        }
    }

    /** The chapter's heading, and what is to be done now. */
    private void show() {
        graded = null;
        answered = null;
        out.println();
        out.println(bar());
        out.println();
        out.println(lesson.heading());
        out.println("=".repeat(lesson.heading().length()));
        goOn();
    }

    /** How far the reader is, on one line: {@code 1-5 done | 6 here | 7-18 open}. */
    private String bar() {
        List<String> spans = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= Lessons.ALL.size(); i++) {
            if (i == Lessons.ALL.size() || !state(i).equals(state(first))) {
                int from = Lessons.ALL.get(first).number();
                int to = Lessons.ALL.get(i - 1).number();
                spans.add((from == to ? "" + from : from + "-" + to) + " " + state(first));
                first = i;
            }
        }
        return String.join(" | ", spans);
    }

    private String state(int place) {
        Lesson each = Lessons.ALL.get(place);
        return each.equals(lesson) ? "here" : workbook.passed(each) ? "done" : "open";
    }

    private void goOn() {
        Optional<Prediction> open = workbook.open(lesson);
        asked = open.orElse(null);
        if (asked != null) {
            say(asked.setting());
            say(asked.question().asks());
            prompt();
            return;
        }
        say("Exercise. " + lesson.exercise().task());
        say("Your file: " + file());
        if (workbook.passed(lesson)) {
            say(
                    "It has passed already. n goes on to the next chapter, and r brings the exercise back as it was at first.");
            graded = text(file());
            return;
        }
        say("Open it in your editor. Each time you save, you see the result here.");
        graded = "";
    }

    /** Asks for the prediction that is open; nothing at the exercise. */
    private void prompt() {
        if (graded == null) {
            out.print("Your prediction: ");
            out.flush();
        }
    }

    private Path file() {
        return workbook.file(lesson.exercise());
    }

    private void answer(String line) {
        if (line.matches("\\d{1,9}") && graded == null) {
            predict(Long.parseLong(line));
            return;
        }
        switch (key(line)) {
            case "h" -> hint();
            case "r" -> reset();
            case "n" -> turn(1);
            case "p" -> turn(-1);
            case "l" -> list();
            case "o" -> open();
            default -> {
                say(graded == null ? "A number, please, or a key: " + KEYS : "Keys: " + KEYS);
                prompt();
            }
        }
    }

    /** The letter of a key that was typed as its letter or its word; any other line as it is. */
    private static String key(String line) {
        String typed = line.strip().toLowerCase(Locale.ROOT);
        return KEY_WORDS.contains(typed) ? typed.substring(0, 1) : typed;
    }

    /** Whether the reader has broken a source by hand; they are told to begin again, because it may be compiled in already. */
    private boolean toldPlanted() {
        Optional<String> problem = story.planted();
        problem.ifPresent(words -> say(words + ". Then quit and start again: ./fanout learn"));
        return problem.isPresent();
    }

    private void predict(long number) {
        if (toldPlanted()) {
            prompt();
            return;
        }
        OptionalLong elsewhere = workbook.predictions().of(asked.key());
        if (elsewhere.isPresent()) {
            say("Meanwhile, this question was answered elsewhere, with " + elsewhere.getAsLong() + ". Your " + number
                    + " is not recorded.");
            goOn();
            return;
        }
        workbook.predictions().note(asked.key(), number);
        answered = asked;
        String shown = story.answerTo(asked, lesson);
        out.print(shown);
        if (shown.lines().count() >= TALL) {
            say(asked.question().outcome(number, story.answer(asked)));
        }
        say(
                switch (lesson.predictions().indexOf(asked)) {
                    case 0 ->
                        "The reasons are in " + lesson.page()
                                + ". Read it as far as \"Change one thing\", then come back.";
                    case 1 -> "The reasons are in " + lesson.page() + ", under \"Change one thing\".";
                    default -> "The reasons are in " + lesson.page() + ", under \"Break one thing\".";
                });
        goOn();
    }

    private void hint() {
        if (graded == null) {
            say("Hints are for the exercise. Here any number will do: a wrong prediction breaks nothing.");
            prompt();
            return;
        }
        say(workbook.nextHint(lesson));
    }

    private void reset() {
        if (graded == null) {
            say("Reset is for the exercise. Here any number will do: a wrong prediction breaks nothing.");
            prompt();
            return;
        }
        say("The exercise is as it was at first."
                + workbook.reset(lesson)
                        .map(old -> " Your version is in " + old + ".")
                        .orElse(""));
        show();
    }

    private void turn(int by) {
        int place = Lessons.ALL.indexOf(lesson) + by;
        if (place < 0 || place >= Lessons.ALL.size()) {
            say(by > 0 ? "This is the last chapter." : "This is the first chapter.");
            prompt();
            return;
        }
        lesson = Lessons.ALL.get(place);
        workbook.turnTo(lesson);
        show();
    }

    private void list() {
        out.println();
        for (Lesson each : Lessons.ALL) {
            String mark = each.equals(lesson) ? "here" : workbook.passed(each) ? "done" : "";
            out.printf("%-5s %s%n", mark, each.heading());
        }
        say("To go to a chapter, press q and then run ./fanout learn with its number.");
        prompt();
    }

    /** Opens the page of the run that the last attempt has shown, or else of the one that the last prediction was about. */
    private void open() {
        Optional<Path> page = graded == null ? Optional.empty() : RunPage.ofAttempt(file());
        if (page.isEmpty() && answered != null) {
            page = story.reported(answered).map(run -> RunPage.write(run, workbook.folder()));
        }
        say(
                page.map(written -> "The run as a page: " + written.toUri())
                        .orElse(
                                graded == null && answered == null
                                        ? "Nothing has been played since you came to this chapter. o opens the last run."
                                        : "There is no page for this. A page shows a run that ./fanout run or replay can repeat."));
        page.ifPresent(browser);
        prompt();
    }

    /** Grades the file if it was saved since it was graded last. */
    private void look() {
        if (graded == null) {
            return;
        }
        Path file = workbook.path(lesson.exercise());
        String text = text(file);
        if (text.equals(graded) || text.isBlank()) {
            return;
        }
        graded = text;
        if (toldPlanted()) {
            return;
        }
        Verdict verdict = attempts.of(lesson.number(), file, () -> say("Running…"));
        if (!verdict.printed().isBlank()) {
            say("Your code printed:");
            out.println(verdict.printed().stripTrailing());
        }
        out.println();
        out.println(told(verdict));
        anotherPlayed(verdict, file, workbook).ifPresent(this::say);
        if (verdict.passed()) {
            workbook.notePassed(lesson);
            String rest = "Read the rest of " + lesson.page() + ", from \"In your own application\".";
            say(
                    lesson.equals(Lessons.ALL.get(Lessons.ALL.size() - 1))
                            ? "That was the last exercise. " + rest
                            : rest + " n goes on to the next chapter.");
        }
    }

    /** What the file has now; nothing while an editor is replacing it. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** A verdict as it is printed, broken into lines; those of a picture are kept, and so are those of sources. */
    static String told(Verdict verdict) {
        String words = verdict.kind() == Verdict.Kind.DOES_NOT_COMPILE
                ? verdict.heading() + "\n" + ofCompiler(verdict.message())
                : WrappedText.of("", verdict.heading() + " " + verdict.message(), COLUMNS)
                        .stripTrailing();
        return verdict.picture().isBlank()
                ? words
                : words + "\n\nWhat happens" + legend(verdict.picture()) + ":\n" + cut(verdict.picture());
    }

    /** That the command in what {@code verdict} shows of {@code file} plays another adapter, if one was saved later. */
    static Optional<String> anotherPlayed(Verdict verdict, Path file, Workbook workbook) {
        if (!verdict.picture().contains("adapter=" + RedisDialect.MINE)) {
            return Optional.empty();
        }
        return OwnAdapter.lastSaved(workbook.folder())
                .filter(saved -> !saved.equals(file))
                .map(saved -> "This command plays the adapter that was saved last, which is " + saved
                        + ". To play this one instead, save it again.");
    }

    /** Its sources are short; what it says of types may be long. */
    private static String ofCompiler(String message) {
        return message.lines()
                .map(line -> line.length() <= COLUMNS
                        ? line
                        : WrappedText.of("", line, COLUMNS).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    /** What the signs in a picture mean. */
    private static String legend(String picture) {
        if (picture.contains("<==")) {
            return " (<== means several copies)";
        }
        return picture.contains("Cause: ") ? " (* emitted or delivered, o dropped, X lost or failed)" : "";
    }

    private static String cut(String picture) {
        List<String> lines = Walkthrough.indented(picture);
        return lines.stream()
                .limit(PICTURE_LINES)
                .collect(Collectors.joining("\n", "", lines.size() > PICTURE_LINES ? "\n  and so on" : ""));
    }

    private void say(String paragraph) {
        out.print(Walkthrough.begun().paragraph(paragraph));
        out.flush();
    }
}
