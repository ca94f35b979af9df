package io.noren.integration.qr.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Which of several links of one type a request means. */
class WantedTest {
    private static final List<Link> PAGES = List.of(
            link("en-US", "text/html", null),
            link("en", "text/html", null),
            link("es", "text/html", null),
            link("ja", "text/html", null),
            link("vi", "text/html", null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ja | ja",
                "ja-JP,ja;q=0.9,en;q=0.8 | ja",
                "en | en",
                "en-US | en-US",
                "en-US,en;q=0.5 | en-US",
                "en-GB | en",
                "EN-us | en-US",
                "de, es;q=0.2, vi;q=0.1 | es",
                "es;q=0.1, vi;q=0.9 | vi",
                "es;q=0, vi;q=0.1 | vi",
                "de-CH-1996, ja;q=0.3 | ja",
                "es-419 | es"
            })
    void theLanguageThatIsLikedBestDecides(String header, String expected) {
        assertThat(languages(wanted(header, null, null).of(PAGES))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {"none", "*", "de", "de, *;q=0.5", "!!!", "ja;q=2"})
    void whoAsksForNoneOfThemIsGivenTheChoice(@Nullable String header) {
        assertThat(wanted(header, null, null).of(PAGES)).isEqualTo(PAGES);
    }

    @Test
    void whatIsRefusedIsNotAmongTheChoices() {
        assertThat(languages(wanted("*, en;q=0", null, null).of(PAGES))).containsExactly("es", "ja", "vi");
        assertThat(languages(wanted("en-US, en;q=0, *;q=0.1", null, null).of(PAGES)))
                .containsExactly("en-US");
    }

    /** GS1's model linkset has seven certificates; its test suite asks for each of them. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "text/html, none, none, 0 2 3",
                "text/html, fr, none, 1",
                "application/pdf, none, none, 4",
                "application/pdf, en, none, 5",
                "application/pdf, en, LK, 6",
                "'text/html,application/xhtml+xml,*/*;q=0.8', 'ja,en;q=0.5', none, 5",
                "'text/html, application/pdf;q=0', en, none, 0 2 3",
                "none, en, lk, 6",
                "image/png, fr, none, 1",
                "nonsense, fr, XX, 1"
            })
    void everyCertificateCanBeAskedFor(
            @Nullable String accept, @Nullable String language, @Nullable String context, String expected) {
        List<Link> certificates = List.of(
                link(null, "text/html", null),
                link("fr", "text/html", null),
                link(null, "text/html", null),
                link(null, "text/html", null),
                link(null, "application/pdf", null),
                link("en", "application/pdf", null),
                link("en", "application/pdf", "LK"));
        List<Link> left = wanted(language, accept, context).of(certificates);
        List<Link> those = Arrays.stream(expected.split(" ", -1))
                .map(place -> certificates.get(Integer.parseInt(place)))
                .toList();
        assertThat(left).containsExactlyElementsOf(those);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/pdf;q=0.5, text/html;q=0.9 | text/html",
                "application/pdf, text/*;q=0.9 | application/pdf",
                "text/html;q=0, */* | application/pdf",
                "*/*;q=0.1, application/pdf;q=0.05 | text/html"
            })
    void theMostParticularRangeSaysHowMuchATypeIsLiked(String accept, String expected) {
        List<Link> both = List.of(link(null, "text/html", null), link(null, "application/pdf", null));
        assertThat(wanted(null, accept, null).of(both))
                .extracting(Link::mediaType)
                .containsExactly(expected);
    }

    private static List<String> languages(List<Link> links) {
        return links.stream().map(link -> link.languages().get(0)).toList();
    }

    private static Wanted wanted(@Nullable String language, @Nullable String accept, @Nullable String context) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (language != null) {
            request.addHeader("Accept-Language", language);
        }
        if (accept != null) {
            request.addHeader("Accept", accept);
        }
        return Wanted.of(request, context);
    }

    private static Link link(@Nullable String language, String mediaType, @Nullable String context) {
        return new Link(
                "",
                LinkTypes.NAMESPACE + "certificationInfo",
                "https://brand.example/" + language + mediaType + context,
                "A certificate",
                language == null ? List.of() : List.of(language),
                mediaType,
                context,
                false,
                false);
    }
}
