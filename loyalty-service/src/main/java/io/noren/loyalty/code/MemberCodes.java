package io.noren.loyalty.code;

import io.noren.loyalty.Members;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.ShownCodes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the codes that members show, and says whose one is. */
@Component
public class MemberCodes implements ShownCodes {
    /** A picture of a code is of no use to anybody after it. */
    static final Duration HOLDS = Duration.ofSeconds(60);
    /** Clocks of two copies differ a little. */
    static final Duration SKEW = Duration.ofSeconds(5);

    private static final Pattern JWS =
            Pattern.compile("([A-Za-z0-9_-]{1,200})\\.([A-Za-z0-9_-]{1,400})\\.([A-Za-z0-9_-]{86})");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SigningKeys keys;
    private final Members members;
    private final JsonMapper json;
    private final Clock clock;

    MemberCodes(SigningKeys keys, Members members, JsonMapper json, Clock clock) {
        this.keys = keys;
        this.members = members;
        this.json = json;
        this.clock = clock;
    }

    /**
     * By which tills check codes (RFC 7517, RFC 8037).
     *
     * @param kid names the key in a code's header
     * @param x the public key, base64url
     */
    public record PublicKey(String kty, String crv, String kid, String x) {}

    private record Header(String alg, String kid) {}

    private record Payload(UUID sub, long iat, long exp) {}

    /**
     * A code for this minute.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional
    public MemberCode of(UUID member) {
        UUID known = members.get(member).id();
        SigningKey key = keys.current();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(HOLDS);
        String signed = part(new Header("EdDSA", key.id()))
                + "."
                + part(new Payload(known, now.getEpochSecond(), expiresAt.getEpochSecond()));
        String signature = BASE64.encodeToString(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
        return new MemberCode(signed + "." + signature, expiresAt);
    }

    @Override
    public boolean looksLikeOne(String text) {
        return JWS.matcher(text).matches();
    }

    @Override
    @Transactional(readOnly = true)
    public UUID memberOf(String code) {
        var parts = JWS.matcher(code);
        if (!parts.matches()) {
            throw forged();
        }
        try {
            JsonNode header = json.readTree(decoded(parts.group(1)));
            SigningKey key = keys.find(header.path("kid").asString("")).orElseThrow(MemberCodes::forged);
            // The key decides how it signs: a header that claims another way is not ours.
            boolean ours = header.path("alg").asString("").equals("EdDSA")
                    && key.hasSigned(
                            (parts.group(1) + "." + parts.group(2)).getBytes(StandardCharsets.US_ASCII),
                            decoded(parts.group(3)));
            if (!ours) {
                throw forged();
            }
            Payload payload = json.readValue(decoded(parts.group(2)), Payload.class);
            Instant now = clock.instant();
            if (!now.isBefore(Instant.ofEpochSecond(payload.exp()).plus(SKEW))
                    || now.isBefore(Instant.ofEpochSecond(payload.iat()).minus(SKEW))) {
                throw Refusal.at(
                        "memberCode",
                        "STALE_MEMBER_CODE",
                        "This code's minute is over. Ask the customer to open the code anew.");
            }
            return payload.sub();
        } catch (JacksonException | IllegalArgumentException e) {
            throw forged();
        }
    }

    /** Those that tills need to check codes without a network. */
    @Transactional
    public List<PublicKey> publicKeys() {
        return keys.all().stream()
                .map(key -> new PublicKey("OKP", "Ed25519", key.id(), key.x()))
                .toList();
    }

    private String part(Object content) {
        return BASE64.encodeToString(json.writeValueAsBytes(content));
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static Refusal forged() {
        return Refusal.at(
                "memberCode",
                "FORGED_MEMBER_CODE",
                "This is no code of ours. Ask the customer for card or phone number.");
    }
}
