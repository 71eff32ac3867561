package io.github.fanoutlab.adapter.server;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whom a broadcast reaches, and how. Immutable. Sets and flags keep the order in which they were given, as on the wire.
 *
 * @param rooms the rooms whose members get it; everybody in the namespace when empty
 * @param except the rooms whose members do not get it
 * @param flags {@code local}, {@code volatile}, {@code compress}, {@code timeout}, as Node names them
 * @param numbers the rooms, here or beside these options, that are numbers on Node's servers. There, the room 123 is another than
 *     the room "123"; here, both are one
 */
public record BroadcastOptions(
        Set<String> rooms, Set<String> except, Map<String, JsonNode> flags, Set<String> numbers) {

    /** Everybody. */
    public static final BroadcastOptions ALL = new BroadcastOptions(Set.of(), Set.of(), Map.of());

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /** Options whose rooms are all texts. */
    public BroadcastOptions(Set<String> rooms, Set<String> except, Map<String, JsonNode> flags) {
        this(rooms, except, flags, Set.of());
    }

    public BroadcastOptions {
        numbers = copy(numbers);
        rooms = copy(rooms);
        except = copy(except);
        flags = flags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    }

    /** With the members of these rooms, too. */
    public BroadcastOptions to(String... more) {
        return new BroadcastOptions(union(rooms, Arrays.asList(more)), except, flags, numbers);
    }

    /** Without the members of these rooms. */
    public BroadcastOptions except(String... more) {
        return new BroadcastOptions(rooms, union(except, Arrays.asList(more)), flags, numbers);
    }

    /**
     * With the room that is called {@code number} known to be a number on Node's servers.
     *
     * @throws IllegalArgumentException if JavaScript has no such integer
     */
    public BroadcastOptions numbering(long number) {
        if (Math.abs(number) > MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException(
                    "room " + number + " is too large for JavaScript, whose integers end at " + MAX_SAFE_INTEGER);
        }
        return new BroadcastOptions(rooms, except, flags, union(numbers, List.of(Long.toString(number))));
    }

    /** With flag {@code name} set to {@code value}. */
    public BroadcastOptions with(String name, boolean value) {
        return with(name, JsonNodeFactory.instance.booleanNode(value));
    }

    /**
     * With this timeout for acks.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public BroadcastOptions timeout(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("a timeout of " + millis + " ms; it must not be negative");
        }
        return with("timeout", JsonNodeFactory.instance.numberNode(millis));
    }

    /** With flag {@code name} set to {@code value}. */
    public BroadcastOptions with(String name, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(flags);
        more.put(name, value);
        return new BroadcastOptions(rooms, except, more, numbers);
    }

    /** Whether only clients of this node get it. */
    public boolean isLocal() {
        return isSet("local");
    }

    /** Whether a client that does not keep up may miss it. */
    public boolean isVolatile() {
        return isSet("volatile");
    }

    /** Whether a transport that compresses may compress it; true by default. */
    public boolean isCompressed() {
        return !flags.containsKey("compress") || isSet("compress");
    }

    /** How long to wait for acks; empty when there is no such flag. */
    public OptionalLong timeoutMillis() {
        JsonNode millis = flags.get("timeout");
        return millis != null && millis.isNumber()
                ? OptionalLong.of((long) Math.max(0, Math.min(millis.doubleValue(), Integer.MAX_VALUE)))
                : OptionalLong.empty();
    }

    private boolean isSet(String flag) {
        JsonNode value = flags.get(flag);
        return value != null && value.asBoolean(false);
    }

    private static Set<String> copy(Set<String> set) {
        return set.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }

    private static Set<String> union(Set<String> some, Collection<String> more) {
        Set<String> union = new LinkedHashSet<>(some);
        union.addAll(List.copyOf(more));
        return union;
    }
}
