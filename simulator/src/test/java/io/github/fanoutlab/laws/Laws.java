package io.github.fanoutlab.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The laws of the architecture as rules on the compiled classes. A rule's own test shows that it bites. */
final class Laws {

    static final String ROOT = "io.github.fanoutlab";

    /** Packages in which a node lives: one thread, and no surprises. */
    static final String[] PURE = {
        ROOT + ".platform",
        ROOT + ".platform.node",
        ROOT + ".platform.http",
        ROOT + ".platform.json",
        ROOT + ".platform.redis..",
        ROOT + ".testbed.redis..",
        ROOT + ".testbed.world..",
        ROOT + ".testbed.trace..",
        ROOT + ".legacy.protocol..",
        ROOT + ".legacy.store..",
        ROOT + ".legacy.server..",
        ROOT + ".adapter.engine..",
        ROOT + ".adapter.protocol..",
        ROOT + ".adapter.server..",
        ROOT + ".adapter.redis..",
        ROOT + ".simulator.client..",
        ROOT + ".simulator.scenario..",
        ROOT + ".simulator.program..",
        ROOT + ".simulator.stage..",
        ROOT + ".simulator.fault..",
        ROOT + ".simulator.check..",
        ROOT + ".simulator.shrink..",
        ROOT + ".simulator.explore..",
        ROOT + ".simulator.twin..",
        ROOT + ".simulator.report..",
    };

    private static final List<String> SURPRISING_TYPES = List.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.util.Timer",
            "java.util.Random",
            "java.security.SecureRandom",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable");

    private static final Set<String> SURPRISING_METHODS = new TreeSet<>(List.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.identityHashCode",
            "java.lang.Math.random",
            "java.lang.Object.wait",
            "java.lang.Object.notify",
            "java.lang.Object.notifyAll",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle",
            "java.util.Collection.parallelStream",
            "java.util.stream.Collectors.toSet",
            "java.util.stream.Collectors.toUnmodifiableSet",
            "java.util.stream.Collectors.toUnmodifiableMap",
            "java.util.Set.copyOf",
            "java.util.Map.copyOf",
            "java.util.Map.ofEntries"));

    private Laws() {}

    static ArchRule noSurprisingTypesIn(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are threads, locks, randomness of their own, or collections without an order",
                        (JavaClass type) -> SURPRISING_TYPES.contains(type.getName())
                                || type.getName().startsWith("java.util.concurrent.")))
                .because("a node is one thread and no surprises: all of these come in through ports");
    }

    static ArchRule noSurprisingCallsIn(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "reads a clock, draws at random, waits, or makes a collection without an order",
                        (JavaAccess<?> access) -> isSurprising(access.getTarget())))
                .because("a node is one thread and no surprises: all of these come in through ports");
    }

    private static boolean isSurprising(AccessTarget target) {
        String name = target.getOwner().getName() + "." + target.getName();
        if (SURPRISING_METHODS.contains(name)) {
            return true;
        }
        boolean unorderedFactory = name.equals("java.util.Set.of") || name.equals("java.util.Map.of");
        int harmless = name.equals("java.util.Map.of") ? 2 : 1;
        boolean usesHashMapUnseen = name.equals("java.util.stream.Collectors.toMap")
                || name.equals("java.util.stream.Collectors.groupingBy");
        int parameters = target instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                ? codeUnit.getRawParameterTypes().size()
                : 0;
        boolean choosesItsMap = parameters == (name.endsWith("toMap") ? 4 : 3);
        boolean varargs = unorderedFactory
                && target instanceof AccessTarget.CodeUnitAccessTarget of
                && of.getRawParameterTypes().stream().anyMatch(JavaClass::isArray);
        return unorderedFactory && (parameters > harmless || varargs) || usesHashMapUnseen && !choosesItsMap;
    }

    static ArchRule noStaticMutableStateIn(String... packages) {
        return classes()
                .that()
                .resideInAnyPackage(packages)
                .should(new ArchCondition<>("have final static fields only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaField field : type.getFields()) {
                            boolean isStatic = field.getModifiers().contains(JavaModifier.STATIC);
                            boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
                            if (isStatic && !isFinal) {
                                events.add(SimpleConditionEvent.violated(
                                        field, field.getFullName() + " is static and can change"));
                            }
                            if (field.getModifiers().contains(JavaModifier.VOLATILE)) {
                                events.add(SimpleConditionEvent.violated(
                                        field,
                                        field.getFullName() + " is volatile: it seems to be shared between threads"));
                            }
                        }
                    }
                });
    }

    static ArchRule noLocksIn(String... packages) {
        return classes().that().resideInAnyPackage(packages).should(new ArchCondition<>("have no synchronized method") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethod method : type.getMethods()) {
                    if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is synchronized"));
                    }
                }
            }
        });
    }

    static ArchRule oneWay(String from, String... allowed) {
        String[] own = new String[allowed.length + 1];
        System.arraycopy(allowed, 0, own, 0, allowed.length);
        own[allowed.length] = from;
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are ours and not in " + String.join(", ", own), (JavaClass type) -> {
                            boolean ours = type.getPackageName().startsWith(ROOT);
                            return ours
                                    && !com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(own)
                                            .test(type);
                        }))
                .because("dependencies run one way");
    }

    static ArchRule noPackageCycles() {
        return slices().matching(ROOT + ".(**)").should().beFreeOfCycles();
    }

    static ArchRule noneOf(String library, String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    static ArchRule only(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a library at the edge is known to its edge alone");
    }
}
