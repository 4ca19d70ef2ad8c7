package dev.groundwave.interop;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows of the house: who may know whom, and what stays out of which part. */
final class ModuleDirectionTest {
    private static final String ROOT = "dev.groundwave.";

    /** Every module by its package, with the modules it may use. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "wire", Set.of(),
            "hub", Set.of("wire"),
            "server", Set.of("hub", "wire"),
            "codec", Set.of("wire"),
            "client", Set.of("wire"),
            "service", Set.of("wire"),
            "launcher", Set.of("server", "hub", "wire", "client", "service"),
            "bench", Set.of("server", "hub", "wire", "client", "service"));

    /** Inside a module: packages from top to bottom. Each may use those of the lines below it. */
    private static final Map<String, List<Set<String>>> FLOORS = Map.of(
            "wire", List.of(Set.of(".event", ".protobuf"), Set.of(".token", ".codec", ".protobuf.frame"), Set.of("")),
            "hub", List.of(Set.of(""), Set.of(".session"), Set.of(".delivery", ".backplane"), Set.of(".command")),
            "server",
                    List.of(
                            Set.of(""),
                            Set.of(".net"),
                            Set.of(".tunnel"),
                            Set.of(".socket", ".rest", ".admin"),
                            Set.of(".upstream", ".auth", ".filter", ".frame"),
                            Set.of(".listener"),
                            Set.of(".settings", ".metrics", ".deliveries")),
            "codec", List.of(Set.of(".jackson", ".jackson2", ".gson")),
            "client",
                    List.of(
                            Set.of(".protobuf", ".micrometer"),
                            Set.of(".testing"),
                            Set.of(""),
                            Set.of(".transport"),
                            Set.of(".schedule"),
                            Set.of(".port")),
            "service", List.of(Set.of(".jdk"), Set.of(".event"), Set.of("")),
            "launcher", List.of(Set.of(""), Set.of(".doctor"), Set.of(".settings")),
            "bench", List.of(Set.of(".rest", ".events", ".client"), Set.of(".run")));

    @SuppressWarnings("unused") // JUnit reads it.
    private static final List<String> MODULE_NAMES = List.copyOf(new TreeSet<>(MODULES.keySet()));

    /** Our classes as they are shipped; this module has only tests. */
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.groundwave");

    private static String packagesOf(String module) {
        return ROOT + module + "..";
    }

    @Nested
    final class Modules {
        @Test
        void areAllKnownHere() {
            Set<String> found = new TreeSet<>();
            OURS.forEach(each ->
                    found.add(each.getPackageName().substring(ROOT.length()).split("\\.", -1)[0]));
            assertThat(found).containsExactlyInAnyOrderElementsOf(MODULES.keySet());
        }

        @ParameterizedTest
        @FieldSource("dev.groundwave.interop.ModuleDirectionTest#MODULE_NAMES")
        void useOnlyTheModulesBelowThem(String module) {
            List<String> allowed = new ArrayList<>(List.of(packagesOf(module)));
            MODULES.getOrDefault(module, Set.of()).forEach(used -> allowed.add(packagesOf(used)));
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf(module))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("dev.groundwave..")
                            .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
                    .check(OURS);
        }

        @ParameterizedTest
        @FieldSource("dev.groundwave.interop.ModuleDirectionTest#MODULE_NAMES")
        void havePackagesThatUseOnlyThoseBelowThem(String module) {
            classes()
                    .that()
                    .resideInAPackage(packagesOf(module))
                    .should(lookDownwards(module, FLOORS.getOrDefault(module, List.of())))
                    .check(OURS);
        }

        @Test
        void haveNoPackagesInACircle() {
            slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(OURS);
        }

