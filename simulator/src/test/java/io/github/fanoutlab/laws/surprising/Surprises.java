package io.github.fanoutlab.laws.surprising;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything that a pure package must not contain, so that the laws can be seen to catch it. */
public final class Surprises {

    static int shared;
    volatile int seen;

    private final LongSupplier clock = System::nanoTime;
    private final Supplier<UUID> ids = UUID::randomUUID;
    private final ReentrantLock lock = new ReentrantLock();

    long surprise(List<String> words) {
        lock.lock();
        shared++;
        new Thread(() -> {}).start();
        Map<String, Integer> unordered = new HashMap<>();
        unordered.put("a", new Random().nextInt());
        Set<String> set = words.stream().collect(Collectors.toSet());
        Map<Integer, List<String>> groups = words.stream().collect(Collectors.groupingBy(String::length));
        return clock.getAsLong()
                + System.currentTimeMillis()
                + ids.get().hashCode()
                + set.size()
                + groups.size()
                + Set.of("a", "b").size()
                + seen;
    }

    synchronized int locked() {
        return shared;
    }

    int harmless(Map<String, Integer> map) {
        return Map.of("one", 1).size() + map.size();
    }
}
