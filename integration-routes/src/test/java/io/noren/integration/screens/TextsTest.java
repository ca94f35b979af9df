package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing on a page is said in one language only. */
class TextsTest {
    private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z0-9.\\-]+)");
    private static final Pattern KEY_PREFIX = Pattern.compile("#\\{\\$\\{'([a-zA-Z0-9.\\-]+\\.)' \\+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
    private static final Pattern JAPANESE = Pattern.compile("[\\u3040-\\u30ff\\u4e00-\\u9fff]");

    private final Properties english = read("/i18n/messages.properties");
    private final Properties japanese = read("/i18n/messages_ja.properties");

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(new TreeSet<>(japanese.stringPropertyNames()))
                .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
    }

    @Test
    void noTextIsEmptyOrStillInTheOtherLanguage() {
        assertThat(english.entrySet())
                .allSatisfy(text -> assertThat(text.getValue().toString())
                        .isNotBlank()
                        .satisfies(words -> assertThat(text.getKey().equals("frame.tagline")
                                        || !JAPANESE.matcher(words).find())
                                .as(text.getKey() + " is English")
                                .isTrue()));
        assertThat(japanese.entrySet())
                .allSatisfy(text -> assertThat(
                                JAPANESE.matcher(text.getValue().toString()).find())
                        .as(text.getKey() + " is Japanese")
                        .isTrue());
    }

    @Test
    void theSamePlacesAreFilledInBothLanguages() {
        assertThat(english.stringPropertyNames())
                .allSatisfy(
                        key -> assertThat(placeholders(japanese, key)).as(key).isEqualTo(placeholders(english, key)));
    }

    @TestFactory
    Stream<DynamicTest> everyTextThatAPageAsksForExists() throws IOException, URISyntaxException {
        return templates().entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> {
                    assertThat(found(KEY, page.getValue()))
                            .allSatisfy(key -> assertThat(english).as(key).containsKey(key));
                    assertThat(found(KEY_PREFIX, page.getValue()))
                            .allSatisfy(prefix ->
                                    assertThat(english.stringPropertyNames()).anyMatch(key -> key.startsWith(prefix)));
                }));
    }

    /** Words between tags are only there for whoever opens the template as a file; Thymeleaf must replace them. */
    @TestFactory
    Stream<DynamicTest> noPageHasWordsOfItsOwn() throws IOException, URISyntaxException {
        Pattern element = Pattern.compile("<([a-z0-9]+)((?:\\s[^<>]*(?:\"[^\"]*\"[^<>]*)*)?)>([^<>]*)");
        return templates().entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> {
                    Matcher elements = element.matcher(page.getValue());
                    List<String> own = new ArrayList<>();
                    while (elements.find()) {
                        String words = elements.group(3).strip();
                        boolean replaced = elements.group(2).contains("th:text=")
                                || elements.group(2).contains("th:utext=")
                                || elements.group(2).contains("th:replace=");
                        if (!replaced && words.matches(".*\\p{L}{2,}.*") && !words.matches("Noren|PDF|SVG|PNG|ms")) {
                            own.add(elements.group());
                        }
                    }
                    assertThat(own).isEmpty();
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parked.code.", "parked.todo."})
    void whateverCanBeParkedIsExplainedAndNothingElseIs(String prefix) throws IOException {
        Set<String> codes = ParkableCodes.find();

        assertThat(codes)
                .as("from the ledger, the tills, the points and the broker")
                .contains("UNKNOWN_ITEM", "TRANSACTION_CONFLICT", "PURCHASE_CONFLICT", "UNREADABLE_MESSAGE");
        for (Properties language : List.of(english, japanese)) {
            assertThat(language.stringPropertyNames().stream()
                            .filter(key -> key.startsWith(prefix))
                            .map(key -> key.substring(prefix.length())))
                    .containsExactlyInAnyOrderElementsOf(codes);
        }
    }

    private static TreeSet<String> placeholders(Properties texts, String key) {
        return found(PLACEHOLDER, 0, texts.getProperty(key));
    }

    private static TreeSet<String> found(Pattern pattern, String text) {
        return found(pattern, 1, text);
    }

    private static TreeSet<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(hit -> hit.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> templates() throws IOException, URISyntaxException {
        Path folder = Path.of(
                        TextsTest.class.getResource("/templates/layout.html").toURI())
                .getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            Map<String, String> pages = files.filter(file -> file.toString().endsWith(".html"))
                    .collect(Collectors.toMap(file -> folder.relativize(file).toString(), TextsTest::content));
            assertThat(pages).isNotEmpty();
            return pages;
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Properties read(String resource) {
        Properties texts = new Properties();
        try (Reader reader =
                new InputStreamReader(TextsTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return texts;
    }
}
