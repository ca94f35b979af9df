package io.noren.integration.qr;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
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

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "0:0:0:0:0:0:0:1");

    private final Optional<URI> configured;

    PublicAddress(@Value("${noren.public-url:}") String address) {
        String given = address.strip();
        if (!given.isEmpty() && !BASE.matcher(given).matches()) {
            throw new IllegalArgumentException(
                    "noren.public-url must be an address like https://shop.example, not '" + given + "'");
        }
        configured = given.isEmpty() ? Optional.empty() : Optional.of(URI.create(given.replaceAll("/+$", "")));
    }

    /** The base, if it is configured. */
    public Optional<URI> configured() {
        return configured;
    }

    /**
     * What a redirect to one of our own pages begins with: the base where it is sure, else nothing, so that the redirect stays
     * wherever it was asked. A host that only the request names could be anybody's.
     */
    public String sure(HttpServletRequest request) {
        return configured
                .map(URI::toString)
                .orElseGet(() -> THIS_MACHINE.contains(request.getServerName())
                        ? base(request).toString()
                        : "");
    }

    /** The base without a slash at its end. */
    public URI base(HttpServletRequest request) {
        return configured.orElseGet(() -> URI.create(
                ServletUriComponentsBuilder.fromContextPath(request).build().toUriString()));
    }
}
