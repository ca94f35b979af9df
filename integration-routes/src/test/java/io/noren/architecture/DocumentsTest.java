package io.noren.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there. A class that was renamed or a switch that is gone would lead a reader astray. */
class DocumentsTest {
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
    private static final Pattern SWITCH = Pattern.compile("(?<=\\s)-D([A-Za-z.]+)");

    /** Read by Maven and by Spring Boot's launcher. */
    private static final Set<String> OF_OTHERS = Set.of(
            "maven.test.skip",
            "jarmode",
            "test",
            "it.test",
            "surefire.failIfNoSpecifiedTests",
            "failsafe.failIfNoSpecifiedTests");

    private final Path root = root();

    @Test
    void everyClassThatADocumentNamesExists() {
        Set<String> classes = sources(".java")
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named(CLASS))
                .contains("StockLedger")
                .allSatisfy(name -> assertThat(classes).contains(name));
    }

    @Test
    void everySwitchThatADocumentNamesIsRead() {
        List<String> readers = Stream.concat(sources(".java"), sources("pom.xml"))
                .map(DocumentsTest::content)
                .toList();

        assertThat(named(SWITCH))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(OF_OTHERS.contains(name)
                                || readers.stream()
                                        .anyMatch(text ->
                                                text.contains('"' + name + '"') || text.contains("${" + name + "}")))
                        .as(name)
                        .isTrue());
    }

    private Set<String> named(Pattern pattern) {
        return Stream.concat(
                        Stream.of("README.md", "CONTRIBUTING.md").map(root::resolve),
                        files(root.resolve("docs"), ".md"))
                .flatMap(document -> pattern.matcher(content(document)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<Path> sources(String ending) {
        return files(root, ending)
                .filter(file -> !root.relativize(file).toString().contains("target"));
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
