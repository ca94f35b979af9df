package io.noren.pos.vendor;

import io.noren.pos.LocationBinding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One cloud till system, {@code noren.pos.<vendor>.<source>}.
 *
 * @param secrets by which the vendor signs its webhooks: one, and while it is being exchanged the old one too
 * @param token with which the vendor is asked for what its webhooks did not tell
 * @param url where the vendor is asked; null for its usual address, where it has one
 * @param webhookUrl the address that the vendor was given for its webhooks, where it signs that too; null for
 *     {@code noren.public-url} and the request's path
 * @param locations our location of each of the vendor's; one that is missing is looked for under the vendor's own name
 * @param onlyLocations ours that this source may speak for; empty for every one
 * @param customersAreCards whether the vendor's id of a customer counts as the card of a member
 * @param currency ISO 4217, where the vendor does not say it; without one there are no amounts
 * @param poll how often the vendor is asked, whatever its webhooks tell
 * @param overlap how far before the last round each round begins, because vendors list late changes late
 * @param history how far back the first round of all begins
 * @param replayWindow how old what is signed may say it is, where it tells a time
 */
public record VendorSource(
        @DefaultValue List<String> secrets,
        @DefaultValue("") String token,
        @Nullable URI url,
        @Nullable String webhookUrl,
        @DefaultValue Map<String, String> locations,
        @DefaultValue List<String> onlyLocations,
        @DefaultValue("false") boolean customersAreCards,
        @Nullable String currency,
        @DefaultValue("PT1M") Duration poll,
        @DefaultValue("PT5M") Duration overlap,
        @DefaultValue("P1D") Duration history,
        @DefaultValue("P3D") Duration replayWindow) {
    private static final Pattern NOT_TOLD_APART = Pattern.compile("[^\\p{L}\\p{N}]");

    public VendorSource {
        secrets = secrets.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        if (secrets.size() > 2) {
            throw new IllegalArgumentException(
                    "A till system's webhooks have one secret, or two while it is exchanged.");
        }
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("A till system's poll must be longer than nothing.");
        }
        locations = Map.copyOf(locations);
        onlyLocations = List.copyOf(onlyLocations);
    }

    /** The store code of one of the vendor's locations. Settings from the environment lose case and dashes of a key. */
    public String storeCode(String vendorLocation) {
        String exact = locations.get(vendorLocation);
        if (exact != null) {
            return exact;
        }
        String plain = plain(vendorLocation);
        return locations.entrySet().stream()
                .filter(entry -> plain(entry.getKey()).equals(plain))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(vendorLocation);
    }

    private static String plain(String name) {
        return NOT_TOLD_APART.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /**
     * Where the vendor is asked, without a slash at its end.
     *
     * @param usual null where each retailer has an address of its own, which then must be set
     */
    public URI address(@Nullable String usual) {
        String set = url == null ? Objects.requireNonNull(usual) : url.toString();
        return URI.create(set.replaceAll("/+$", ""));
    }

    public LocationBinding binding() {
        return onlyLocations.isEmpty() ? LocationBinding.UNBOUND : LocationBinding.to(onlyLocations);
    }

    /** Secrets and tokens are nobody's business, not even a log's. */
    @Override
    public String toString() {
        return "VendorSource[url=" + url + ", locations=" + locations + "]";
    }
}
