package io.noren.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DirectionsTest {
    private static final JavaClasses NOREN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.noren");

    /** Classes in {@code io.noren.broken}, one or two for each rule, that break it. */
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.noren.broken");

    @Test
    void allModulesAreLookedAt() {
        assertThat(Stream.of("pos", "inventory", "loyalty", "integration"))
                .allMatch(module ->
                        NOREN.stream().anyMatch(type -> type.getPackageName().startsWith("io.noren." + module)));
    }

    @TestFactory
    Stream<DynamicTest> everyDirectionIsKept() {
        return Directions.below("io.noren").entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(NOREN)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleBitesWhenItIsBroken() {
        return Directions.below("io.noren.broken").entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> assertThat(bites(rule.getValue())).isTrue()));
    }

    private static boolean bites(ArchRule rule) {
        return rule.evaluate(BROKEN).hasViolation();
    }
}
