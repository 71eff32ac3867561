package io.github.fanoutlab.simulator.check.faulty;

import static io.github.fanoutlab.simulator.check.Cause.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Each cause in the tables demands its evidence: the same run without it is not explained by that cause")
class CausesTest {

    private static final String NOT_STICKY = "transport=polling;balancer=round-robin";
    private static final String LEGACY_NOT_STICKY = "legacy;transport=xhr-polling;balancer=round-robin";
    private static final String CALM_ROOMS = "rooms;%s;seed=1";

    /**
     * Shows what a row accepts and what it refuses.
     *
     * @param cause what the row explains it by
     * @param accepted a run in which the row explains something
     * @param refused a run whose record, changed as a defect would change it, has something that the row must not explain
     */
    private record Example(Cause cause, String accepted, String refused, UnaryOperator<TamperedRun> change) {}

    /** The record without the evidence that the row found in the accepted run. */
    private static Example without(Cause cause, String run) {
        return new Example(cause, run, run, null);
    }

    private static Example without(Cause cause, String run, Predicate<TraceEvent> events) {
        return new Example(cause, run, run, record -> record.without(events));
    }

    private static Predicate<TraceEvent> at(String lane, Kind... kinds) {
        return event -> event.lane().equals(lane) && List.of(kinds).contains(event.kind());
    }

    /** Whatever tells that the session of {@code client} has ended. */
    private static Predicate<TraceEvent> endsSessionOf(String client) {
        return at(client, Kind.DISCONNECTED)
                .or(event ->
                        event.kind() == Kind.CONNECTION_CLOSED && event.peer().equals(client));
    }

    private static Predicate<TraceEvent> carries(String payload, Kind... kinds) {
        return event -> List.of(kinds).contains(event.kind()) && event.text().contains(payload);
    }

    /** A calm run in which C3, which is in the excepted room, is handed what C1 got. */
    private static Example excepted(Cause cause, String accepted, String calm) {
        return new Example(
                cause,
                accepted,
                calm,
                record -> record.again(carries("W3#0001", Kind.DELIVERY), event -> TamperedRun.to("C3", "W3", event)));
    }

