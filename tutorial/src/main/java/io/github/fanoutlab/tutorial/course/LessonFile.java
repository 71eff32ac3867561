package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.tutorial.book.BookError;
import io.github.fanoutlab.tutorial.book.FileLine;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Question;
import io.github.fanoutlab.tutorial.run.AskedNumber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The words of a lesson, in Markdown:
 *
 * <pre>
 * # 6. What is in Redis?
 *
 * [The chapter](../../../../chapters/06-in-redis.md)   and if it is not the first emit: shows emit 2 in time.
 *
 * ## Predict
 *
 * The setting.
 *
 * **How many keys are in Redis?**
 *
 * - The run says `redis-inside/keys`: why this number, which is an {@link AskedNumber}, is right.
 * - 40: what to say to those who predict 40.
 *
 * ## Change, and then ## Break: as Predict
 *
 * ## Write `ch06/MyAdapter`
 *
 * The task.
 *
 * 1. A hint.
 * </pre>
 *
 * <p>A paragraph may be broken into lines. What is marked as code is told without the marks; other markup has no place in the words.
 * No parser of Markdown reads them: it would add a fifth to the time in which {@code ./fanout learn} starts.
 */
final class LessonFile {

    private static final Form TITLE = Form.of("# NUMBER. TITLE");
    private static final Form CHAPTER = Form.of("[The chapter](../../../../chapters/PAGE)");
    private static final Form CHAPTER_AND_EMIT =
            Form.of("[The chapter](../../../../chapters/PAGE) shows emit NUMBER in time.");
    private static final Form PREDICT = Form.of("## Predict");
    private static final Form CHANGE = Form.of("## Change");
    private static final Form BREAK = Form.of("## Break");
    private static final Form PARAGRAPH = Form.of("PARAGRAPH");
    private static final Form QUESTION = Form.of("**QUESTION**");
    private static final Form RIGHT = Form.of("- The run says `RUN/NUMBER`: WHY");
    private static final Form WRONG = Form.of("- NUMBER: REPLY");
    private static final Form WRITE = Form.of("## Write `EXERCISE`");
    private static final Form HINT = Form.of("NUMBER. HINT");

    private static final String MARKUP = "*_<&[\\";

    /** What the last block says. */
    private static final String END = "the end of the file";

    /** A heading, a paragraph, or an item of a list, in one line. */
    private record Block(int line, String text) {}

    /**
     * What a block looks like.
     *
     * @param text with a name in capitals for each part that is told
     * @param around what is before, between and after these parts
     */
    private record Form(String text, String... around) {

        static Form of(String text) {
            return new Form(text, text.split("[A-Z]{3,}(/[A-Z]+)?", -1));
        }
    }

    private final String name;
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** The one that is read. */
    private Block block;

    private LessonFile(String name, String... lines) {
        this.name = name;
        List<String> open = new ArrayList<>();
        for (int line = 1; line <= lines.length; line++) {
            String text = lines[line - 1].strip();
            if (text.isEmpty() || isItem(text)) {
                close(open, line);
            }
            if (!text.isEmpty()) {
                open.add(text);
            }
        }
        close(open, lines.length + 1);
        blocks.add(new Block(lines.length, END));
    }

    private static boolean isItem(String line) {
        return line.startsWith("- ") || Character.isDigit(line.charAt(0)) && line.startsWith(". ", 1);
    }

    private void close(List<String> open, int end) {
        if (!open.isEmpty()) {
            blocks.add(new Block(end - open.size(), String.join(" ", open)));
            open.clear();
        }
    }

    /**
     * Reads a lesson.
     *
     * @param name of the file, which is that of the predictions, too: {@code ch06}
     * @param graders what judges an exercise, by its name
     * @throws BookError if {@code text} is not as above; it names the line, what was expected there, and what was found
     */
    static Lesson read(String name, String text, Map<String, BiFunction<Object, String, Grade>> graders) {
        return new LessonFile(name, text.split("\n")).lesson(graders);
    }

    private Lesson lesson(Map<String, BiFunction<Object, String, Grade>> graders) {
        List<String> title = next(TITLE);
        int number = number(title.get(0), TITLE);
        boolean namesEmit = !blocks.getFirst().text().endsWith(")");
        List<String> chapter = next(namesEmit ? CHAPTER_AND_EMIT : CHAPTER);
        int emit = namesEmit ? number(chapter.get(1), CHAPTER_AND_EMIT) : 1;
        List<Prediction> predictions = List.of(
                prediction(PREDICT, name), prediction(CHANGE, name + ".change"), prediction(BREAK, name + ".break"));
        return new Lesson(
                number, title.get(1), predictions, emit, "tutorial/chapters/" + chapter.get(0), exercise(graders));
    }

    private Prediction prediction(Form heading, String key) {
        next(heading);
        String setting = paragraph();
        Question question = Question.asking(next(QUESTION).get(0));
        List<String> right = next(RIGHT);
        AskedNumber asked = asked(right.get(0));
        question = question.because(right.get(1));
        while (blocks.getFirst().text().startsWith("- ")) {
            List<String> wrong = next(WRONG);
            question = question.whoeverSays(number(wrong.get(0), WRONG), wrong.get(1));
        }
        return new Prediction(key, setting, question, asked);
    }

    private Exercise exercise(Map<String, BiFunction<Object, String, Grade>> graders) {
        String exercise = next(WRITE).get(0);
        if (!graders.containsKey(exercise)) {
            throw expected("an exercise that Lessons has a grader for");
        }
        String task = paragraph();
        List<String> hints = new ArrayList<>();
        do {
            List<String> hint = next(HINT);
            number(hint.get(0), HINT);
            hints.add(hint.get(1));
        } while (!blocks.getFirst().text().equals(END));
        return new Exercise(exercise, task, hints, graders.get(exercise));
    }

    private String paragraph() {
        String paragraph = next(PARAGRAPH).get(0);
        if (paragraph.startsWith("#") || isItem(paragraph)) {
            throw expected(PARAGRAPH.text());
        }
        return paragraph;
    }

    private AskedNumber asked(String text) {
        try {
            return AskedNumber.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BookError(place(), e.getMessage());
        }
    }

    private int number(String text, Form expected) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw expected(expected.text());
        }
    }

    /** The parts of the next block that {@code form} names. */
    private List<String> next(Form form) {
        block = blocks.removeFirst();
        String text = block.text();
        String[] around = form.around();
        int last = around.length - 1;
        int from = around[0].length();
        boolean fits = !text.equals(END) && text.startsWith(around[0]) && text.endsWith(around[last]);
        List<String> parts = new ArrayList<>();
        for (int i = 1; fits && i <= last; i++) {
            int to = i == last ? text.length() - around[i].length() : text.indexOf(around[i], from);
            fits = to > from;
            if (fits) {
                parts.add(words(text.substring(from, to)));
                from = to + around[i].length();
            }
        }
        if (!fits || from != text.length()) {
            throw expected(form.text());
        }
        return parts;
    }

    /** What is told of {@code text}. */
    private String words(String text) {
        StringBuilder words = new StringBuilder(text.length());
        boolean code = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '`') {
                code = !code;
            } else if (!code && MARKUP.indexOf(letter) >= 0) {
                throw expected("words or `code`");
            } else {
                words.append(letter);
            }
        }
        return words.toString();
    }

    private BookError expected(String expected) {
        return new BookError(place(), "expected " + expected + "; found " + block.text());
    }

    private FileLine place() {
        return new FileLine("tutorial/src/main/resources/lessons/" + name + ".md", block.line());
    }
}
