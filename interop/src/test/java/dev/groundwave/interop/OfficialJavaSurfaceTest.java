package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.ExpandableStringEnum;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.FieldAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the official server SDK for Java offers, by its classes, against what the tests of it call, by theirs: a call, a
 * setting or a constant of a newer version makes this fail until a test uses it.
 */
final class OfficialJavaSurfaceTest {
    private static final String SDK = "com.azure.messaging.webpubsub";

    /** The public classes of the packages that the SDK exports. */
    private static final JavaClasses OFFERED = new ClassFileImporter().importPackages(SDK);

    private static final List<JavaClass> TESTS = ours(
            OfficialJavaServiceTest.class,
            OfficialJavaConnectionsTest.class,
            OfficialJavaAccessTest.class,
            OfficialJavaBackEnd.class);
    private static final List<JavaClass> ADAPTERS =
            ours(OfficialJavaSync.class, OfficialJavaAsync.class, OfficialJavaFlavour.class);

    /** Classes of this package with those nested in them. */
    private static List<JavaClass> ours(Class<?>... types) {
        Set<String> names = Stream.of(types).map(Class::getName).collect(Collectors.toSet());
        return new ClassFileImporter()
                .importPackagesOf(OfficialJavaSurfaceTest.class).stream()
                        .filter(type -> names.contains(type.getName().replaceFirst("\\$.*", "")))
                        .toList();
    }

    private static Stream<JavaClass> offered() {
        return OFFERED.stream()
                .filter(type -> Set.of(SDK, SDK + ".models").contains(type.getPackageName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
    }

    /** Constants by name, such as kinds of content: what is called on them does not concern the service. */
    private static boolean isListOfNames(JavaClass type) {
        return type.isEnum() || type.isAssignableTo(ExpandableStringEnum.class);
    }

    /** A policy is made by the caller and called by the SDK. */
    private static Stream<? extends JavaCodeUnit> forCallers(JavaClass type) {
        return type.isAssignableTo(HttpPipelinePolicy.class)
                ? type.getConstructors().stream()
                : type.getMethods().stream();
    }

    private static Set<String> used(List<JavaClass> by) {
        Stream<CodeUnitAccessTarget> calls = by.stream()
                .flatMap(type -> Stream.concat(
                        type.getCodeUnitCallsFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream()))
                .map(access -> access.getTarget());
        Stream<FieldAccessTarget> fields = by.stream()
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .map(access -> access.getTarget());
        return Stream.concat(calls.map(CodeUnitAccessTarget::getFullName), fields.map(FieldAccessTarget::getFullName))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isBridge(JavaMember unit) {
        return unit.getModifiers().contains(JavaModifier.BRIDGE);
    }

    private static void assertThatAllAreUsed(Stream<? extends JavaMember> members, int atLeast, Set<String> used) {
        List<String> names = members.filter(
                        member -> member.getModifiers().contains(JavaModifier.PUBLIC) && !isBridge(member))
                .map(JavaMember::getFullName)
                .toList();
        assertThat(names).hasSizeGreaterThan(atLeast);
        assertThat(names.stream().filter(name -> !used.contains(name))).isEmpty();
    }

    @Test
    void everyCallAndSettingIsUsed() {
        Set<String> used = used(TESTS);
        used.addAll(used(ADAPTERS));
        Stream<JavaCodeUnit> calls =
                offered().filter(type -> !isListOfNames(type)).flatMap(OfficialJavaSurfaceTest::forCallers);
        assertThatAllAreUsed(calls, 80, used);
    }

    @Test
    void everyConstantIsUsed() {
        assertThatAllAreUsed(offered().flatMap(type -> type.getFields().stream()), 10, used(TESTS));
    }

    @Test
    void everyCallOfTheClientsIsTested() {
        Stream<JavaMethod> calls = ours(OfficialJavaCalls.class).stream().flatMap(type -> type.getMethods().stream());
        assertThatAllAreUsed(calls, 30, used(TESTS));
    }
}