    /** In the order of {@link LossAttribution#TABLE}, but for its last row, which accepts everything. */
    private static final List<Example> OF_LOSSES = List.of(
            without(
                    NO_OFFSET,
                    "two-servers;adapter=streams;seed=126;crash:W2@W1.subscribed;lag:W1.C1@C2.connected,16ms+210ms;"
                            + "lag:W1.redis@73ms+297ms;crash:W1@571ms"),
            without(
                    NO_OFFSET,
                    "mirror;adapter=streams;seed=62;full:redis@109ms+190ms;failover:redis@master.started,153ms+489ms;"
                            + "failover:redis@390ms;kill:W4@465ms"),
            new Example(
                    OFFSET_OVERWRITTEN,
                    "volatile;adapter=streams;seed=28;clients=C2;beats=1;cut:W2.C2@1.04s",
                    "volatile;adapter=streams;seed=28;clients=C2;beats=1;cut:W2.C2@940ms",
                    record -> record.without(carries("W1#0002", Kind.DELIVERY))),
            without(REDIS_FORGOT, "heartbeat;adapter=streams;kill:W2@3.2s+1s;restart:redis@3.5s"),
            without(
                    REDIS_FORGOT,
                    "volatile;adapter=streams;seed=42;clients=C2;cut:W2.redis@3s+390ms;failover:redis@3.7s"),
            without(
                    REDIS_FORGOT,
                    "rooms;adapter=streams;seed=12019687;transport=upgrade;clients=N2,N4;steps=3,4,5;"
                            + "crash:W4@master.subscribed+1us;failover:redis@W1.started+156ms;failover:redis@1.25s"),
            new Example(
                    SESSION_EXPIRED,
                    "heartbeat;adapter=streams;kill:W2@3.2s+130s",
                    "heartbeat;adapter=streams;kill:W2@3.2s+30s",
                    record -> record.without(carries("master#0005", Kind.DELIVERY))),
            without(
                    SESSION_UNWRITTEN,
                    "rooms;adapter=streams;seed=17075797;balancer=source;nodes=W1,W2,W3,W4;clients=C1,C2;steps=1,3;"
                            + "crash:W3@C2.received+1us;cut:W3.pub@W4.started+58ms"),
            without(
                    STILL_HERE,
                    "sixteen;adapter=streams;seed=92;transport=polling;nodes=W4;beats=9;cut:W4.C1@9s+30ms",
                    event -> ClientWire.isConnectTo("C1", event) && event.timeMicros() < 9_000_000),
            without(
                    SESSION_UNKNOWN,
                    "goodbye;adapter=streams;seed=9;" + NOT_STICKY + ";steps=5;crash:W2@0s",
                    event -> event.name().contains("Session ID unknown")),
            without(LEFT_POLITELY, "heartbeat;adapter=streams;leave:C2@1.5s+1s"),
            new Example(
                    SENT_AWAY,
                    "goodbye;adapter=streams;seed=10;nodes=W1;clients=C1;steps=1,2;silence:W1.C1@486ms+18ms",
                    "heartbeat;adapter=streams;kill:W2@3.2s+2s",
                    record -> record.without(carries("master#0005", Kind.DELIVERY))),
            new Example(
                    NOT_IN_ROOM,
                    "rooms;adapter=streams;seed=3891;nodes=W1,W4;clients=C5,N4;steps=5;kill:W4@C5.handshaken",
                    "heartbeat;adapter=streams;kill:W2@3.2s+2s",
                    record -> record.without(carries("master#0005", Kind.DELIVERY))),
            without(
                    SESSION_UNKNOWN,
                    "heartbeat;adapter;" + NOT_STICKY,
                    event -> event.name().contains("Session ID unknown")),
            without(
                    STATE_MISSED,
                    "banned;legacy=0.9.17;seed=810728;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;beats=1;"
                            + "kill:W1@W1#1;cut:W1.redis@C1.handshaken,75ms"),
            without(
                    STATE_MISSED,
                    "banned;legacy=0.9.17;seed=810728;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;beats=1;"
                            + "kill:W1@W1#1;cut:W1.redis@C1.handshaken,60ms+3s"),
            without(CLIENT_AWAY, "heartbeat;adapter;balancer=round-robin;leave:C2@1.5s+1s", endsSessionOf("C2")),
            without(UNSENT, "heartbeat;adapter;cut:master.redis@1.5s+3s;kill:master@3s"),
            without(DIED_SILENTLY, "heartbeat;adapter;silence:W2.C2@1.5s+1s"),
            without(OUTPUT_BUFFER, "heartbeat;adapter;overflow:W2.sub@1.5s+1s"),
            without(LOST_TO_REDIS, "heartbeat;adapter;stall:master.pub@1.5s+1s;cut:master.pub@2.3s"),
            without(NODE_DEAD, "heartbeat;adapter;kill:W2@1.5s+1s", at("W2", Kind.NODE_DIED)),
            without(NODE_DEAD, "volatile;adapter=streams;seed=3795;steps=1;beats=1;kill:W1@1.001s"),
            without(
                    NOT_SUBSCRIBED_YET,
                    "heartbeat;adapter;kill:W2@1s+999ms",
                    at("W2", Kind.NODE_DIED, Kind.NODE_STARTED).and(event -> event.timeMicros() > 1_000_000)),
            without(SUBSCRIPTION_LOST, "heartbeat;adapter;cut:W2.sub@1.5s+1s", at("redis", Kind.CONNECTION_CLOSED)),
            without(
                    SUBSCRIPTION_LOST,
                    "acks;legacy=0.9.16;seed=1000002;transport=xhr-polling;balancer=round-robin;pause:redis@1.173s+288ms;"
                            + "slow:W2.C2@2.803s+1.483s"),
            without(NODE_DEAD, "heartbeat;adapter;crash:W2@1.5s+1s"),
            without(LOST_FROM_REDIS, "heartbeat;adapter;stall:W2.sub@1.5s+1s;cut:W2.sub@2.3s"),
            without(SESSION_UNKNOWN, "sixteen;adapter;seed=4;transport=polling;crash:W1@1.066s+71ms"),
            without(CLIENT_AWAY, "heartbeat;adapter;leave:C2@1.5s+1s", endsSessionOf("C2")),
            without(
                    CLIENT_AWAY,
                    "goodbye;adapter;seed=262;transport=polling;leave:C1@131ms+2.303s;kill:W1@664ms+1.017s;"
                            + "leave:C2@1.641s+1.141s"),
            without(
                    CLIENT_AWAY,
                    "sixteen;adapter;seed=110;balancer=round-robin;nodes=W1,W2;beats=8;failover:redis@6s+1.6s;"
                            + "leave:C1@8s+1us"),
            without(SENT_AWAY, "goodbye;legacy;seed=128;nodes=W1;clients=C1;steps=2,5;silence:W1.C1@1us+500ms"),
            without(
                    SENT_AWAY,
                    "goodbye;legacy=0.9.16;seed=5083949;transport=xhr-polling;balancer=round-robin;clients=C1,C4;steps=2,4;"
                            + "restart:redis@C4.handshaken",
                    event -> event.kind() == Kind.REDIS_PUSH && event.channel().startsWith("disconnect")),
            new Example(
                    NOT_IN_ROOM,
                    "rooms;adapter;seed=1;leave:N4@100ms+1810ms",
                    "rooms;adapter;seed=1",
                    record -> record.without(carries("W1#0002", Kind.DELIVERY, Kind.FRAME_SENT, Kind.FRAME_RECEIVED))),
            without(HANDLED_BY_STRANGER, "acks;" + LEGACY_NOT_STICKY + ";seed=85"),
            without(
                    NOT_READY,
                    "volatile;adapter;transport=polling",
                    event -> event.kind() == Kind.HTTP_RESPONSE_SENT
                            && event.name().startsWith("GET ")),
            without(
                    NOT_READY,
                    "volatile;" + LEGACY_NOT_STICKY
                            + ";seed=16;failover:redis@C2.connected+128ms;failover:redis@2.374s+309ms",
                    event -> event.kind() == Kind.REDIS_PUSH && event.channel().equals("open")),
            without(
                    NODE_DEAD,
                    "banned;legacy=0.9.16;seed=5088922;transport=xhr-polling;balancer=round-robin;clients=C1,C2;steps=1,3;"
                            + "lag:W1.redis@1.94s+150ms;crash:W2@3s"),
            without(STATE_MISSED, "two-servers;" + LEGACY_NOT_STICKY + ";seed=526211;restart:redis@C1.handshaken"),
            without(
                    STATE_MISSED,
                    "acks;legacy=0.9.16;seed=46100907;transport=fallback;balancer=round-robin;"
                            + "cut:W1.pub@C2.disconnected+2s;kill:W2@1.9s+1us",
                    event -> event.channel().equals("join")),
            without(
                    LEFT_BEHIND,
                    "four-emitters;" + LEGACY_NOT_STICKY,
                    event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                            && event.name().startsWith("GET ")),
            without(
                    LEFT_BEHIND,
                    "banned;" + LEGACY_NOT_STICKY + ";seed=2102242;clock:W2@168ms+1.505s;stall:W1.sub@1.789s+2.304s;"
                            + "stall:W1.sub@3.249s+1.405s;stall:W2.B1@4.038s+80ms;stall:W1.pub@4.474s+1.843s",
                    event -> event.kind() == Kind.REDIS_PUSH && event.channel().equals("open")),
            without(
                    SESSION_UNKNOWN,
                    "two-servers;" + LEGACY_NOT_STICKY + ";seed=5;overflow:W1.sub@168ms+326ms;kill:W2@615ms+9ms"),
            without(
                    NOT_FETCHED,
                    "heartbeat;adapter;seed=6;transport=polling;balancer=cookie;silence:W4.C1@2.165s+2.12s"),
            without(
                    STATE_MISSED,
                    "goodbye;legacy=0.9.17;seed=348;transport=xhr-polling;balancer=round-robin;steps=1,2,4;"
                            + "overflow:W2.sub@W2.subscribed+300ms;failover:redis@C1.connected,15ms;restart:redis@870ms+160ms",
                    event -> event.is(Kind.REDIS_SENT, "PUBLISH")),
            without(
                    LEFT_BEHIND,
                    "goodbye;legacy=0.9.17;seed=53087298;transport=fallback;balancer=round-robin;clients=C2,C3,C4;steps=1,3,5;"
                            + "overflow:W1.sub@160ms+1s;failover:redis@700ms",
                    event -> event.kind() == Kind.REDIS_PUSH && event.channel().equals("close")),
            without(LOST_TO_CLIENT, "heartbeat;adapter;stall:W2.C2@1.5s+1s;cut:W2.C2@2.3s"),
            without(
                    CLIENT_AWAY,
                    "volatile;" + LEGACY_NOT_STICKY + ";seed=92;clock:W2@62ms+68ms;silence:W1.pub@117ms+19ms;"
                            + "pause:W2@389ms+95ms;clock:W1@1.041s+7ms;silence:W2.redis@2.068s+70ms;leave:C2@2.075s+97ms"),
            without(CLIENT_AWAY, "heartbeat;adapter;stall:W2.C2@1.5s+1s;leave:C2@2.3s+1s"));

