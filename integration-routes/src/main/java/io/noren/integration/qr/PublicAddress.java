package io.noren.integration.qr;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where shoppers reach this application: what every printed code begins with. Set {@code noren.public-url} before labels
 * are printed; without it the address of the request is taken, which serves a demo and misleads behind a proxy.
 */
@Component
public class PublicAddress {
    private static final Pattern BASE = Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+(/[A-Za-z0-9._~\\-/]*)?");

    private final String configured;

    PublicAddress(@Value("${noren.public-url:}") String configured) {
        this.configured = configured.strip();
        if (!this.configured.isEmpty() && !BASE.matcher(this.configured).matches()) {
            throw new IllegalArgumentException(
                    "noren.public-url must be an address like https://shop.example, not '" + this.configured + "'");
        }
    }

    /** The base without a slash at its end. */
    public URI base(HttpServletRequest request) {
        String base = configured.isEmpty()
                ? ServletUriComponentsBuilder.fromContextPath(request).build().toUriString()
                : configured;
        return URI.create(base.replaceAll("/+$", ""));
    }
}
