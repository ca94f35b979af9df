package io.noren.integration.qr.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.qr.PublicAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a code may lead to, and all the ways in which somebody may try to make it lead elsewhere. */
class LinkTargetsTest {
    private final LinkTargets targets = new LinkTargets(
            "brand.example, *.shops.example, till.example:8443, http://old.example",
            PublicAddresses.at("https://noren.example"));

    @ParameterizedTest
    @CsvSource({
        "https://brand.example, https://brand.example",
        "HTTPS://Brand.Example/A?b=c#d, https://brand.example/A?b=c#d",
        "https://brand.example:443/a, https://brand.example/a",
        "https://brand。example/a, https://brand.example/a",
        "https://ginza.shops.example/a, https://ginza.shops.example/a",
        "https://a.b.shops.example/a, https://a.b.shops.example/a",
        "https://till.example:8443/a, https://till.example:8443/a",
        "http://old.example/a, http://old.example/a",
        "https://noren.example/p/TEA, https://noren.example/p/TEA",
        "/p/TEA?store=ginza, /p/TEA?store=ginza",
        "/, /"
    })
    void whatIsListedIsKeptInOneSpelling(String given, String kept) {
        assertThat(targets.read(given)).contains(kept);
        assertThat(targets.allows(kept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "/%2Fevil.example",
                "/%2fevil.example",
                "/%5Cevil.example",
                "/%252Fevil.example",
                "/%09/evil.example",
                "/a%0d%0aSet-Cookie:x",
                "\\\\evil.example",
                "https:evil.example",
                "https:/evil.example",
                "https:///evil.example",
                "https:\\\\evil.example",
                "https://evil.example",
                "https://evil.example/https://brand.example",
                "https://evil.example#brand.example",
                "https://evil.example\\@brand.example",
                "https://brand.example@evil.example",
                "https://brand.example:x@evil.example",
                "https://someone@brand.example",
                "https://brand.example.evil.example",
                "https://brand.example%2eevil.example",
                "https://evilbrand.example",
                "https://shops.example",
                "https://evilshops.example",
                "https://brand.example:8443",
                "https://till.example",
                "https://old.example",
                "http://brand.example",
                "https://brand.example.",
                "https://brаnd.example", // with a Cyrillic letter
                "https://xn--brnd-6cd.example",
                "https://[::1]",
                "https://127.0.0.1",
                "https://2130706433",
                "https://localhost",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://brand.example",
                "mailto:a@brand.example",
                " https://brand.example",
                "https://brand.example/a b",
                "https://brand.example/\u0000",
                "https://brand.example/\r\nSet-Cookie: a=b",
                "https://brand.example/\u202e",
                "https://brand.example/<script>",
                "p/TEA",
                "?a=b",
                "#a",
                ""
            })
    void nothingElseIsATarget(String given) {
        assertThat(targets.read(given)).isEmpty();
        assertThat(targets.allows(given)).isFalse();
    }

    @Test
    void aHostThatIsTakenOffTheListIsNoTargetAnyMore() {
        LinkTargets shorter = new LinkTargets("", PublicAddresses.at("https://noren.example"));
        assertThat(targets.allows("https://brand.example/a")).isTrue();
        assertThat(shorter.allows("https://brand.example/a")).isFalse();
        assertThat(shorter.allows("https://noren.example/a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://", "brand.example/path", "user@brand.example", "ftp://brand.example"})
    void aListThatCannotBeReadStopsTheStart(String hosts) {
        assertThatThrownBy(() -> new LinkTargets(hosts, PublicAddresses.at("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noren.links.hosts");
    }
}