    /** In the order of {@link KnownAnomalies#TABLE}, but for its last row. */
    private static final List<Example> OF_ANOMALIES = List.of(
            excepted(NOT_IN_ROOM, "rooms;adapter;seed=1;leave:C3@100ms+810ms", CALM_ROOMS.formatted("adapter")),
            without(
                    NOT_IN_ROOM,
                    "rooms;adapter=streams;seed=797;transport=upgrade;balancer=source;nodes=W1,W2,W3,W4;clients=C2,N2;"
                            + "steps=2,3;kill:W4@N2.received;silence:W4.pub@N2.handshaken,100ms+1us"),
            excepted(
                    MEMBER_UNKNOWN,
                    "rooms;legacy;leave:C2@100ms+200ms;cut:W3.sub@50ms+700ms",
                    CALM_ROOMS.formatted("legacy")),
            excepted(HANDLED_BY_STRANGER, "rooms;" + LEGACY_NOT_STICKY + ";seed=3", CALM_ROOMS.formatted("legacy")),
            new Example(
                    KEPT_TWICE,
                    "four-emitters;" + LEGACY_NOT_STICKY,
                    "four-emitters;legacy;transport=xhr-polling;balancer=cookie",
                    record -> record.again(carries("W4#0005", Kind.DELIVERY), event -> event)),
            without(
                    KEPT_TWICE,
                    "goodbye;legacy=0.9.16;seed=52044268;transport=xhr-polling;balancer=round-robin;steps=1,3,4,5;"
                            + "pause:W2@20ms+2s;lag:W2.pub@24ms+2s",
                    at("W1", Kind.REDIS_PUSH).and(event -> event.channel().equals("close"))),
            without(
                    REDIS_FORGOT,
                    "banned;adapter=streams;seed=100583;clients=C1;steps=1,2;slow:W2.redis@3.444s+60ms;"
                            + "silence:W2.redis@3.53s+1us;failover:redis@3.55s"),
            without(FORMER_LIFE, "sixteen;adapter;seed=101811;nodes=W4;beats=5;stall:W4.pub@5s+2.9s;kill:W4@7s+1us"),
            new Example(
                    MOVED,
                    "sixteen;adapter;seed=110;balancer=round-robin;nodes=W1,W2;beats=8;failover:redis@6s+1.6s;"
                            + "leave:C1@8s+1us",
                    "heartbeat;adapter;leave:C2@1.5s+1s",
                    record -> record.again(
                            carries("master#0001", Kind.DELIVERY).and(at("C2", Kind.DELIVERY)), event -> event)));

