package io.noren.integration.operations;

import io.noren.integration.NorenSettings;
import io.noren.integration.security.FirstAccess;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Says where everything is, as the last thing of a start. */
@Component
class Welcome {
    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    private final NorenSettings settings;
    private final FirstAccess access;

    Welcome(NorenSettings settings, FirstAccess access) {
        this.settings = settings;
        this.access = access;
    }

    @EventListener
    @Order(Integer.MAX_VALUE)
    void on(ApplicationReadyEvent ready) {
        if (!(ready.getApplicationContext() instanceof ServletWebServerApplicationContext web)
                || web.getWebServer() == null) {
            return;
        }
        String at = "http://localhost:" + web.getWebServer().getPort();
        StringBuilder text = new StringBuilder("Noren is up.\n\n");
        line(text, "Live board", at + "/");
        line(text, "Till look-up", at + "/till");
        line(text, "Pickup desk", at + "/pickup");
        line(text, "Messages", at + "/messages");
        line(text, "Stock", at + "/stock");
        line(text, "Tills", at + "/tills");
        line(text, "Shelf labels", at + "/labels");
        line(text, "Members", at + "/members");
        line(text, "Programme", at + "/programme");
        line(text, "Offers", at + "/offers");
        line(text, "Parked", at + "/parked");
        if (settings.demoWanted()) {
            line(text, "Shopper's page", at + "/p/N-0001?store=ginza");
        }
        line(text, "API", at + "/api-docs.html (OpenAPI: " + at + "/v3/api-docs)");
        line(text, "Operations", at + "/actuator/health/readiness, " + at + "/actuator/prometheus");
        text.append('\n');
        credentials(text);
        text.append("\n  Stop with Ctrl+C. Everything is kept in ")
                .append(settings.data().toAbsolutePath().normalize())
                .append('\n');
        log.info("{}", text);
    }

    private void credentials(StringBuilder text) {
        Path passwordFile = access.passwordFile();
        if (passwordFile != null) {
            // A made-up retailer's password may be shown; a real one's stays in its file.
            String password = settings.demoWanted() ? access.firstPassword() : "in " + passwordFile.normalize();
            line(text, "Sign in as", FirstAccess.FIRST_STAFF + ", password " + password);
        }
        Path keyFile = access.keyFile();
        if (keyFile != null) {
            line(text, "API key", "in " + keyFile.normalize());
        }
    }

    private static void line(StringBuilder text, String what, String where) {
        text.append(String.format("  %-16s %s%n", what, where));
    }
}
