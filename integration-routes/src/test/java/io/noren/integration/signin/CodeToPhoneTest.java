package io.noren.integration.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.noren.integration.signin.CodeSettings.Sms;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.signin.SignInCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Codes go to a real gateway, which does not always want them. */
@ExtendWith(OutputCaptureExtension.class)
class CodeToPhoneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NUMBER = "+819012345678";

    private record Received(@Nullable String type, @Nullable String key, JsonNode body) {}

    private final JsonMapper json = JsonMapper.builder().build();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private HttpServer gateway;
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/send", this::take);
        gateway.start();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.stop(0);
        camel.close();
    }

    @ParameterizedTest
    @CsvSource({"SIGN_IN, ja, サインイン用の確認コードは", "ADD_CONTACT, ja, 会員ページに追加するコード", "ADD_CONTACT, en, adds this number"})
    void theGatewayGetsNumberAndTextWithItsToken(SignInCode.Purpose purpose, String locale, String words)
            throws Exception {
        route(new Sms(address(), "the gateway's token"));
        send(purpose, locale);

        await().atMost(PATIENCE).until(() -> counted("sent") == 1);
        assertThat(received).singleElement().satisfies(told -> {
            assertThat(told.type()).isEqualTo("application/json");
            assertThat(told.key()).isEqualTo("Bearer the gateway's token");
            assertThat(told.body().path("to").asString()).isEqualTo(NUMBER);
            assertThat(told.body().path("text").asString()).contains("417093", "10", words);
        });
        assertThat(counted("given_up")).isZero();
    }

    @Test
    void aGatewayThatIsAwayForAMomentIsAskedAgain() throws Exception {
        answers.addAll(List.of(503, 429));
        route(new Sms(address(), ""));
        send(SignInCode.Purpose.SIGN_IN, "ja");

        await().atMost(PATIENCE).until(() -> counted("sent") == 1);
        assertThat(received)
                .hasSize(3)
                .allSatisfy(told -> assertThat(told.key()).isNull());
        assertThat(counted("given_up")).isZero();
    }

    @Test
    void aCodeThatCannotBeBroughtIsGivenUpCountedAndNeverQuoted(CapturedOutput output) throws Exception {
        answers.addAll(List.of(500, 500, 500));
        route(new Sms(address(), null));
        send(SignInCode.Purpose.SIGN_IN, "ja");

        await().atMost(PATIENCE).until(() -> counted("given_up") == 1);
        assertThat(received).hasSize(3);
        assertThat(counted("sent")).isZero();
        assertThat(output.getAll())
                .contains("sign-in-code-to-phone was given up after 3 tries")
                .doesNotContain(NUMBER, "417093");
    }

    @Test
    void aGatewayThatIsNotThereIsNoDifferent(CapturedOutput output) throws Exception {
        String address = address();
        gateway.stop(0);
        route(new Sms(address, null));
        send(SignInCode.Purpose.SIGN_IN, "ja");

        await().atMost(PATIENCE).until(() -> counted("given_up") == 1);
        assertThat(output.getAll())
                .contains("sign-in-code-to-phone was given up")
                .doesNotContain(NUMBER, "417093");
    }

    private void take(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                json.readTree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))));
        Integer answer = answers.poll();
        exchange.sendResponseHeaders(answer == null ? 202 : answer, -1);
        exchange.close();
    }

    private void route(Sms sms) throws Exception {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("i18n/messages");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        CodeCounts counts = new CodeCounts(meters);
        camel = new DefaultCamelContext();
        camel.addRoutesConfigurations(new CodeTrouble(counts));
        camel.addRoutes(new CodeToPhone(new CodeSettings(sms), new CodeText(texts), counts, json));
        camel.start();
    }

    private void send(SignInCode.Purpose purpose, String locale) throws IOException {
        SignInCode code =
                new SignInCode(IdentifierType.PHONE, NUMBER, "417093", locale, Duration.ofMinutes(10), purpose);
        camel.createProducerTemplate().sendBodyAndHeader(CodeToPhone.QUEUE, code, CodeTrouble.WAY, code.way());
    }

    private String address() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort() + "/send";
    }

    private double counted(String outcome) {
        return meters.counter("noren.codes", "way", "phone", "outcome", outcome).count();
    }
}
