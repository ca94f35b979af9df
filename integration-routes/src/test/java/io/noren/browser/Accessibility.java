package io.noren.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What axe finds wrong with a page for people who see, hear or move differently. */
final class Accessibility {
    private static final String SERIOUS = """
            async () => {
              const found = await axe.run(document, {resultTypes: ["violations"]});
              return found.violations
                .filter(one => one.impact === "serious" || one.impact === "critical")
                .map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ") + " " + node.failureSummary).join(" | "))
                .join("\\n");
            }
            """;

    private Accessibility() {}

    /** Nothing serious; what is minor is left to people. */
    static void isGood(Page page) {
        if (!page.evaluate("typeof window.axe").equals("object")) {
            page.evaluate(axe());
        }
        assertThat(page.evaluate(SERIOUS)).as("axe on " + page.url()).isEqualTo("");
    }

    private static String axe() {
        try (InputStream script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
