package io.noren.loyalty.web;

import io.noren.loyalty.Profile;
import io.noren.loyalty.Refusal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A JSON merge patch (RFC 7396) on a profile: what is absent stays, what is null goes. */
@Component
class ProfilePatch {
    private static final String VERSION = "version";
    private static final Set<String> FIELDS =
            Set.of("familyName", "givenName", "familyKana", "givenKana", "birthDate", "homeLocation", "locale");
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"|(\\d{1,18})");

    private final JsonMapper json;

    ProfilePatch(JsonMapper json) {
        this.json = json;
    }

    /** @throws Refusal {@code VERSION_REQUIRED}, {@code UNREADABLE_VERSION} */
    long version(@Nullable String ifMatch, ObjectNode told) {
        if (ifMatch != null) {
            Matcher etag = ETAG.matcher(ifMatch.strip());
            if (etag.matches()) {
                return Long.parseLong(etag.group(1) == null ? etag.group(2) : etag.group(1));
            }
            throw new Refusal("UNREADABLE_VERSION", "Send the member's ETag or its version as If-Match.");
        }
        JsonNode version = told.path(VERSION);
        if (version.isMissingNode() || version.isNull()) {
            throw new Refusal("VERSION_REQUIRED", "Say which version was read, by If-Match or in the field version.");
        }
        if (!version.isIntegralNumber() || !version.canConvertToLong()) {
            throw Refusal.at(VERSION, "UNREADABLE_VERSION", "The version is the whole number that was read.");
        }
        return version.longValue();
    }

    /** @throws Refusal {@code MALFORMED_PATCH} for fields that are not there or of another kind */
    Profile apply(Profile present, ObjectNode told) {
        ObjectNode merged = json.valueToTree(present);
        told.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.equals(VERSION)) {
                return;
            }
            if (!FIELDS.contains(name) || !(value.isString() || value.isNull())) {
                throw Refusal.at(name, "MALFORMED_PATCH", "Only texts or null can be given, for: " + FIELDS + ".");
            }
            merged.set(name, value);
        });
        if (!merged.hasNonNull("locale")) {
            merged.put("locale", Profile.DEFAULT_LOCALE);
        }
        try {
            return json.treeToValue(merged, Profile.class);
        } catch (JacksonException e) {
            throw Refusal.at("birthDate", "MALFORMED_PATCH", "A date is written YYYY-MM-DD.");
        }
    }
}
