package io.noren.loyalty;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A purchase or a return as some system told it, checked and brought into one form. */
record ToldPurchase(
        Kind kind,
        String source,
        String sourceTransaction,
        @Nullable String returnOf,
        Channel channel,
        Buyer by,
        @Nullable String location,
        Instant occurredAt,
        Money total,
        List<PurchaseLine> lines) {
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_ITEM = 100;
    private static final int QUANTITY_DIGITS = 12;
    private static final int QUANTITY_DECIMALS = 3;
    private static final int AMOUNT_DIGITS = 15;
    private static final int AMOUNT_DECIMALS = 4;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    enum Kind {
        SALE,
        RETURN
    }

    static ToldPurchase of(Purchase told, Normalisation normalisation) {
        return new ToldPurchase(
                Kind.SALE,
                key("source", told.source()),
                key("sourceTransaction", told.sourceTransaction()),
                null,
                told.channel(),
                normalised(told.by(), normalisation),
                PlainText.optional("location", told.location(), LONGEST_KEY),
                plausible(told.occurredAt()),
                payable(told.total()),
                checked(told.lines()));
    }

    static ToldPurchase of(PurchaseReturn told, Normalisation normalisation) {
        return new ToldPurchase(
                Kind.RETURN,
                key("source", told.source()),
                key("sourceTransaction", told.sourceTransaction()),
                PlainText.optional("returnOf", told.returnOf(), LONGEST_KEY),
                told.channel(),
                normalised(told.by(), normalisation),
                PlainText.optional("location", told.location(), LONGEST_KEY),
                plausible(told.occurredAt()),
                payable(told.total()),
                checked(told.lines()));
    }

    /** Names it among the sales of all sources. */
    List<String> ownKey() {
        return List.of(source, sourceTransaction);
    }

    /** Names the sale whose goods come back, where the till knew it. */
    @Nullable
    List<String> saleKey() {
        return returnOf == null ? null : List.of(source, returnOf);
    }

    /** A fingerprint of all that was told, so that a repetition can be told from a contradiction. */
    String content() {
        // Texts have no control characters, so a line break separates without doubt.
        StringBuilder all = new StringBuilder();
        for (Object part : new @Nullable Object[] {
            kind,
            source,
            sourceTransaction,
            returnOf,
            channel,
            kindOf(by),
            valueOf(by),
            location,
            occurredAt,
            total.amount(),
            total.currency()
        }) {
            all.append(part).append('\n');
        }
        for (PurchaseLine line : lines) {
            all.append(line.line()).append('\n').append(line.item()).append('\n');
            all.append(line.quantity()).append('\n').append(line.amount()).append('\n');
        }
        try {
            byte[] told = all.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(told));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String key(String field, String told) {
        return PlainText.required(field, told, LONGEST_KEY, "PURCHASE_KEY_REQUIRED");
    }

    private static Buyer normalised(Buyer by, Normalisation normalisation) {
        return by instanceof Claim claim
                ? new Claim(claim.type(), normalisation.normalise(claim.type(), claim.value()))
                : by;
    }

    private static String kindOf(Buyer by) {
        return by instanceof Claim claim ? claim.type().name() : "MEMBER";
    }

    private static String valueOf(Buyer by) {
        return by instanceof Claim claim
                ? claim.value()
                : ((Buyer.Known) by).id().toString();
    }

    /** A till's clock may be wrong by years and its sale is still one; only what is no date at all is refused. */
    private static Instant plausible(Instant occurredAt) {
        if (occurredAt.isBefore(Instant.EPOCH) || !occurredAt.isBefore(END_OF_TIME)) {
            throw Refusal.at("occurredAt", "IMPLAUSIBLE_TIME", "The time must be from 1970 to 9999.");
        }
        return occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    private static Money payable(Money total) {
        if (total.amount().signum() < 0 || !total.isPayable()) {
            throw Refusal.at(
                    "total", "IMPLAUSIBLE_TOTAL", "The total must be 0 or more, in whole units of its smallest coin.");
        }
        return total;
    }

    private static List<PurchaseLine> checked(List<PurchaseLine> lines) {
        Set<Integer> numbers = new HashSet<>();
        return lines.stream()
                .map(line -> {
                    boolean quantity =
                            line.quantity().signum() > 0 && fits(line.quantity(), QUANTITY_DIGITS, QUANTITY_DECIMALS);
                    boolean amount = line.amount() == null || fits(line.amount(), AMOUNT_DIGITS, AMOUNT_DECIMALS);
                    if (!quantity || !amount || !numbers.add(line.line())) {
                        throw Refusal.at(
                                "lines",
                                "IMPLAUSIBLE_LINE",
                                "Each line needs a number of its own, a quantity above 0 with at most 3 decimals, and"
                                        + " an amount with at most 4.");
                    }
                    String item = PlainText.required("item", line.item(), LONGEST_ITEM, "ITEM_REQUIRED");
                    return new PurchaseLine(line.line(), item, line.quantity(), line.amount());
                })
                .toList();
    }

    private static boolean fits(BigDecimal number, int wholeDigits, int decimals) {
        return number.scale() <= decimals && Money.wholeDigits(number) <= wholeDigits;
    }
}
