package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.tutorial.exercise.SubscriberRun.Trouble;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What is wrong in a run of chapter 15. Each method looks for one mistake; empty means that the run does not show it. */
final class SubscriberDiagnosis {

    /** Two beats of a second that do not come, noticed at the next. */
    private static final long NOTICED_WITHIN_MILLIS = 3_100;

    private static final int MAX_DIALS = 60;

    /** What a connection survives. */
    private static final Set<Trouble> HARMLESS = EnumSet.of(Trouble.CALM, Trouble.SLOW, Trouble.QUIET);

    private final SubscriberRun run;
    private final boolean givesUp;

    SubscriberDiagnosis(SubscriberRun run) {
        this.run = run;
        this.givesUp = run.hasHungUp() || run.dials() > 1;
    }

    /** The first mistake, of which others may be a consequence; empty if there is none. */
    Optional<Problem> problem() {
        return throwsException()
                .or(this::hearsNothing)
                .or(this::subscribesUnasked)
                .or(this::publishesOnChannelForNews)
                .or(this::doesNotHearItself)
                .or(this::takesQuietForDead)
                .or(this::givesUpWhatWorks)
                .or(this::doesNotNoticeSilence)
                .or(this::noticesSilenceLate)
                .or(this::hangsUpAgain)
                .or(this::hangsUpWhileDialing)
                .or(this::dialsWithoutPause)
                .or(this::neverDialsAgain)
                .or(this::forgetsSubscriptions)
                .or(this::forgetsLaterSubscription)
                .or(this::forgetsItsOwnChannel)
                .or(this::beatsMoreAndMore);
    }

    private Optional<Problem> throwsException() {
        return Optional.ofNullable(run.thrown())
                .map(thrown -> new Problem(Thrown.told("Ex15.java", thrown), "W1 stops in the middle of a turn"));
    }

    private Optional<Problem> hearsNothing() {
        return problemIf(
                !run.heardNewsBeforeTrouble(),
                "Your subscriber never hears " + SubscriberRun.FIRST
                        + ", which was asked for before the connection was up. It can subscribe when the connection is up."
                        + " Which channels were asked for until then?",
                "nothing is subscribed to when the connection is up");
    }

    private Optional<Problem> subscribesUnasked() {
        return problemIf(
                run.subscribesUnasked(),
                "Your subscriber subscribes to " + SubscriberRun.SECOND
                        + " before the adapter has asked for it. The adapter says which channels it wants, and tomorrow it"
                        + " may want others.",
                "W1 subscribes to what nobody wants");
    }

    private Optional<Problem> publishesOnChannelForNews() {
        return problemIf(
                run.published().stream().anyMatch(SubscriberRun::isNews),
                "Your subscriber publishes on a channel for news. Whoever has subscribed to that channel takes the"
                        + " beats for news. Beats need a channel of their own.",
                "W1 publishes on a channel of others");
    }

    private Optional<Problem> doesNotHearItself() {
        Set<String> unheard = new LinkedHashSet<>(run.published());
        unheard.removeAll(run.subscribed());
        if (unheard.isEmpty()) {
            return Optional.empty();
        }
        String channel = unheard.iterator().next();
        return problemIf(
                run.hasHungUp(),
                "Your subscriber publishes on " + channel
                        + ", hears nothing on that channel, and hangs up. Who has subscribed to " + channel + "?",
                "W1 has not subscribed to what it publishes");
    }

    private Optional<Problem> takesQuietForDead() {
        return problemIf(
                run.trouble() == Trouble.QUIET && givesUp && !run.hearsItself(),
                "Your subscriber takes a quiet evening for a dead connection, and gives up one that works. If"
                        + " nobody else publishes anything, who can? What could your subscriber send to itself, and expect"
                        + " back?",
                "W1 takes silence for a dead connection");
    }

    private Optional<Problem> givesUpWhatWorks() {
        return problemIf(
                HARMLESS.contains(run.trouble()) && givesUp,
                "Your subscriber gives up a connection that works. How late may a beat be before the connection"
                        + " counts as dead?",
                "W1 waits less than a beat may take");
    }

