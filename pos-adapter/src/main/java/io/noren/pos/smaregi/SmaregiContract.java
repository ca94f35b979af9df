package io.noren.pos.smaregi;

import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One retailer's contract with Smaregi, and our app's part in it.
 *
 * @param contract its id, in the addresses of all that is asked
 * @param clientId the app's; its secret is the source's token
 * @param secretHeader the header in which the app's webhooks carry the secret
 * @param idUrl where tokens are given
 */
record SmaregiContract(
        @DefaultValue("") String contract,
        @DefaultValue("") String clientId,
        @DefaultValue("X-Noren-Secret") String secretHeader,
        @DefaultValue("https://id.smaregi.jp") URI idUrl) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    SmaregiContract {
        if (!ID.matcher(contract).matches()) {
            throw new IllegalArgumentException(
                    "Set noren.pos.smaregi.<source>.contract to the id of the retailer's contract with Smaregi.");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException(
                    "Set noren.pos.smaregi.<source>.client-id to that of the app, and token to its client secret.");
        }
    }

    URI tokens() {
        return URI.create(idUrl.toString().replaceAll("/+$", "") + "/app/" + contract + "/token");
    }
}
