package io.github.fanoutlab.simulator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time goes, by package, as the JVM's own flight recorder samples it. A library's time belongs to the package of ours
 * that called it.
 */
final class HotSpots implements AutoCloseable {

    private static final String OURS = "io.github.fanoutlab.";
    private static final int MAX_SHOWN = 14;

    private final Recording recording;

    private HotSpots(Recording recording) {
        this.recording = recording;
    }

    /** Begins to sample, a hundred times a second. */
    static HotSpots look() {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("profile"));
            recording.start();
            return new HotSpots(recording);
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("this JVM's Flight Recorder has no settings called profile", e);
        }
    }

    /** Ends, and returns the packages with the most samples. */
    String table() {
        recording.stop();
        Map<String, Integer> samples = new LinkedHashMap<>();
        try {
            Path file = Files.createTempFile("fanout", ".jfr");
            try {
                recording.dump(file);
                RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals("jdk.ExecutionSample"))
                        .forEach(sample -> samples.merge(where(sample), 1, Integer::sum));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table(samples);
    }

    private static String where(RecordedEvent sample) {
        List<RecordedFrame> frames = sample.getStackTrace().getFrames();
        return frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(type -> type.startsWith(OURS))
                .findFirst()
                .map(type -> type.substring(OURS.length(), type.lastIndexOf('.')))
                .orElse("the JVM");
    }

    private static String table(Map<String, Integer> samples) {
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        return samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_SHOWN)
                .map(entry -> String.format(
                        Locale.ROOT, "  %5.1f %%  %s", 100.0 * entry.getValue() / Math.max(1, all), entry.getKey()))
                .collect(Collectors.joining("\n", "  where the time goes, of " + all + " samples\n", "\n"));
    }

    @Override
    public void close() {
        recording.close();
    }
}