    private static <T, E> Stream<Arguments> rows(List<CauseRow<T, E>> table, List<Example> examples) {
        assertThat(examples)
                .extracting(Example::cause)
                .isEqualTo(table.subList(0, table.size() - 1).stream()
                        .map(CauseRow::cause)
                        .toList());
        return IntStream.range(0, examples.size())
                .mapToObj(i -> Arguments.of(table.get(i).cause(), table.get(i).demands(), i));
    }

    static Stream<Arguments> losses() {
        return rows(LossAttribution.TABLE, OF_LOSSES);
    }

    static Stream<Arguments> anomalies() {
        return rows(KnownAnomalies.TABLE, OF_ANOMALIES);
    }

    @ParameterizedTest(name = "{2}: {0} demands: {1}")
    @MethodSource
    void losses(Cause cause, String demands, int row) {
        holds(LossAttribution.TABLE.get(row), OF_LOSSES.get(row), CausesTest::explainedLosses);
    }

    @ParameterizedTest(name = "{2}: {0} demands: {1}")
    @MethodSource
    void anomalies(Cause cause, String demands, int row) {
        holds(KnownAnomalies.TABLE.get(row), OF_ANOMALIES.get(row), CausesTest::explainedAnomalies);
    }

    private static Collection<CauseRow.Match<Trail, LossEvidence>> explainedLosses(FaultyRun run) {
        return new LossAttribution(run, new History(run), new Recipients(run, new History(run)))
                .explained()
                .values();
    }

