package io.noren.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.LocationBinding;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What an operator writes about tills that send messages, and what is said of a slip of the pen. */
class TillMessagesSettingsTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(OnlyTheSettings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TillMessagesSettings.class)
    static class OnlyTheSettings {}

    @Test
    void nothingIsOpenUnlessSomebodySaysSo() {
        application.run(context ->
                assertThat(context.getBean(TillMessagesSettings.class)).isEqualTo(TillMessagesSettings.NONE));
    }

    @Test
    void anAccountSpeaksForTheLocationsThatAreNamedAndForAllOnlyByAStar() {
        Map<String, String> settings = new HashMap<>(account(0, "ginza-1"));
        settings.putAll(account(1, "head-office"));
        settings.put("noren.pos.amqp.tills[1].locations", "*");

        application.withPropertyValues(written(settings)).run(context -> {
            TillMessagesSettings read = context.getBean(TillMessagesSettings.class);
            assertThat(read.tills().get(0).binding()).isEqualTo(LocationBinding.to(java.util.List.of("ginza", "kobe")));
            assertThat(read.tills().get(1).binding()).isEqualTo(LocationBinding.UNBOUND);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "name, '', a till's name has",
        "name, Ginza 1, a till's name has",
        "name, this process, a till's name has",
        "name, a.b, a till's name has",
        "source, '', has no source",
        "source, parked, are taken",
        "source, ../ncr, A source is named by",
        "locations, '', has no locations",
        "password-sha256, '', has no password-sha256",
        "password-sha256, secret, is not 64 hexadecimal digits",
    })
    void aSlipOfThePenIsNamed(String setting, String value, String said) {
        Map<String, String> settings = new HashMap<>(account(0, "ginza-1"));
        settings.put("noren.pos.amqp.port", "5672");
        if (value.isEmpty()) {
            settings.remove("noren.pos.amqp.tills[0]." + setting);
        } else {
            settings.put("noren.pos.amqp.tills[0]." + setting, value);
        }

        application
                .withPropertyValues(written(settings))
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining(said));
    }

    @Test
    void twoAccountsOfOneNameAreNotTold() {
        Map<String, String> settings = new HashMap<>(account(0, "ginza-1"));
        settings.putAll(account(1, "ginza-1"));

        application
                .withPropertyValues(written(settings))
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("names ginza-1 twice"));
    }

    private static Map<String, String> account(int n, String name) {
        String till = "noren.pos.amqp.tills[" + n + "].";
        return Map.of(
                till + "name",
                name,
                till + "source",
                "ncr",
                till + "locations",
                "ginza,kobe",
                till + "password-sha256",
                HASH);
    }

    private static String[] written(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toArray(String[]::new);
    }
}
