package io.noren.integration.signin;

import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.signin.SignInCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A code that a member asked for goes to their phone, by whatever service the retailer sends text messages with. */
@Component
class CodeToPhone extends RouteBuilder {
    static final String QUEUE =
            "seda:sign-in-code-to-phone?size=1000&concurrentConsumers=2&waitForTaskToComplete=Never";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CodeSettings settings;
    private final CodeText text;
    private final CodeCounts counts;
    private final JsonMapper json;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    CodeToPhone(CodeSettings settings, CodeText text, CodeCounts counts, JsonMapper json) {
        this.settings = settings;
        this.text = text;
        this.counts = counts;
        this.json = json;
    }

    @Override
    public void configure() {
        from(QUEUE)
                .routeId("sign-in-code-to-phone")
                .routeConfigurationId(CodeTrouble.ID)
                .process(exchange -> send(exchange.getMessage().getMandatoryBody(SignInCode.class)))
                .process(exchange -> counts.count(IdentifierType.PHONE, CodeCounts.Outcome.SENT));
    }

    private void send(SignInCode code) throws IOException, InterruptedException {
        URI gateway = settings.smsGateway();
        if (gateway == null) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        json.writeValueAsString(Map.of("to", code.to(), "text", text.sms(code)))));
        CodeSettings.Sms sms = settings.sms();
        if (sms != null && sms.token() != null && !sms.token().isBlank()) {
            request.header("Authorization", "Bearer " + sms.token());
        }
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("The gateway answered " + status);
        }
    }
}