    private static Collection<CauseRow.Match<Surplus, AnomalyEvidence>> explainedAnomalies(FaultyRun run) {
        return new KnownAnomalies(run, new History(run), new Recipients(run, new History(run)))
                .explained()
                .values();
    }

    private static <T, E> void holds(
            CauseRow<T, E> row, Example example, Function<FaultyRun, Collection<CauseRow.Match<T, E>>> explained) {
        List<Long> evidence = new ArrayList<>();
        for (CauseRow.Match<T, E> match : explained.apply(FaultyRun.of(RunString.parse(example.accepted)))) {
            if (match.row() == row) {
                evidence.add(match.evidence().id());
            }
        }
        assertThat(evidence).as("accepts %s", example.accepted).isNotEmpty();

        TamperedRun record = TamperedRun.of(example.refused);
        Verdict<FaultyRun> changed = example.change == null
                ? record.without(event -> evidence.contains(event.id())).judged()
                : example.change.apply(record).judged();
        assertThat(explained.apply(changed.run()))
                .extracting(CauseRow.Match::row)
                .doesNotContain(row);
        assertThat(changed.passed()
                        && changed.misses().isEmpty()
                        && changed.extras().isEmpty())
                .as("there is nothing to explain in the changed record of %s", example.refused)
                .isFalse();
    }

    @Test
    @DisplayName("a second copy after a move is not explained if the emit never reached the new worker")
    void moved_without_a_push() {
        String moved = "sixteen;adapter;seed=110;balancer=round-robin;nodes=W1,W2;beats=8;failover:redis@6s+1.6s;"
                + "leave:C1@8s+1us";
        assertThat(TamperedRun.of(moved)
                        .without(event -> event.kind() == Kind.REDIS_PUSH)
                        .judged()
                        .extras())
                .isNotEmpty()
                .noneMatch(extra -> extra.cause() == MOVED);
    }

    @Test
    @DisplayName("a lost subscription explains what is missed for 5 s after the fault, and not what is missed later")
    void subscription_is_lost_for_ever() {
        List<Deviation> misses = TamperedRun.of("heartbeat;adapter;cut:W2.sub@1.5s+1s")
                .without(event -> event.timeMicros() > 2_000_000
                        && event.kind() == Kind.REDIS_HANDLED
                        && event.peer().equals("W2")
                        && event.name().endsWith("SUBSCRIBE"))
                .without(at("W2", Kind.REDIS_PUSH).and(event -> event.timeMicros() > 2_000_000))
                .without(at("C2", Kind.DELIVERY).and(event -> event.timeMicros() > 2_000_000))
                .judged()
                .misses();
        assertThat(misses).extracting(Deviation::cause).contains(SUBSCRIPTION_LOST, UNKNOWN);
        assertThat(misses)
                .filteredOn(miss -> miss.cause() == SUBSCRIPTION_LOST)
                .extracting(Deviation::payload)
                .containsExactly("master#2", "master#3", "master#4", "master#5", "master#6", "master#7");
    }

    @Test
    @DisplayName("a second copy in one response is not explained, whatever the balancer")
    void twice_in_one_response() {
        for (String balancer : List.of("round-robin", "cookie", "source")) {
            TamperedRun twice = TamperedRun.of("four-emitters;legacy;transport=xhr-polling;balancer=" + balancer)
                    .again(carries("W4#0005", Kind.DELIVERY), event -> event);
            assertThat(twice.judged().failures())
                    .as(balancer)
                    .extracting(Check::name)
                    .contains(FaultyClaims.AT_MOST_ONCE);
        }
    }

    @Test
    @DisplayName("0.9: a second greeting in a session is accepted only if another worker had kept it")
    void greeted_again() {
        String again =
                "banned;legacy=0.9.17;seed=810728;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;beats=1;"
                        + "kill:W1@W1#1;cut:W1.redis@C1.handshaken,60ms+3s";
        assertThat(TamperedRun.of(again).judged().failures()).isEmpty();
        assertThat(TamperedRun.of(again)
                        .again(carries("connected to worker: 1", Kind.DELIVERY), event -> event)
                        .judged()
                        .failures())
                .extracting(Check::name)
                .containsExactly(FaultyClaims.GREETED_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "source"})
    @DisplayName("0.9: what a worker kept is left behind only if the client's next poll went to another worker")
    void next_poll_came_to_the_same_worker(String balancer) {
        Predicate<TraceEvent> ofC2 =
                event -> event.lane().equals("C2") || event.peer().equals("C2");
        assertThat(TamperedRun.of("heartbeat;legacy;transport=xhr-polling;balancer=" + balancer)
                        .without(carries("master#0003", Kind.DELIVERY).and(ofC2))
                        .without(carries("master#0003", Kind.HTTP_RESPONSE_SENT, Kind.HTTP_RESPONSE_RECEIVED)
                                .and(ofC2))
                        .judged()
                        .misses())
                .extracting(Deviation::client, Deviation::payload, Deviation::cause)
                .containsExactly(tuple("C2", "master#3", UNKNOWN));
    }

