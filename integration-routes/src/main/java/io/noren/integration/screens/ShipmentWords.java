package io.noren.integration.screens;

import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Came;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Discrepancy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says a shipment as whoever sends or receives it reads it; times are those of the place that it goes to. */
@Component
class ShipmentWords {
    private final TypedItems typed;
    private final StaffStores stores;

    ShipmentWords(TypedItems typed, StaffStores stores) {
        this.typed = typed;
        this.stores = stores;
    }

    /**
     * One line, each number with its unit.
     *
     * @param asked as it is typed
     * @param open whether something of it is still to come
     * @param expected when, where it is another time than the whole shipment's; else null
     */
    record Line(
            String line,
            String name,
            String sku,
            String unit,
            String sent,
            String came,
            String left,
            String asked,
            boolean open,
            @Nullable String expected) {}

    /** @param note in the words of whoever named it */
    record Differs(
            Difference kind,
            String name,
            String sku,
            String quantity,
            @Nullable String note,
            String who,
            String when) {}

    /** What came in one go. */
    record Receipt(String place, String who, String when, List<String> goods) {}

    /**
     * A shipment as it is shown.
     *
     * @param from the place or the supplier it comes from
     * @param expected when, or null when nobody has said
     * @param expectedAt the same as a form's field holds it, or empty
     * @param came how much of it has come, of {@code all}
     * @param zone whose clock is meant
     */
    record Shown(
            Shipment shipment,
            String from,
            String to,
            @Nullable String expected,
            String expectedAt,
            @Nullable String dispatched,
            @Nullable String ended,
            BigDecimal came,
            BigDecimal all,
            List<Line> lines,
            List<Differs> differs,
            List<Receipt> receipts,
            ZoneId zone) {}

    /** One that has ended, as a list has it. */
    record Ended(
            Shipment shipment,
            String from,
            String to,
            @Nullable String when) {}

    Ended ended(Shipment shipment, Locale locale) {
        return new Ended(
                shipment, from(shipment), place(shipment.to()), at(shipment.endedAt(), zone(shipment), locale));
    }

    Shown shown(Shipment shipment, Locale locale) {
        ZoneId zone = zone(shipment);
        boolean draft = shipment.state() == Shipment.State.DRAFT;
        BigDecimal all = sum(shipment, draft ? Shipment.Line::quantity : Shipment.Line::sent);
        Instant expected = shipment.expectedAt();
        return new Shown(
                shipment,
                from(shipment),
                place(shipment.to()),
                at(expected, zone, locale),
                expected == null ? "" : TypedTime.of(expected, zone),
                at(shipment.dispatchedAt(), zone, locale),
                at(shipment.endedAt(), zone, locale),
                draft ? BigDecimal.ZERO : all.subtract(sum(shipment, Shipment.Line::outstanding)),
                all,
                shipment.lines().stream()
                        .map(line -> line(line, shipment, zone, locale))
                        .toList(),
                shipment.discrepancies().stream()
                        .map(each -> differs(each, zone, locale))
                        .toList(),
                shipment.receipts().stream()
                        .map(receipt -> receipt(receipt, zone, locale))
                        .toList(),
                zone);
    }

    /** Whose clock tells when it is expected. */
    ZoneId zone(Shipment shipment) {
        return stores.zoneOf(stores.known(shipment.to()));
    }

    String place(String id) {
        return stores.name(id);
    }

    private String from(Shipment shipment) {
        return shipment.from() == null ? String.valueOf(shipment.supplier()) : place(shipment.from());
    }

    private static @Nullable String at(@Nullable Instant when, ZoneId zone, Locale locale) {
        return when == null ? null : Words.at(when, zone, locale);
    }

    private static BigDecimal sum(Shipment shipment, Function<Shipment.Line, BigDecimal> number) {
        return shipment.lines().stream().map(number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Line line(Shipment.Line line, Shipment of, ZoneId zone, Locale locale) {
        String sku = line.sku();
        BigDecimal sent = line.sent().signum() == 0 ? line.quantity() : line.sent();
        return new Line(
                line.line(),
                typed.name(sku, locale),
                sku,
                typed.unit(sku, locale),
                typed.quantity(sent, sku, locale),
                typed.quantity(line.received().add(line.damaged()).add(line.over()), sku, locale),
                typed.quantity(line.outstanding(), sku, locale),
                line.quantity().toPlainString(),
                line.outstanding().signum() > 0,
                Objects.equals(line.expectedAt(), of.expectedAt()) ? null : at(line.expectedAt(), zone, locale));
    }

    private Differs differs(Discrepancy each, ZoneId zone, Locale locale) {
        return new Differs(
                each.kind(),
                typed.name(each.sku(), locale),
                each.sku(),
                typed.quantity(each.quantity(), each.sku(), locale),
                each.note(),
                each.actor(),
                Words.at(each.namedAt(), zone, locale));
    }

    private Receipt receipt(Shipment.Receipt receipt, ZoneId zone, Locale locale) {
        return new Receipt(
                place(receipt.location()),
                receipt.actor(),
                Words.at(receipt.occurredAt(), zone, locale),
                receipt.lines().stream().map(came -> goods(came, locale)).toList());
    }

    private String goods(Came came, Locale locale) {
        BigDecimal all = came.quantity().add(came.damaged()).add(came.over());
        return typed.name(came.sku(), locale) + " × " + typed.quantity(all, came.sku(), locale);
    }
}
