package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A row of a table of causes. The rows are tried in order, and the first whose evidence is found names the cause. A cause that
 * demanded no evidence would also explain a defect; so each row has, in its test, a run that it refuses.
 *
 * @param <T> what is to be explained
 * @param <E> what finds evidence in the trace
 * @param where which cases the row is about
 * @param demands the evidence in words
 * @param evidence finds the event that shows the cause, or null
 */
record CauseRow<T, E>(Predicate<T> where, Cause cause, String demands, BiFunction<E, T, TraceEvent> evidence) {

    /** A row of a table and the event that it demanded. */
    record Match<T, E>(CauseRow<T, E> row, TraceEvent evidence) {

        boolean isUnknown() {
            return row.cause == Cause.UNKNOWN;
        }

        Deviation of(History.Due due) {
            ClientConnection connection = due.connection();
            return new Deviation(
                    due.payload().toString(), connection.client(), connection.worker(), row.cause, evidence.line());
        }
    }

    /** The first row of {@code table} whose evidence is found. The last row must accept everything. */
    static <T, E> Match<T, E> first(List<CauseRow<T, E>> table, T subject, E finder) {
        for (CauseRow<T, E> row : table) {
            TraceEvent found = row.where.test(subject) ? row.evidence.apply(finder, subject) : null;
            if (found != null) {
                return new Match<>(row, found);
            }
        }
        throw new IllegalStateException("the last row of the table does not accept " + subject);
    }
}
