package io.noren.integration.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.BadRequestException;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request of the API whose body could not be read to its end is to be sent again. Tomcat takes every such request for a
 * bad one, also when it is this server that stops in the middle, and answers 400 with a page of its own; a till that hears
 * that believes its receipt to be faulty and keeps it back. It does so below all filters, so this is a valve.
 */
@Component
class BrokenOffRequests implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    private final JsonMapper json;

    BrokenOffRequests(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addContextCustomizers(context -> context.getPipeline().addValve(new AskAgain(json)));
    }

    private static final class AskAgain extends ValveBase {
        private final JsonMapper json;

        AskAgain(JsonMapper json) {
            super(true); // asynchronous requests pass
            this.json = json;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            boolean brokenOff = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof BadRequestException;
            if (brokenOff
                    && request.getRequestURI().startsWith("/api/")
                    && !response.getCoyoteResponse().isCommitted()) {
                response.setSuspended(false); // as it is since Tomcat noted its own answer
                response.reset();
                response.setHeader(HttpHeaders.RETRY_AFTER, "1");
                Problems.write(
                        response,
                        json,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "REQUEST_BROKEN_OFF",
                        "The request did not arrive to its end. Send it again.");
                response.flushBuffer();
            }
        }
    }
}
