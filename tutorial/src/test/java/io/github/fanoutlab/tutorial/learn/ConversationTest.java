package io.github.fanoutlab.tutorial.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.course.Story;
import io.github.fanoutlab.tutorial.run.Mutant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("learn at a terminal")
class ConversationTest {

    @TempDir
    Path folder;

    private final List<Path> opened = new CopyOnWriteArrayList<>();
    private final Attempts attempts = new Attempts();
    private PrintWriter keyboard;
    private BufferedReader screen;
    private CompletableFuture<Void> ended;

    @BeforeEach
    void open() throws IOException {
        open(Book.repository());
    }

    private void open(Path sources) throws IOException {
        PipedReader keys = new PipedReader();
        keyboard = new PrintWriter(new PipedWriter(keys), true);
        PipedReader lines = new PipedReader(1 << 16);
        PrintWriter out = new PrintWriter(new PipedWriter(lines), true);
        screen = new BufferedReader(lines);
        Workbook workbook = new Workbook(folder);
        Story story = new Story(sources, workbook.predictions());
        Conversation conversation =
                new Conversation(workbook, story, attempts, workbook.next().orElseThrow(), keys, out, opened::add);
        ended = CompletableFuture.runAsync(() -> {
            try {
                conversation.hold();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                out.close();
            }
        });
    }

    @AfterEach
    void close() {
        attempts.close();
    }

    @Test
    @DisplayName("asks, compares, asks on, watches the file, answers a save, goes on, and resumes")
    void chapter() throws IOException {
        until("How many events does one client get in a second?");
        keyboard.println("what?");
        until("A number, please, or a key");
        for (String notAKey : new String[] {"not sure, maybe 8", "none", "probably 4", "quite a lot"}) {
            keyboard.println(notAKey);
            until("A number, please, or a key");
        }
        keyboard.println("reset");
        until("Reset is for the exercise.");
        keyboard.println("l");
        until("here  1. One heartbeat");
        until("To go to a chapter, press q and then run ./fanout learn with its number.");
        keyboard.println("4");
        until("You predicted 4, but the run says 1.");
        until("20.813");
        until("You predicted 4, but the run says 1.");
        until("How many messages does Redis push to processes in a second?");
        keyboard.println("4");
        until("You predicted 4, and that is right.");
        until("The reasons are in tutorial/chapters/01-one-heartbeat.md");
        keyboard.println("0");
        until("Your file: " + folder.resolve("Ex01.java"));
        until("Not yet. 1. Seven workers.");
        keyboard.println("h");
        until("Hint 1 of 3");

        Path file = folder.resolve("Ex01.java");
        String text = Files.readString(file);
        Files.writeString(file, text + "}");
        until("It does not compile.");
        for (int number : new int[] {8, 1, 1, 6, 4}) {
            text = text.replaceFirst("null,", number + ",");
        }
        Files.writeString(file, text);
        until("Passed.");
        until("Read the rest of tutorial/chapters/01-one-heartbeat.md, from");
        keyboard.println("Next");
        until("1 done | 2 here");
        keyboard.println("q");
        until("goes on with chapter 2");
        ended.join();
        assertThat(new Workbook(folder).current().number()).isEqualTo(2);
    }

    @Test
    @DisplayName("neither runs nor grades while a break of a chapter is planted, even if that was done since it began")
    void planted() throws IOException {
        keyboard.println("q");
        ended.join();
        Path sources = folder.resolve("sources");
        for (Mutant mutant : Mutant.ALL) {
            Path copy = sources.resolve(mutant.file());
            Files.createDirectories(copy.getParent());
            Files.copy(Book.repository().resolve(mutant.file()), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Workbook workbook = new Workbook(folder);
        workbook.predictions().note("ch01", 1);
        workbook.predictions().note("ch01.change", 4);
        open(sources);
        until("Break one thing: the master is a full server");
        Path receiver = sources.resolve(Mutant.ECHO.file());
        String source = Files.readString(receiver);
        Files.writeString(receiver, source.replace(Mutant.ECHO.line(), Mutant.ECHO.instead()));
        keyboard.println("0");
        until("git checkout");

        Files.writeString(receiver, source);
        keyboard.println("0");
        until("Not yet. 1. Seven workers.");
        Files.writeString(receiver, source.replace(Mutant.ECHO.line(), Mutant.ECHO.instead()));
        Path file = folder.resolve("Ex01.java");
        Files.writeString(file, Files.readString(file) + "// saved");
        until("git checkout");
    }

    @Test
    @DisplayName("begins with what is open, and does not grade a file again that has passed")
    void passedAlready() throws IOException {
        keyboard.println("q");
        ended.join();
        Workbook workbook = new Workbook(folder);
        Lesson first = Lessons.ALL.get(0);
        first.predictions().forEach(prediction -> workbook.predictions().note(prediction.key(), 1));
        workbook.notePassed(first);
        open();
        until("1 done | 2 here");
        keyboard.println("p");
        until("It has passed already. n goes on to the next chapter");
        keyboard.println("q");
        until("goes on with chapter 2");
    }

    @Test
    @DisplayName(
            "takes no number for a question that was answered elsewhere meanwhile, and goes on to what is open then")
    void answeredElsewhere() throws IOException {
        until("How many events does one client get in a second?");
        Workbook elsewhere = new Workbook(folder);
        elsewhere.predictions().note("ch01", 3);
        keyboard.println("7");
        until("Meanwhile, this question was answered elsewhere, with 3. Your 7 is not recorded.");
        until("How many messages does Redis push to processes in a second?");
        assertThat(elsewhere.predictions().of("ch01")).hasValue(3);
        assertThat(elsewhere.predictions().of("ch01.change")).isEmpty();

        elsewhere.predictions().note("ch01.change", 4);
        elsewhere.predictions().note("ch01.break", 0);
        keyboard.println("5");
        until("Meanwhile, this question was answered elsewhere, with 4.");
        until("Your file: " + folder.resolve("Ex01.java"));
        assertThat(elsewhere.predictions().of("ch01.change")).hasValue(4);
        keyboard.println("q");
        until("Your place is kept");
        ended.join();
    }

    @Test
    @DisplayName("opens the run of the last prediction as a page, and then the one in which the last attempt failed")
    void pages() throws IOException {
        until("How many events does one client get in a second?");
        keyboard.println("o");
        until("Nothing has been played since you came to this chapter.");
        keyboard.println("1");
        until("How many messages does Redis push to processes in a second?");
        keyboard.println("o");
        until("The run as a page: " + folder.resolve("run.html").toUri());
        assertThat(folder.resolve("run.html")).content().contains("heartbeat;adapter=8;");
        keyboard.println("q");
        ended.join();

        Workbook workbook = new Workbook(folder);
        Lesson eighth = Lessons.numbered(8).orElseThrow();
        workbook.turnTo(eighth);
        eighth.predictions().forEach(prediction -> workbook.predictions().note(prediction.key(), 4));
        open();
        until("Not yet.");
        keyboard.println("open");
        Path failed = folder.resolve("ch08/run.html");
        until("The run as a page: " + failed.toUri());
        assertThat(failed).content().contains("mirror;adapter=mine;", "nodes=W1");
        keyboard.println("q");
        until("Your place is kept");
        ended.join();
        assertThat(opened).containsExactly(folder.resolve("run.html"), failed);
    }

    /** Reads on until a line of the screen has {@code words}. */
    private void until(String words) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = screen.readLine(); line != null; line = screen.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(words)) {
                return;
            }
        }
        assertThat(seen).contains(words);
    }
}
