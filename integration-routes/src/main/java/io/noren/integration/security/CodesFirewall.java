package io.noren.integration.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Lets through, below {@code /01/} and nowhere else, an encoded slash, percent sign or semicolon: lots and serial numbers
 * may hold them. There it is safe, because everything below is open and read as it was sent, never decoded first.
 */
final class CodesFirewall implements HttpFirewall {
    private final StrictHttpFirewall everywhere = new StrictHttpFirewall();
    private final StrictHttpFirewall ofCodes = new StrictHttpFirewall();

    private CodesFirewall() {
        ofCodes.setAllowUrlEncodedSlash(true);
        ofCodes.setAllowUrlEncodedDoubleSlash(true);
        ofCodes.setAllowUrlEncodedPercent(true);
        ofCodes.setAllowSemicolon(true);
    }

    @Configuration(proxyBeanMethods = false)
    static class InFront {
        @Bean
        static HttpFirewall httpFirewall() {
            return new CodesFirewall();
        }

        /** Tomcat would turn an encoded slash away before the firewall, which decides where it may stand, sees it. */
        @Bean
        static WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashesReachTheFirewall() {
            return tomcat -> tomcat.addConnectorCustomizers(
                    connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
        }
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        return (isCode(request) ? ofCodes : everywhere).getFirewalledRequest(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return everywhere.getFirewalledResponse(response);
    }

    /** A semicolon itself begins a parameter of the path, which is no part of a code. */
    private static boolean isCode(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith(request.getContextPath() + "/01/") && path.indexOf(';') < 0;
    }
}