        private ArchCondition<JavaClass> lookDownwards(String module, List<Set<String>> floors) {
            return new ArchCondition<>("use only packages below their own") {
                @Override
                public void check(JavaClass from, ConditionEvents events) {
                    for (Dependency each : from.getDirectDependenciesFromSelf()) {
                        JavaClass to = each.getTargetClass();
                        boolean within = (to.getPackageName() + ".").startsWith(ROOT + module + ".")
                                && !to.getPackageName().equals(from.getPackageName());
                        if (within && floor(to) <= floor(from)) {
                            events.add(SimpleConditionEvent.violated(each, each.getDescription()));
                        }
                    }
                }

                private int floor(JavaClass of) {
                    String name = of.getPackageName().substring((ROOT + module).length());
                    for (int i = 0; i < floors.size(); i++) {
                        if (floors.get(i).contains(name)) {
                            return i;
                        }
                    }
                    throw new AssertionError("the package " + of.getPackageName() + " has no place in the house");
                }
            };
        }
    }

    @Nested
    final class Libraries {
        private static final String PROTOBUF = "com.google.protobuf..";
        private static final String MICROMETER = "io.micrometer.core..";

        @Test
        void wireKnowsOnlyTheJdkAndStreamingJackson() {
            onlyKnow("wire", "tools.jackson.core..", PROTOBUF);
        }

        @Test
        void theProtobufLibraryStaysWithTheProtobufDialect() {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(packagesOf("wire.protobuf"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(PROTOBUF)
                    .check(OURS);
        }

        @Test
        void hubKnowsOnlyTheJdkAndWire() {
            onlyKnow("hub", packagesOf("wire"));
        }

        @Test
        void clientKnowsOnlyTheJdkWireAndStreamingJackson() {
            onlyKnow("client", packagesOf("wire"), "tools.jackson.core..", "javax.net.ssl..", MICROMETER);
        }

        @Test
        void payloadCodecsKnowWireAndOneObjectMapperEach() {
            onlyKnow("codec.jackson", packagesOf("wire"), "tools.jackson..");
            onlyKnow("codec.jackson2", packagesOf("wire"), "com.fasterxml.jackson..");
            onlyKnow("codec.gson", packagesOf("wire"), "com.google.gson..");
        }

        @Test
        void protobufFramesReachAClientByTheirOwnModuleOnly() {
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf("client"))
                    .and()
                    .resideOutsideOfPackage(packagesOf("client.protobuf"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(packagesOf("wire.protobuf"))
                    .check(OURS);
        }

        @Test
        void theMeterLibraryStaysWithTheClientsMeters() {
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf("client"))
                    .and()
                    .resideOutsideOfPackage(packagesOf("client.micrometer"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(MICROMETER)
                    .check(OURS);
        }

        @Test
        void serverSdkKnowsOnlyTheJdkWireAndStreamingJackson() {
            onlyKnow("service", packagesOf("wire"), "tools.jackson.core..");
        }

        @Test
        void nettyStaysInTheServerAndWhatMeasuresIt() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(packagesOf("server"), packagesOf("bench"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..")
                    .check(OURS);
        }

        @Test
        void kafkasLibraryStaysWithListenersAndTheirSettings() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(packagesOf("server.listener"), packagesOf("server.settings"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.kafka..")
                    .check(OURS);
        }

        @Test
        void settingsLibrariesStayInTheLauncherAndTheCodecThatIsForOne() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(packagesOf("launcher"), packagesOf("codec.jackson"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "tools.jackson.databind..", "tools.jackson.dataformat..", "picocli..", "ch.qos..")
                    .check(OURS);
        }

        private void onlyKnow(String module, String... libraries) {
            List<String> allowed = new ArrayList<>(
                    List.of(packagesOf(module), "java..", "javax.crypto..", "org.jspecify.annotations.."));
            allowed.addAll(List.of(libraries));
            classes()
                    .that()
                    .resideInAPackage(packagesOf(module))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                            .or(DescribedPredicate.describe("are arrays of plain values", JavaClass::isPrimitive))
                            .or(DescribedPredicate.describe(
                                    "are arrays",
                                    (JavaClass each) -> each.isArray()
                                            && each.getBaseComponentType().isPrimitive())))
                    .check(OURS);
        }
    }

    @Nested
    final class Surroundings {
        @Test
        void hubDoesNoInputOrOutput() {
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf("hub"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..", "java.nio.file..")
                    .check(OURS);
        }

        @Test
        void hubDoesNotAskTheClock() {
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf("hub"))
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(java.time.Clock.class, "systemUTC")
                    .check(OURS);
        }

        @Test
        void librariesDoNotLog() {
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            packagesOf("wire"),
                            packagesOf("hub"),
                            packagesOf("codec"),
                            packagesOf("client"),
                            packagesOf("service"))
                    .and()
                    .doNotHaveFullyQualifiedName(ROOT + "client.ClientLog")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.slf4j..", "java.util.logging..")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(System.Logger.class)
                    .check(OURS);
        }

        @Test
        void standardOutputAndEnvironmentBelongToTheLauncherAndTheBenchmarks() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(packagesOf("launcher"), packagesOf("bench"))
                    .and()
                    .doNotHaveFullyQualifiedName(ROOT + "client.ClientLog")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .callMethod(System.class, "getenv")
                    .orShould()
                    .callMethod(System.class, "getenv", String.class)
                    .check(OURS);
        }
    }

    @Nested
    final class Names {
        @Test
        void sayWhatAClassIsFor() {
            classes()
                    .should()
                    .haveSimpleNameNotEndingWith("Impl")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Manager")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Helper")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Util")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Utils")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Processor")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Base")
                    .check(OURS);
        }
    }
}
