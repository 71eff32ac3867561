package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.platform.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests to other servers that are not answered in full yet. On the loop only.
 *
 * <p>Each ends once: with the last answer that is expected, when its time is over, when it could not be asked, or when nobody
 * waits any longer. Its callback gets what was answered until then, in the last three cases with an error.
 *
 * @param <A> an answer
 */
final class OpenQuestions<A> {

    private static final int UNKNOWN = -1;

    private final EventLoop loop;
    private final Map<String, Question> open = new LinkedHashMap<>();

    OpenQuestions(EventLoop loop) {
        this.loop = loop;
    }

    /** What a timeout is called, by the number of answers that came and of those that were expected. */
    @FunctionalInterface
    interface Lateness {
        String message(int answered, int expected);
    }

    /** As Node says it of server-side emits, and of all questions of newer adapters. */
    static String onlySome(int answered, int expected) {
        return "timeout reached: only " + answered + " responses received out of " + expected;
    }

    /** Opens a question, under an id that its answers will name. */
    Question open(String id, long patienceMillis, Lateness lateness, Callback<List<A>> onEnd) {
        Question question = new Question(id, patienceMillis, lateness, onEnd);
        open.put(id, question);
        return question;
    }

    /** The open question {@code id}; null when there is none, or none any more. */
    Question get(String id) {
        return open.get(id);
    }

    /** Nobody waits any longer. */
    void close() {
        List.copyOf(open.values()).forEach(question -> question.end(new NoAnswerException("the server was closed")));
    }

    /** One of them. */
    final class Question {

        private final String id;
        private final Lateness lateness;
        private final Callback<List<A>> onEnd;
        private final EventLoop.Timer patience;
        private final List<A> answers = new ArrayList<>();
        private int expected = UNKNOWN;

        private Question(String id, long patienceMillis, Lateness lateness, Callback<List<A>> onEnd) {
            this.id = id;
            this.lateness = lateness;
            this.onEnd = onEnd;
            this.patience = loop.schedule(patienceMillis, this::timedOut);
        }

        /** Whether it is to be asked: there is somebody to answer, and somebody who still waits for it. */
        boolean expect(int answersInAll) {
            expected = answersInAll;
            if (expected <= 0) {
                end(null);
            }
            return open.containsKey(id);
        }

        int expected() {
            return expected;
        }

        int answered() {
            return answers.size();
        }

        void answer(A answer) {
            answers.add(answer);
            if (answers.size() == expected) {
                end(null);
            }
        }

        private void timedOut() {
            end(new NoAnswerException(
                    expected == UNKNOWN
                            ? "timeout reached: Redis has not told how many servers there are; nothing was sent"
                            : lateness.message(answers.size(), expected)));
        }

        void end(NoAnswerException error) {
            if (open.remove(id) != null) {
                patience.cancel();
                onEnd.done(error, answers);
            }
        }
    }
}
