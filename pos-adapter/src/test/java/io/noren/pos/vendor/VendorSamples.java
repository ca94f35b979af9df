package io.noren.pos.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.Dialect;
import io.noren.pos.Reading;
import io.noren.pos.SoldLine;
import io.noren.pos.StoreDirectory;
import io.noren.pos.TillTransaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A vendor's documents as they stand in the resources, and what a dialect reads in them. */
public final class VendorSamples {
    private VendorSamples() {}

    /** Every store is in Tokyo. */
    public static VendorKeys keys() {
        return new VendorKeys((source, code) -> Optional.of(new StoreDirectory.Store(code, ZoneId.of("Asia/Tokyo"))));
    }

    public static VendorSource settings() {
        return new VendorSource(
                List.of("secret"),
                "token",
                URI.create("https://shop.example"),
                null,
                Map.of(),
                List.of(),
                true,
                "JPY",
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                Duration.ofDays(3));
    }

    /** As {@link #settings}, of a vendor at this address. */
    public static VendorSource settings(LocalVendor vendor, String token) {
        VendorSource usual = settings();
        return new VendorSource(
                usual.secrets(),
                token,
                URI.create(vendor.address()),
                null,
                usual.locations(),
                usual.onlyLocations(),
                usual.customersAreCards(),
                usual.currency(),
                usual.poll(),
                usual.overlap(),
                usual.history(),
                usual.replayWindow());
    }

    /** To ask a vendor, at its pace. */
    public static VendorHttp http(VendorFeed feed) {
        return new VendorHttp(HttpClient.newHttpClient(), feed.limits(), Clock.systemUTC());
    }

    public static String sample(String name) {
        try (InputStream in = VendorSamples.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each transaction as {@code kind id day till card: sold -returned}. */
    public static List<String> told(Dialect dialect, String source, String document) {
        try {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            dialect.check(source, new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), kept);
            List<Reading> readings = new ArrayList<>();
            dialect.read(source, new ByteArrayInputStream(kept.toByteArray()), readings::add);
            return readings.stream()
                    .map(reading -> told((TillTransaction) reading))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String told(TillTransaction transaction) {
        StringBuilder text = new StringBuilder()
                .append(transaction.kind())
                .append(' ')
                .append(transaction.vendorId())
                .append(' ')
                .append(transaction.key().storeCode())
                .append(' ')
                .append(transaction.key().businessDay())
                .append(' ')
                .append(transaction.memberCard())
                .append(transaction.original() == null ? "" : " of an original")
                .append(':');
        transaction.sold().forEach(line -> text.append(" +").append(line(line)));
        transaction.returned().forEach(line -> text.append(" -").append(line(line)));
        return text.toString();
    }

    private static String line(SoldLine line) {
        return line.quantity().toPlainString() + (line.unit() == null ? "" : line.unit()) + " "
                + line.codes().get(0).scheme() + ":" + line.codes().get(0).value() + "="
                + (line.amount() == null
                        ? "?"
                        : line.amount().stripTrailingZeros().toPlainString());
    }
}
