package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Locale;

/**
 * How many requests of each client reached which worker, and how many were refused because the worker did not know the session.
 *
 * <pre>
 *   requests      W1     W2     W3     W4   session unknown
 *   C1            31     30     31     30                90
 * </pre>
 */
public final class RequestTable {

    private static final String INDENT = "  ";

    private RequestTable() {}

    /** A row for each client; a WebSocket is one request. */
    public static String of(FaultyRun run) {
        List<String> workers = run.string().scenario().workers();
        StringBuilder text = new StringBuilder(INDENT).append("requests ");
        workers.forEach(worker -> text.append(String.format(Locale.ROOT, "%7s", worker)));
        text.append("   session unknown\n");
        for (ClientRole client : run.string().scenario().clients()) {
            text.append(INDENT).append(String.format(Locale.ROOT, "%-9s", client.name()));
            workers.forEach(worker -> text.append(String.format(
                    Locale.ROOT, "%7d", count(run, Kind.HTTP_REQUEST_RECEIVED, worker, client.name(), ""))));
            String sessionUnknown = run.string().generation().sessionUnknown();
            long unknown = workers.stream()
                    .mapToLong(worker -> count(run, Kind.HTTP_RESPONSE_SENT, worker, client.name(), sessionUnknown))
                    .sum();
            text.append(String.format(Locale.ROOT, "%18d\n", unknown));
        }
        return text.toString();
    }

    private static long count(FaultyRun run, Kind kind, String worker, String client, String words) {
        return run.trace()
                .count(event -> is(event, kind, worker, client) && event.text().contains(words));
    }

    private static boolean is(TraceEvent event, Kind kind, String worker, String client) {
        return event.kind() == kind
                && event.lane().equals(worker)
                && event.peer().equals(client);
    }
}
