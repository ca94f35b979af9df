package io.noren.integration.webshop;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a shop signs with, base64 of HMAC-SHA256 over the body as it came, and while it is being exchanged the
 * one before, until an instant that the operator names.
 */
public final class HookSecrets {
    public static final String SECRET = "webhookSecret";
    public static final String PREVIOUS = "previousWebhookSecret";
    /** Option: from then on the previous secret counts no longer, an ISO 8601 instant. */
    public static final String PREVIOUS_UNTIL = "previousWebhookSecretUntil";

    private final ShopAccess access;
    private final Clock clock;

    public HookSecrets(ShopAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** @throws io.noren.inventory.Refusal when there is a previous secret without a readable end */
    public static void check(Webshop shop, Map<String, String> credentials) {
        if (!credentials.getOrDefault(PREVIOUS, "").isEmpty()) {
            WebshopRules.demand(
                    until(shop) != null,
                    "options." + PREVIOUS_UNTIL,
                    "Say until when the previous webhook secret counts, as an ISO 8601 instant with Z.");
        }
    }

    private static @Nullable Instant until(Webshop shop) {
        try {
            return Instant.parse(shop.option(PREVIOUS_UNTIL, ""));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * Demands that the body was signed by the shop.
     *
     * @param header where the signature stands
     * @throws ShopTrouble {@code CLOSED} when it was not
     */
    public void demandSigned(ShopHook hook, String header) {
        String given = hook.header(header);
        if (given == null || given.isBlank()) {
            throw ShopTrouble.closed("The header " + header + " is missing: is this the shop's webhook?");
        }
        List<String> secrets = secrets();
        if (secrets.isEmpty()) {
            throw ShopTrouble.closed("No webhook secret is entered for this shop: set credentials." + SECRET + ".");
        }
        byte[] signature = decoded(given.strip());
        boolean ours = false;
        for (String secret : secrets) {
            ours |= MessageDigest.isEqual(hmac(secret, hook.body()), signature);
        }
        if (!ours) {
            throw ShopTrouble.closed("The signature in " + header
                    + " is not made with the webhook secret that is entered for this shop.");
        }
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (!access.credential(SECRET).isEmpty()) {
            secrets.add(access.credential(SECRET));
        }
        Instant until = until(access.shop());
        if (!access.credential(PREVIOUS).isEmpty()
                && until != null
                && clock.instant().isBefore(until)) {
            secrets.add(access.credential(PREVIOUS));
        }
        return secrets;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
