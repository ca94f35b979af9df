package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the shop tells of orders' payments, so that whoever stands at the counter sees whether the goods are paid for. The
 * payment itself is the shop's: it captures when it is told that the goods were collected, and gives back when it is told
 * that they were not, or were brought back.
 */
@Component
public class PickupPayments {
    /** The shop's clock may be a little ahead. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_REFERENCE = 200;
    private static final int DIGITS = 12;

    private final PickupOrders orders;
    private final PickupSteps steps;
    private final JdbcClient jdbc;
    private final Clock clock;

    PickupPayments(PickupOrders orders, PickupSteps steps, JdbcClient jdbc, Clock clock) {
        this.orders = orders;
        this.steps = steps;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param actor who told it, and {@code recordedAt} when */
    public record Told(
            String key,
            PaymentFact.Kind kind,
            BigDecimal amount,
            String currency,
            Instant at,
            @Nullable String reference,
            String actor,
            Instant recordedAt) {

        boolean says(PaymentFact fact) {
            return kind == fact.kind()
                    && currency.equals(fact.currency())
                    && amount.compareTo(fact.amount()) == 0
                    && at.equals(Sql.micros(fact.at()))
                    && Objects.equals(reference, fact.reference());
        }
    }

    /**
     * Records what the shop tells, in whatever state the order is. Told again with the same content nothing more happens.
     *
     * @return the order with its sums
     * @throws Refusal {@code PAYMENT_CONFLICT}, {@code REFUNDED_TOO_MUCH}, {@code OTHER_CURRENCY}, {@code PAYS_IN_STORE},
     *     {@code BAD_KEY}, {@code BAD_AMOUNT}, {@code BAD_REFERENCE}, {@code BAD_PAYMENT_TIME}
     */
    @Transactional
    public Pickup tell(UUID id, PaymentFact fact) {
        Instant now = Sql.micros(clock.instant());
        check(fact, now);
        PickupOrder order = orders.forStep(id);
        Told earlier = of(id).stream()
                .filter(told -> told.key().equals(fact.key()))
                .findFirst()
                .orElse(null);
        if (earlier == null) {
            order.paid(fact.kind(), fact.amount(), fact.currency());
            orders.flush();
            insert(id, fact, now);
            steps.record(id, PickupSteps.PAYMENT, null, order.state(), order.state(), note(fact), now);
        } else if (!earlier.says(fact)) {
            throw new Refusal(
                    "PAYMENT_CONFLICT",
                    "Something else was told under " + fact.key() + " before: give this a key of its own.",
                    "key",
                    Map.of());
        }
        return order.asSeenAt(now);
    }

    /** What the shop has told of an order, in the order in which it did. */
    @Transactional(readOnly = true)
    public List<Told> of(UUID id) {
        return jdbc.sql("""
                select key, kind, amount, currency, at, reference, actor, recorded_at from inventory.pickup_payment
                where pickup_order = :order order by recorded_at, key
                """)
                .param("order", id)
                .query((row, index) -> new Told(
                        row.getString("key"),
                        PaymentFact.Kind.valueOf(row.getString("kind")),
                        Quantities.plain(row.getBigDecimal("amount")),
                        row.getString("currency"),
                        Objects.requireNonNull(Sql.instant(row, "at")),
                        row.getString("reference"),
                        row.getString("actor"),
                        Objects.requireNonNull(Sql.instant(row, "recorded_at"))))
                .list();
    }

    private void insert(UUID id, PaymentFact fact, Instant now) {
        jdbc.sql("""
                insert into inventory.pickup_payment
                    (pickup_order, key, kind, amount, currency, at, reference, actor, recorded_at)
                values (:order, :key, :kind, :amount, :currency, :at, :reference, :actor, :now)
                """)
                .param("order", id)
                .param("key", fact.key())
                .param("kind", fact.kind().name())
                .param("amount", fact.amount())
                .param("currency", fact.currency())
                .param("at", time(Sql.micros(fact.at())))
                .param("reference", fact.reference())
                .param("actor", Actor.current())
                .param("now", time(now))
                .update();
    }

    private static StepNote note(PaymentFact fact) {
        return new StepNote(
                null, fact.kind() + " " + Quantities.plain(fact.amount()).toPlainString() + " " + fact.currency());
    }

    private static void check(PaymentFact fact, Instant now) {
        checkText(fact.key(), LONGEST_KEY, "BAD_KEY", "key");
        if (fact.reference() != null) {
            checkText(fact.reference(), LONGEST_REFERENCE, "BAD_REFERENCE", "reference");
        }
        BigDecimal amount = fact.amount();
        // Digits first, as a long: a number like 1E+999999999 must not cost memory.
        if (amount.signum() <= 0
                || (long) amount.precision() - amount.scale() > DIGITS
                || Quantities.hasTooManyDecimals(amount)
                || !fact.currency().matches("[A-Z]{3}")) {
            throw Refusal.ofField(
                    "BAD_AMOUNT",
                    "amount",
                    "An amount is above 0, has at most 12 digits and 3 decimals, and an ISO 4217 currency.");
        }
        if (fact.at().isAfter(now.plus(SKEW)) || fact.at().isBefore(Instant.EPOCH)) {
            throw Refusal.ofField(
                    "BAD_PAYMENT_TIME",
                    "at",
                    "It happened more than 5 minutes from now, or before 1970: check the clock.");
        }
    }

    private static void checkText(String text, int longest, String code, String field) {
        if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw Refusal.ofField(code, field, "Give 1 to " + longest + " characters.");
        }
    }
}
