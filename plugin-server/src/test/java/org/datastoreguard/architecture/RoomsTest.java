package org.datastoreguard.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of rooms in docs/design/architecture.md. Whoever changes one changes the other, with an ADR that says why. */
class RoomsTest {
    private static final String ROOT = "org.datastoreguard.";

    /** What each room may know besides itself, the JDK, libraries, and {@code error} and {@code work}, which all may know. */
    private static final Map<String, Set<String>> MAY_KNOW = new TreeMap<>(Map.ofEntries(
            Map.entry("error", Set.of()),
            Map.entry("work", Set.of()),
            Map.entry("zfs", Set.of()),
            Map.entry("schedule", Set.of()),
            Map.entry("nas", Set.of("zfs")),
            Map.entry("vcenter", Set.of()),
            Map.entry("inventory", Set.of("zfs", "nas", "vcenter")),
            Map.entry("snapshot", Set.of("zfs", "schedule", "nas", "vcenter", "inventory")),
            Map.entry("replication", Set.of("zfs", "schedule", "nas", "inventory")),
            Map.entry("recovery", Set.of("zfs", "nas", "vcenter", "inventory", "snapshot", "replication")),
            Map.entry(
                    "jobs",
                    Set.of("zfs", "schedule", "nas", "vcenter", "inventory", "snapshot", "replication", "recovery")),
            Map.entry("notify", Set.of("jobs", "vcenter")),
            Map.entry("security", Set.of("vcenter")),
            Map.entry(
                    "store",
                    Set.of(
                            "zfs",
                            "schedule",
                            "nas",
                            "vcenter",
                            "inventory",
                            "snapshot",
                            "replication",
                            "recovery",
                            "jobs",
                            "notify",
                            "security")),
            Map.entry(
                    "api",
                    Set.of(
                            "zfs",
                            "schedule",
                            "nas",
                            "vcenter",
                            "inventory",
                            "snapshot",
                            "replication",
                            "recovery",
                            "jobs",
                            "notify",
                            "security")),
            Map.entry("config", Set.of("store")),
            Map.entry(
                    "server",
                    Set.of(
                            "zfs",
                            "schedule",
                            "nas",
                            "vcenter",
                            "inventory",
                            "snapshot",
                            "replication",
                            "recovery",
                            "jobs",
                            "notify",
                            "store",
                            "security",
                            "api",
                            "config")),
            Map.entry(
                    "cli",
                    Set.of(
                            "zfs",
                            "schedule",
                            "nas",
                            "vcenter",
                            "inventory",
                            "snapshot",
                            "replication",
                            "recovery",
                            "jobs",
                            "notify",
                            "store",
                            "security",
                            "api",
                            "config",
                            "server"))));

    /** Libraries that one room keeps to itself, so that they can be replaced there. */
    private static final Map<String, List<String>> ONLY_IN = Map.ofEntries(
            Map.entry("com.jcraft.jsch..", List.of("nas")),
            Map.entry("com.vmware.vim25..", List.of("vcenter")),
            Map.entry("org.jdbi..", List.of("store", "jobs")),
            Map.entry("org.flywaydb..", List.of("store")),
            Map.entry("java.sql..", List.of("store", "jobs")),
            Map.entry("com.github.kagkarlsson..", List.of("jobs", "schedule")),
            Map.entry("jakarta.ws.rs..", List.of("api")),
            Map.entry("org.eclipse.jetty..", List.of("server")),
            Map.entry("org.bouncycastle..", List.of("server", "nas")),
            Map.entry("picocli..", List.of("cli")),
            Map.entry("jakarta.mail..", List.of("notify")),
            Map.entry("org.eclipse.angus..", List.of("notify")));

    private static JavaClasses product;

    @BeforeAll
    static void read() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.datastoreguard");
    }

    static Stream<String> rooms() {
        return MAY_KNOW.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyWhatTheTableAllows(String room) {
        Set<String> allowed = MAY_KNOW.get(room);
        String[] packages = Stream.concat(Stream.of(room, "error", "work"), allowed.stream())
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        classes()
                .that(resideInAPackage(ROOT + room + ".."))
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackages("org.datastoreguard..").or(resideInAnyPackage(packages)))
                .allowEmptyShould(true)
                .check(product);
    }

    @Test
    void everyRoomStandsInTheTable() {
        Set<String> rooms = product.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.")[0])
                .collect(Collectors.toSet());

        assertThat(MAY_KNOW.keySet()).containsAll(rooms);
    }

    @Test
    void noRoomsKnowEachOtherInACircle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(product);
    }

    static Stream<String> libraries() {
        return ONLY_IN.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryStaysInItsRoom(String library) {
        String[] owners =
                ONLY_IN.get(library).stream().map(room -> ROOT + room + "..").toArray(String[]::new);
        noClasses()
                .that(resideOutsideOfPackages(owners))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(product);
    }

    @Test
    void thePureRoomsReachForNoMachineAndNoClock() {
        noClasses()
                .that(resideInAnyPackage(ROOT + "zfs..", ROOT + "schedule..", ROOT + "error..", ROOT + "work.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio.channels..", "java.util.concurrent..", "org.slf4j..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(product);
    }
}
