package io.noren.pos.vendor;

import java.net.URI;

/**
 * What a vendor gives a token of short life for (RFC 6749, 4.4), instead of one that never ends.
 *
 * @param tokens where it gives them
 * @param scope what the token is to be good for
 */
public record ClientCredentials(URI tokens, String clientId, String clientSecret, String scope) {

    /** Without what lets us in. */
    @Override
    public String toString() {
        return "ClientCredentials[tokens=" + tokens + ", scope=" + scope + "]";
    }
}
