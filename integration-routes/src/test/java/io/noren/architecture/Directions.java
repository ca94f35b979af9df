package io.noren.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may know whom. Stated for a root package, so that the same rules can be held against classes that break each of
 * them on purpose: a rule that cannot fail is worth nothing.
 */
final class Directions {
    private Directions() {}

    static Map<String, ArchRule> below(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "tills do not know stock, members or the hub",
                unaware(root, "pos", "inventory", "loyalty", "integration"));
        rules.put(
                "stock does not know tills, members or the hub",
                unaware(root, "inventory", "pos", "loyalty", "integration"));
        rules.put(
                "members do not know tills, stock or the hub",
                unaware(root, "loyalty", "pos", "inventory", "integration"));
        rules.put(
                "stock does not know what is made of it: availability, reservations, pickup, shipments, counting",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".inventory")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                root + ".inventory.availability..",
                                root + ".inventory.reservation..",
                                root + ".inventory.pickup..",
                                root + ".inventory.shipment..",
                                root + ".inventory.counting.."));
        rules.put(
                "availability does not know reservations or pickup",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".inventory.availability..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".inventory.reservation..", root + ".inventory.pickup.."));
        rules.put(
                "reservations do not know pickup",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".inventory.reservation..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".inventory.pickup.."));
        rules.put(
                "nothing points at controllers",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(root + "..web..", root + ".integration..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + "..web.."));
        rules.put(
                "nothing points at a flow",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".integration.flow..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".integration.flow.."));
        rules.put(
                "Camel stays with tills and the hub",
                noClasses()
                        .that()
                        .resideInAnyPackage(root + ".inventory..", root + ".loyalty..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.camel.."));
        rules.put(
                "JMS stays with the hub",
                noClasses()
                        .that()
                        .resideInAnyPackage(root + ".pos..", root + ".inventory..", root + ".loyalty..")
                        .should()
                        .dependOnClassesThat(named("jakarta.jms", "org.apache.activemq")));
        rules.put(
                "no circles between the hub's parts",
                slices().matching(root + ".integration.(*)..").should().beFreeOfCycles());
        return rules;
    }

    private static ArchRule unaware(String root, String module, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = root + "." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> named(String... prefixes) {
        return DescribedPredicate.describe("of JMS or Artemis", type -> {
            for (String prefix : prefixes) {
                if (type.getPackageName().startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        });
    }
}
