package io.noren.integration.qr.label;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Labels that somebody wants printed.
 *
 * @param base where the codes lead, see {@link io.noren.integration.qr.PublicAddress}
 * @param beforeTax whether the price before tax is printed, too
 */
public record NewLabelJob(
        String location,
        LabelSelection selection,
        String template,
        String format,
        boolean beforeTax,
        URI base,
        String requestedBy) {

    /** Of what is wanted, whoever wants it. */
    byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Object> wanted = List.of(location, template, format, beforeTax, base, selection);
            for (Object each : wanted) {
                byte[] text = String.valueOf(each).getBytes(StandardCharsets.UTF_8);
                digest.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(text);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
