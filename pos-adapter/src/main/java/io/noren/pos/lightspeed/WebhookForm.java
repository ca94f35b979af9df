package io.noren.pos.lightspeed;

import io.noren.pos.Refusal;
import io.noren.pos.vendor.VendorJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A webhook's body: a form, in one of whose fields stands JSON. */
final class WebhookForm {
    private static final String PAYLOAD = "payload=";

    private WebhookForm() {}

    /** @throws Refusal {@code MALFORMED_DOCUMENT} */
    static JsonNode payload(byte[] body) {
        for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            if (field.startsWith(PAYLOAD)) {
                return VendorJson.read(
                        decoded(field.substring(PAYLOAD.length())).getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new Refusal("MALFORMED_DOCUMENT", "The webhook is no form with a field called payload.");
    }

    private static String decoded(String field) {
        try {
            return URLDecoder.decode(field, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal("MALFORMED_DOCUMENT", "The webhook's form is not encoded as forms are, or breaks off.");
        }
    }
}
