package org.pcapanalyzer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Holds the path of a packet: each step knows only the steps before it. */
@AnalyzeClasses(packages = "org.pcapanalyzer", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] STEPS = {
        "capture", "select", "decode", "flow", "protocol", "store", "rule", "diagnosis", "report", "cli"
    };

    @ArchTest
    static final ArchRule STEPS_KNOW_ONLY_THE_STEPS_BEFORE_THEM = stepsInOrder();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.pcapanalyzer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONE_CLASS_ENDS_THE_PROCESS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.pcapanalyzer.cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule ONE_PACKAGE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("org.pcapanalyzer.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule HOT_PATH_KNOWS_NO_LIBRARY = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.pcapanalyzer.capture..",
                    "org.pcapanalyzer.decode..",
                    "org.pcapanalyzer.flow..",
                    "org.pcapanalyzer.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.duckdb..", "freemarker..", "com.fasterxml..", "org.pcap4j..");

    @ArchTest
    static final ArchRule ONE_CLASS_CALLS_NATIVE_CODE = noClasses()
            .that()
            .haveNameNotMatching("org\\.pcapanalyzer\\.select\\.LibPcap(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule HOT_PATH_USES_NO_STREAMS = noClasses()
            .that()
            .resideInAnyPackage("org.pcapanalyzer.decode..", "org.pcapanalyzer.flow..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.stream..");

    private static ArchRule stepsInOrder() {
        var architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String step : STEPS) {
            architecture = architecture.layer(step).definedBy("org.pcapanalyzer." + step + "..");
        }
        for (int step = 0; step < STEPS.length; step++) {
            String[] later = Arrays.copyOfRange(STEPS, step + 1, STEPS.length);
            architecture = later.length == 0
                    ? architecture.whereLayer(STEPS[step]).mayNotBeAccessedByAnyLayer()
                    : architecture.whereLayer(STEPS[step]).mayOnlyBeAccessedByLayers(later);
        }
        return architecture;
    }
}
