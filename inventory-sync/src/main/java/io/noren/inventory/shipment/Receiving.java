package io.noren.inventory.shipment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came in one go, as its receiver says.
 *
 * @param receipt the receiver's own number for it: said again with the same content it changes nothing
 * @param location where; null for the shipment's target. A transfer may also come back to where it was sent from
 * @param occurredAt now when null
 * @param lines what came on account of lines
 * @param unexpected items that are on no line
 */
public record Receiving(
        String receipt,
        @Nullable String location,
        @Nullable Instant occurredAt,
        List<Line> lines,
        List<Unexpected> unexpected) {

    private static final int LONGEST_RECEIPT = 100;
    private static final int LONGEST_NOTE = 500;

    public Receiving {
        occurredAt = occurredAt == null ? null : Sql.micros(occurredAt);
    }

    /**
     * @param quantity in good order; with {@code damaged} at most what is outstanding
     * @param damaged arrived, but damaged
     * @param over beyond what is outstanding: only who says so may receive more
     * @param note what to say of a difference
     */
    public record Line(
            String line,
            BigDecimal quantity,
            BigDecimal damaged,
            BigDecimal over,
            @Nullable String note) {

        BigDecimal onAccount() {
            return quantity.add(damaged);
        }
    }

    /** An item that nobody had sent. */
    public record Unexpected(
            String sku,
            BigDecimal quantity,
            BigDecimal damaged,
            @Nullable String note) {

        BigDecimal all() {
            return quantity.add(damaged);
        }
    }

    /** @throws Refusal {@code BAD_RECEIPT}, {@code BAD_LINES}, {@code BAD_NOTE}, {@code ABSURD_QUANTITY} */
    void checkShape() {
        NewShipment.checkText(receipt, LONGEST_RECEIPT, "BAD_RECEIPT", "receipt");
        int all = lines.size() + unexpected.size();
        if (all == 0 || all > NewShipment.MOST_LINES) {
            throw NewShipment.refusal(
                    "BAD_LINES", "lines", "Say of 1 to " + NewShipment.MOST_LINES + " lines what came.");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String at = "lines[" + i + "].";
            if (!names.add(line.line())) {
                throw NewShipment.refusal("BAD_LINES", at + "line", "Name each line once.");
            }
            checkQuantity(line.quantity(), at + "quantity");
            checkQuantity(line.damaged(), at + "damaged");
            checkQuantity(line.over(), at + "over");
            checkNote(line.note(), at + "note");
        }
        for (int i = 0; i < unexpected.size(); i++) {
            Unexpected item = unexpected.get(i);
            String at = "unexpected[" + i + "].";
            if (item.sku().indexOf('\0') >= 0) {
                throw NewShipment.refusal("UNKNOWN_ITEM", at + "sku", "There is no item with such a name.");
            }
            checkQuantity(item.quantity(), at + "quantity");
            checkQuantity(item.damaged(), at + "damaged");
            checkNote(item.note(), at + "note");
        }
    }

    private static void checkQuantity(BigDecimal quantity, String field) {
        if (quantity.signum() < 0 || Quantities.isAbsurd(quantity)) {
            throw NewShipment.refusal("ABSURD_QUANTITY", field, "A quantity is 0 to 1,000,000.");
        } else if (Quantities.hasTooManyDecimals(quantity)) {
            throw NewShipment.refusal("TOO_MANY_DECIMALS", field, "Quantities have at most 3 decimals.");
        }
    }

    static void checkNote(@Nullable String note, String field) {
        if (note != null) {
            NewShipment.checkText(note, LONGEST_NOTE, "BAD_NOTE", field);
        }
    }

    /** Of all that it says. */
    UUID digest() {
        StringBuilder content = new StringBuilder(String.join(
                "\n", receipt, String.valueOf(location), String.valueOf(occurredAt), String.valueOf(lines.size())));
        for (Line line : lines) {
            add(content, line.line(), text(line.quantity()), text(line.damaged()), text(line.over()), line.note());
        }
        for (Unexpected item : unexpected) {
            add(content, item.sku(), text(item.quantity()), text(item.damaged()), item.note());
        }
        return UUID.nameUUIDFromBytes(content.toString().getBytes(UTF_8));
    }

    private static void add(StringBuilder content, @Nullable String... parts) {
        for (String part : parts) {
            content.append('\n').append(part);
        }
    }

    private static String text(BigDecimal quantity) {
        return Quantities.plain(quantity).toPlainString();
    }
}
