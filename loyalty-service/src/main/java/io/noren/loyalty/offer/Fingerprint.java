package io.noren.loyalty.offer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a quote says, as one number: lines, prices, offers with their versions, points; neither channel nor time. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(
            CheckedBasket basket, @Nullable UUID member, List<BasketPricing.Given> given, Quote.Points points) {
        // Texts have no control characters, so a line break separates without doubt.
        StringBuilder all = new StringBuilder(64 * basket.lines().size());
        all.append(basket.currency()).append('\n').append(member).append('\n');
        for (PricedLine line : basket.lines()) {
            all.append(line.told().line()).append('\n');
            all.append(line.told().item()).append('\n');
            all.append(line.thousandths()).append('\n');
            all.append(line.amount()).append('\n');
            all.append(line.net()).append('\n');
        }
        for (BasketPricing.Given each : given) {
            all.append(each.offer().id()).append('\n');
            all.append(each.offer().version()).append('\n');
            all.append(each.coupon()).append('\n');
            all.append(each.discount()).append('\n');
            all.append(each.points()).append('\n');
        }
        all.append(points.base()).append('\n').append(points.bonus());
        return of(all.toString());
    }

    /** SHA-256 in hexadecimal digits. */
    static String of(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
