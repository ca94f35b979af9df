package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStandings;
import io.noren.loyalty.Money;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.PurchaseBonus;
import io.noren.loyalty.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes a quote count: takes the member's uses of its offers, redeems its coupons and books its bonus, all or nothing.
 * The basket is reckoned again, so that nobody is given what is no longer offered.
 */
@Component
public class Acceptances {
    private static final int LONGEST_KEY = 200;

    private final JdbcClient sql;
    private final Quotes quotes;
    private final Offers offers;
    private final OfferUses uses;
    private final Coupons coupons;
    private final MemberStandings standings;
    private final PurchaseBonus bonus;
    private final Clock clock;

    Acceptances(
            JdbcClient sql,
            Quotes quotes,
            Offers offers,
            OfferUses uses,
            Coupons coupons,
            MemberStandings standings,
            PurchaseBonus bonus,
            Clock clock) {
        this.sql = sql;
        this.quotes = quotes;
        this.offers = offers;
        this.uses = uses;
        this.coupons = coupons;
        this.standings = standings;
        this.bonus = bonus;
        this.clock = clock;
    }

    /**
     * Accepts a quote for the purchase that the basket names. Told again it is the same acceptance.
     *
     * @param fingerprint of the quote that the customer was shown
     * @throws Refusal {@code QUOTE_OUTDATED} if the basket is answered otherwise by now: an offer has changed, was used
     *     up, a coupon is gone; {@code ACCEPTANCE_CONFLICT} if this purchase has accepted another quote, {@code
     *     ACCEPTANCE_KEY_REQUIRED}, and those of quotes and coupons
     */
    @Transactional
    public Acceptance accept(Basket basket, String fingerprint) {
        String source = PlainText.required("source", basket.source(), LONGEST_KEY, "ACCEPTANCE_KEY_REQUIRED");
        String transaction = PlainText.required(
                "sourceTransaction", basket.sourceTransaction(), LONGEST_KEY, "ACCEPTANCE_KEY_REQUIRED");
        bonus.oneAtATime(source, transaction);
        Optional<Acceptance> before = find(source, transaction);
        if (before.isPresent()) {
            return sameAs(before.get(), basket.member(), fingerprint);
        }
        UUID account = basket.member();
        UUID member = account == null ? null : standings.alone(account);
        Quote quote = quotes.quote(basket);
        if (!quote.fingerprint().equals(fingerprint)) {
            throw new Refusal(
                    "QUOTE_OUTDATED",
                    "This basket is answered otherwise by now; nothing was taken. Ask for a new quote and show it.");
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        keep(id, source, transaction, account, quote, now);
        for (Quote.Applied applied : quote.offers()) {
            Offer offer = offers.get(applied.offer(), applied.version()).offer();
            uses.add(id, applied, offer.perMember(), account, member);
        }
        quote.offers().stream()
                .map(Quote.Applied::coupon)
                .filter(Objects::nonNull)
                .sorted()
                .forEach(code -> coupons.redeem(code, account, source, transaction));
        if (account != null && quote.points().bonus() > 0) {
            bonus.give(account, quote.points().bonus(), quote.total(), source, transaction, quote.at());
        }
        return find(source, transaction).orElseThrow();
    }

    private static Acceptance sameAs(Acceptance before, @Nullable UUID member, String fingerprint) {
        if (!before.fingerprint().equals(fingerprint) || !Objects.equals(before.member(), member)) {
            throw new Refusal(
                    "ACCEPTANCE_CONFLICT",
                    "This purchase has accepted another quote before; nothing was changed. Compare the two.");
        }
        return before;
    }

    private void keep(UUID id, String source, String transaction, @Nullable UUID account, Quote quote, Instant now) {
        sql.sql("""
                        insert into loyalty.quote_acceptance
                            (id, source, source_transaction, account, fingerprint, channel, location, currency, total,
                             discount, base_points, bonus_points, accepted_at)
                        values (:id, :source, :transaction, :account::uuid, :fingerprint, :channel, :location,
                                :currency, :total, :discount, :base, :bonus, :now::timestamptz)
                        """)
                .param("id", id)
                .param("source", source)
                .param("transaction", transaction)
                .param("account", account == null ? null : account.toString())
                .param("fingerprint", quote.fingerprint())
                .param("channel", quote.channel().name())
                .param("location", quote.location())
                .param("currency", quote.total().currency())
                .param("total", quote.total().amount())
                .param("discount", quote.discount().amount())
                .param("base", quote.points().base())
                .param("bonus", quote.points().bonus())
                .param("now", now.toString())
                .update();
    }

    private Optional<Acceptance> find(String source, String transaction) {
        return sql.sql("select * from loyalty.quote_acceptance where source = ? and source_transaction = ?")
                .param(source)
                .param(transaction)
                .query((row, number) -> new Acceptance(
                        row.getObject("id", UUID.class),
                        source,
                        transaction,
                        row.getObject("account", UUID.class),
                        row.getString("fingerprint"),
                        new Money(row.getBigDecimal("total"), row.getString("currency")),
                        new Money(row.getBigDecimal("discount"), row.getString("currency")),
                        row.getLong("base_points"),
                        row.getLong("bonus_points"),
                        used(row.getObject("id", UUID.class)),
                        row.getTimestamp("accepted_at").toInstant()))
                .optional();
    }

    private List<Acceptance.Used> used(UUID acceptance) {
        return sql.sql("select offer, version from loyalty.offer_use where acceptance = ? order by offer")
                .param(acceptance)
                .query((row, number) -> new Acceptance.Used(row.getString("offer"), row.getLong("version")))
                .list();
    }
}
