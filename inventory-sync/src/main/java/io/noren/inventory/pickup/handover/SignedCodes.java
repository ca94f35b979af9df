package io.noren.inventory.pickup.handover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Codes as JSON Web Signatures, which libraries of every platform check. */
@Component
class SignedCodes {
    private static final Pattern JWS =
            Pattern.compile("([A-Za-z0-9_-]{1,200})\\.([A-Za-z0-9_-]{1,600})\\.([A-Za-z0-9_-]{86})");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ALGORITHM = "EdDSA";
    /** So that no other code of ours, signed for another purpose, is taken for one. */
    private static final String TYPE = "noren-pickup";

    private final HandoverKeys keys;
    private final JsonMapper json;

    SignedCodes(HandoverKeys keys, JsonMapper json) {
        this.keys = keys;
        this.json = json;
    }

    private record Header(String alg, String typ, String kid) {}

    /**
     * @param sub the order
     * @param aud its store
     * @param num which of the order's codes this is
     */
    record Claims(UUID sub, String aud, int num) {}

    static boolean looksLikeOne(String text) {
        return JWS.matcher(text).matches();
    }

    String sign(HandoverKey key, Claims claims) {
        String signed = part(new Header(ALGORITHM, TYPE, key.id())) + "." + part(claims);
        return signed + "." + BASE64.encodeToString(key.sign(signed));
    }

    /** @return empty if it is not signed by us */
    Optional<Claims> read(String code) {
        Matcher parts = JWS.matcher(code);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            JsonNode header = json.readTree(decoded(parts.group(1)));
            // The key decides how it signs: a header that claims another way is not ours.
            boolean ours = header.path("alg").asString("").equals(ALGORITHM)
                    && header.path("typ").asString("").equals(TYPE)
                    && keys.find(header.path("kid").asString(""))
                            .filter(key ->
                                    key.hasSigned(parts.group(1) + "." + parts.group(2), decoded(parts.group(3))))
                            .isPresent();
            return ours ? Optional.of(json.readValue(decoded(parts.group(2)), Claims.class)) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    List<HandoverCodes.PublicKey> publicKeys() {
        return keys.all().stream()
                .map(key -> new HandoverCodes.PublicKey("OKP", "Ed25519", key.id(), key.x()))
                .toList();
    }

    private String part(Object content) {
        return BASE64.encodeToString(json.writeValueAsString(content).getBytes(UTF_8));
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }
}