    private Optional<Problem> doesNotNoticeSilence() {
        return problemIf(
                run.trouble() == Trouble.SILENT && !run.hasHungUp(),
                "Your subscriber hears nothing any more, and does not notice. Nobody will tell it. What could it"
                        + " send to itself, and expect back?",
                Cause.DIED_SILENTLY.words());
    }

    private Optional<Problem> noticesSilenceLate() {
        return problemIf(
                run.trouble() == Trouble.SILENT && run.hungUpAfterMillis() > NOTICED_WITHIN_MILLIS,
                "Your subscriber notices the silence after " + run.hungUpAfterMillis()
                        + " ms. Two missing beats are enough, and that takes two seconds. Remember when you heard the last"
                        + " beat.",
                "W1 waits longer than two beats");
    }

    private Optional<Problem> hangsUpAgain() {
        int times = run.needlessHangUps();
        return problemIf(
                times > 0,
                "Your subscriber hung up "
                        + (times == 1 ? "a new connection that works" : times + " new connections that work")
                        + ". When a connection comes up, how long ago did you last hear something? Start to count again in"
                        + " onUp.",
                "W1 counts the time in which it had no connection");
    }

    private Optional<Problem> hangsUpWhileDialing() {
        return problemIf(
                run.hangUpsWhileDialing() > 0 && !run.hearsAtEnd(SubscriberRun.FIRST),
                "Your subscriber hangs up while it dials, so no connection ever comes up. From which moment on can"
                        + " it hear something?",
                "W1 does not wait until the connection is up");
    }

    private Optional<Problem> dialsWithoutPause() {
        return problemIf(
                run.dials() > MAX_DIALS,
                "Your subscriber dialed " + run.dials()
                        + " times. Give Redis a moment between two tries: redis.after(200, …).",
                "W1 dials without a pause");
    }

    private Optional<Problem> neverDialsAgain() {
        return problemIf(
                !run.isUp() && !run.hearsAtEnd(SubscriberRun.FIRST),
                run.dials() == 1
                        ? "Your subscriber never dials again. Which of your methods is called when the connection is down?"
                        : "Your subscriber dialed " + run.dials()
                                + " times, and has no connection in the end. Redis may be away for a long time. When may a try be the"
                                + " last one?",
                "W1 has no connection any more");
    }

    private Optional<Problem> forgetsSubscriptions() {
        return problemIf(
                !run.hearsAtEnd(SubscriberRun.FIRST),
                "Your subscriber is connected again, and hears nothing. To Redis it is a new connection, without"
                        + " subscriptions.",
                Cause.SUBSCRIPTION_LOST.words());
    }

    private Optional<Problem> forgetsLaterSubscription() {
        return problemIf(
                !run.hearsAtEnd(SubscriberRun.SECOND),
                "Your subscriber hears " + SubscriberRun.FIRST + " again, but not " + SubscriberRun.SECOND
                        + ", which was asked for later. It has to remember every channel that was asked for, whether a"
                        + " connection was up then or not. Where do you keep them?",
                SubscriberRun.SECOND + " is not subscribed to on the new connection");
    }

    private Optional<Problem> forgetsItsOwnChannel() {
        return problemIf(
                !run.deafTo().isEmpty(),
                "Your subscriber hears news again, but not " + run.deafTo()
                        + ", on which it publishes itself, and it hangs up the new connection. It has to subscribe to its own"
                        + " channel each time, too.",
                run.deafTo() + " is not subscribed to on the new connection");
    }

    private Optional<Problem> beatsMoreAndMore() {
        return problemIf(
                run.beatsAtEnd() > run.beatsBeforeTrouble() + 1,
                "Your subscriber hears everything again, but it sends " + run.beatsAtEnd()
                        + " beats in three seconds. Before, it sent "
                        + run.beatsBeforeTrouble()
                        + ". A timer of every(…) goes on when the connection is down. How many timers are there after a day?",
                "W1 starts one more timer with each connection");
    }

    private static Optional<Problem> problemIf(boolean wrong, String words, String cause) {
        return wrong ? Optional.of(new Problem(words, cause)) : Optional.empty();
    }
}
