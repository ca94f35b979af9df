package io.noren.integration.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noren.integration.NorenSettings;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTargetsTest {
    private static final NorenSettings OWN_SERVERS =
            new NorenSettings(Path.of("data"), false, null, null, null, null, null);

    private final WebhookTargets strict = new WebhookTargets(OWN_SERVERS, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/hooks",
                "https://localhost/hooks",
                "https://10.1.2.3/hooks",
                "https://172.16.0.1/hooks",
                "https://192.168.1.1/hooks",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/hooks",
                "https://0.0.0.0/hooks",
                "https://224.0.0.1/hooks",
                "https://[::1]/hooks",
                "https://[::]/hooks",
                "https://[fe80::1]/hooks",
                "https://[fd00::1]/hooks",
                "https://[::ffff:127.0.0.1]/hooks",
                "https://[::ffff:10.0.0.1]/hooks",
                "https://2130706433/hooks",
            })
    void aPrivateAddressIsRefusedHoweverItIsWritten(String url) {
        assertThatExceptionOfType(TargetRefused.class).isThrownBy(() -> strict.demandAllowed(URI.create(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://203.0.113.7/hooks",
                "ftp://203.0.113.7/hooks",
                "file:///etc/passwd",
                "https://user:secret@203.0.113.7/hooks",
                "https:///hooks",
                "mailto:shop@example.com",
                "https://no-such-host.invalid/hooks",
            })
    void whatIsNotAPlainPublicHttpsAddressIsRefused(String url) {
        assertThatExceptionOfType(TargetRefused.class).isThrownBy(() -> strict.demandAllowed(URI.create(url)));
    }

    @Test
    void aPublicAddressIsAllowed() {
        assertThatCode(() -> strict.demandAllowed(URI.create("https://203.0.113.7/hooks")))
                .doesNotThrowAnyException();
    }

    @Test
    void aPrivateOneIsAllowedWhereTheOperatorSaysSoButStillNotWithCredentials() {
        WebhookTargets lenient = new WebhookTargets(OWN_SERVERS, true);

        assertThatCode(() -> lenient.demandAllowed(URI.create("http://127.0.0.1:8080/hooks")))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(TargetRefused.class)
                .isThrownBy(() -> lenient.demandAllowed(URI.create("http://user:secret@127.0.0.1/hooks")));
    }
}
