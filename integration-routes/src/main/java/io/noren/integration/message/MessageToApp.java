package io.noren.integration.message;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.noren.integration.webhook.SignedRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A message goes to whoever passes it on to the retailer's app, or to a messenger such as LINE: as a signed webhook. */
@Component
class MessageToApp extends RouteBuilder {
    private static final String CLOUD_EVENT = "application/cloudevents+json; charset=utf-8";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Answers of a server that cannot take it just now, though they look like refusals. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final MessageSettings settings;
    private final MessageSteps steps;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    MessageToApp(MessageSettings settings, MessageSteps steps, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.steps = steps;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void configure() {
        for (MessageChannel channel : List.of(MessageChannel.PUSH, MessageChannel.CHAT)) {
            from(MessageRoutes.queue(channel))
                    .routeId(MessageRoutes.route(channel))
                    .routeConfigurationId(MessageTrouble.ID)
                    .process(steps::begin)
                    .process(exchange -> send(exchange.getMessage().getMandatoryBody(Outgoing.class)))
                    .process(exchange -> steps.taken(exchange, List.of()));
        }
    }

    private void send(Outgoing message)
            throws NotSent, IOException, InterruptedException, WebhookSigningException, EmptyWebhookSecretException {
        MessageSettings.Hook hook =
                Objects.requireNonNull(message.channel() == MessageChannel.PUSH ? settings.push() : settings.chat());
        int status = client.send(
                        SignedRequest.of(
                                hook.address(),
                                String.valueOf(hook.secret()),
                                message.key(),
                                CLOUD_EVENT,
                                json.writeValueAsString(event(message)),
                                clock.instant(),
                                LIMIT),
                        BodyHandlers.discarding())
                .statusCode();
        if (status / 100 != 2) {
            throw new NotSent(status < 500 && !LATER.contains(status), "HTTP " + status);
        }
    }

    private Map<String, Object> event(Outgoing message) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", message.kind());
        data.put("to", message.to());
        data.put("member", message.pickup().member());
        data.put("language", message.language().toLanguageTag());
        data.put("title", message.text().subject());
        data.put("text", message.text().brief());
        data.put("pickup", message.pickup().id());
        data.put("order", message.pickup().order());
        data.put("location", message.pickup().location());
        data.put("expiresAt", message.pickup().expiresAt());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", message.key());
        event.put("source", "/noren");
        event.put("type", "io.noren.message." + message.channel().name().toLowerCase(Locale.ROOT));
        event.put("subject", message.pickup().id());
        event.put("time", clock.instant());
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }
}