    @Test
    @DisplayName("a join between an emit and its echo comes too late, unless the emitter was restarted before the echo")
    void joined_before_the_echo() {
        String joined = "rooms;adapter=5;seed=2004150;transport=polling;nodes=W1,W2,W3;clients=C3;steps=1,2,3;"
                + "leave:C3@810ms+48ms";
        assertThat(TamperedRun.of(joined).judged().extras())
                .extracting(Deviation::cause)
                .containsExactly(NOT_IN_ROOM);
        assertThat(TamperedRun.of(joined)
                        .change(
                                at("W3", Kind.REDIS_SENT).and(carries("W3#0001", Kind.REDIS_SENT)),
                                event -> TamperedRun.as(event, Kind.NODE_DIED, "", "killed"))
                        .judged()
                        .extras())
                .isNotEmpty()
                .extracting(Deviation::cause)
                .doesNotContain(NOT_IN_ROOM);
    }

    @Test
    @DisplayName("what waits for a poll is not fetched only if no poll comes before the session ends")
    void fetched_and_lost() {
        String leaves = "heartbeat;adapter;transport=polling;leave:C2@9.5s+1s";
        assertThat(TamperedRun.of(leaves)
                        .without(at("C2", Kind.DELIVERY).and(carries("master#0003", Kind.DELIVERY)))
                        .without(carries("master#0003", Kind.HTTP_RESPONSE_SENT, Kind.HTTP_RESPONSE_RECEIVED)
                                .and(event -> event.lane().equals("C2")
                                        || event.peer().equals("C2")))
                        .judged()
                        .misses())
                .filteredOn(miss -> miss.payload().equals("master#3"))
                .extracting(Deviation::cause)
                .containsExactly(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapter", "adapter;balancer=round-robin", "legacy", "legacy;balancer=round-robin"})
    @DisplayName("a client that is connected, and that no worker has greeted, is not away")
    void connected_and_never_greeted(String access) {
        Predicate<TraceEvent> toClient = event -> ClientWire.isSentToClient(event)
                && event.peer().equals("C2")
                && event.text().contains("data");
        assertThat(TamperedRun.of("heartbeat;" + access)
                        .without(toClient.or(at("C2", Kind.DELIVERY)))
                        .judged()
                        .misses())
                .isNotEmpty()
                .extracting(Deviation::cause)
                .containsOnly(UNKNOWN);
    }

    @Test
    @DisplayName(
            "0.9: an emit to a worker's own clients reaches those to whom it said that their session has begun, and no others")
    void own_client() {
        String begun =
                "acks;legacy=0.9.17;seed=900060;transport=xhr-polling;balancer=round-robin;clients=C2;leave:C2@0s+2s;"
                        + "pause:redis@2s+690ms;cut:W1.pub@3.3s+380ms";
        assertThat(TamperedRun.of(begun)
                        .without(event -> ClientWire.isConnectTo("C2", event)
                                || event.is(Kind.REDIS_SENT, "PUBLISH")
                                        && event.channel().equals("connect"))
                        .judged()
                        .failures())
                .extracting(Check::name)
                .contains(FaultyClaims.MEANT);
    }

    @Test
    @DisplayName("the last row of both tables is that the cause is unknown")
    void unknown_is_last() {
        assertThat(LossAttribution.TABLE.get(OF_LOSSES.size()).cause()).isEqualTo(UNKNOWN);
        assertThat(KnownAnomalies.TABLE.get(OF_ANOMALIES.size()).cause()).isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("every cause has a row")
    void every_cause_has_a_row() {
        assertThat(Stream.concat(
                        LossAttribution.TABLE.stream().map(CauseRow::cause),
                        KnownAnomalies.TABLE.stream().map(CauseRow::cause)))
                .contains(Cause.values());
    }
}
