package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.Identifiers.Wanted;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What customers buy and bring back on every channel, and the points that go with it, each told purchase once.
 *
 * <p>A card that nobody registered yet gets an account at its first purchase, so that no point is lost.
 */
@Component
public class Purchases {
    private final JdbcClient sql;
    private final Identifiers identifiers;
    private final Normalisation normalisation;
    private final PointsLedger ledger;
    private final PointsRule rule;
    private final PointsTerms terms;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    Purchases(
            JdbcClient sql,
            Identifiers identifiers,
            Normalisation normalisation,
            PointsLedger ledger,
            PointsRule rule,
            PointsTerms terms,
            ApplicationEventPublisher facts,
            Clock clock) {
        this.sql = sql;
        this.identifiers = identifiers;
        this.normalisation = normalisation;
        this.ledger = ledger;
        this.rule = rule;
        this.terms = terms;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * What became of a purchase.
     *
     * @param member to whom its account belongs now
     * @param points what it changed when it was first told
     * @param duplicate it had been told before, and nothing was done
     */
    public record Recorded(UUID purchase, UUID member, long points, boolean duplicate) {}

    /**
     * Records a purchase and books its points. Returns of its goods may have come before it, and have taken points by
     * their amount alone: then it earns what makes all of them together the same as if it had come first.
     *
     * @throws Refusal {@code PURCHASE_CONFLICT} if the source told something else under the same key before, and others
     *     that name the field
     */
    @Transactional
    public Recorded record(Purchase purchase) {
        ToldPurchase told = ToldPurchase.of(purchase, normalisation);
        BigDecimal perPoint = rule.amountPerPoint(told.total().currency());
        UUID account = accountOf(told.by());
        oneAtATime(told.source(), told.sourceTransaction());
        Early early = returnedEarly(told, account);
        BigDecimal left = told.total().amount().subtract(early.returned()).max(BigDecimal.ZERO);
        return keep(told, account, perPoint, PointsRule.points(left, perPoint) + early.taken());
    }

    /** What came back before its sale was told, to the account that the sale is for. */
    private record Early(BigDecimal returned, long taken) {}

    private Early returnedEarly(ToldPurchase sale, UUID account) {
        return sql.sql("""
                        select coalesce(sum(total), 0) as returned, coalesce(-sum(points), 0) as taken
                        from loyalty.purchase
                        where source = ? and return_of = ? and account = ? and currency = ?
                        """)
                .param(sale.source())
                .param(sale.sourceTransaction())
                .param(account)
                .param(sale.total().currency())
                .query((row, number) -> new Early(row.getBigDecimal("returned"), row.getLong("taken")))
                .single();
    }

    /** A sale and its returns, at whatever door and copy, see each other or wait: until this transaction ends. */
    private void oneAtATime(String source, String sale) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("loyalty.purchase/" + source + "/" + sale)
                .query(row -> {});
    }

    /**
     * Records a return and takes its points back, even where the member no longer has them: the balance then is a debt.
     *
     * <p>Where the sale is known, no more is taken than it earned, whatever the roundings and however much came back.
     * Where it is not, the points go by the amount alone, until it comes.
     *
     * @throws Refusal {@code PURCHASE_CONFLICT}, {@code RETURN_IN_OTHER_CURRENCY}, and others that name the field
     */
    @Transactional
    public Recorded recordReturn(PurchaseReturn goods) {
        ToldPurchase told = ToldPurchase.of(goods, normalisation);
        Optional<Sale> sale = Optional.ofNullable(told.returnOf()).flatMap(key -> {
            oneAtATime(told.source(), key);
            return known(told.source(), key);
        });
        if (sale.isEmpty()) {
            BigDecimal perPoint = rule.amountPerPoint(told.total().currency());
            return keep(
                    told,
                    accountOf(told.by()),
                    perPoint,
                    -PointsRule.points(told.total().amount(), perPoint));
        }
        Sale sold = sale.get();
        if (!sold.currency().equals(told.total().currency())) {
            throw Refusal.at(
                    "total", "RETURN_IN_OTHER_CURRENCY", "Give the return's total in the currency of its sale.");
        }
        BigDecimal before = returnedBefore(told);
        Function<BigDecimal, Long> worthWhenReturned =
                returned -> PointsRule.points(sold.total().subtract(returned).max(BigDecimal.ZERO), sold.perPoint());
        long taken = worthWhenReturned.apply(before)
                - worthWhenReturned.apply(before.add(told.total().amount()));
        return keep(told, sold.account(), sold.perPoint(), -taken);
    }

    private record Sale(UUID account, String currency, BigDecimal total, BigDecimal perPoint) {}

    private Optional<Sale> known(String source, String transaction) {
        return sql.sql("""
                        select account, currency, total, points_per from loyalty.purchase
                        where source = ? and source_transaction = ? and kind = 'SALE'
                        """)
                .param(source)
                .param(transaction)
                .query((row, number) -> new Sale(
                        row.getObject("account", UUID.class),
                        row.getString("currency"),
                        row.getBigDecimal("total"),
                        row.getBigDecimal("points_per")))
                .optional();
    }

    private BigDecimal returnedBefore(ToldPurchase told) {
        return sql.sql("""
                        select coalesce(sum(total), 0) from loyalty.purchase
                        where source = ? and return_of = ? and source_transaction <> ?
                        """)
                .param(told.source())
                .param(told.returnOf())
                .param(told.sourceTransaction())
                .query(BigDecimal.class)
                .single();
    }

    private Recorded keep(ToldPurchase told, UUID account, BigDecimal perPoint, long points) {
        UUID purchase = UUID.randomUUID();
        Instant now = now();
        boolean isNew = sql.sql("""
                                insert into loyalty.purchase
                                    (id, account, kind, source, source_transaction, return_of, channel, location,
                                     occurred_at, recorded_at, currency, total, points_per, points, content)
                                values (:id, :account, :kind, :source, :sourceTransaction, :returnOf, :channel, :location,
                                        :occurredAt::timestamptz, :recordedAt::timestamptz, :currency, :total,
                                        :pointsPer, :points, :content)
                                on conflict (source, source_transaction, kind) do nothing
                                """)
                        .param("id", purchase)
                        .param("account", account)
                        .param("kind", told.kind().name())
                        .param("source", told.source())
                        .param("sourceTransaction", told.sourceTransaction())
                        .param("returnOf", told.returnOf())
                        .param("channel", told.channel().name())
                        .param("location", told.location())
                        .param("occurredAt", told.occurredAt().toString())
                        .param("recordedAt", now.toString())
                        .param("currency", told.total().currency())
                        .param("total", told.total().amount())
                        .param("pointsPer", perPoint)
                        .param("points", points)
                        .param("content", told.content())
                        .update()
                == 1;
        if (!isNew) {
            return toldBefore(told);
        }
        keepLines(purchase, told.lines());
        if (points != 0) {
            book(told, account, points, now);
        }
        return new Recorded(purchase, memberOf(account), points, false);
    }

    private void keepLines(UUID purchase, List<PurchaseLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        sql.sql("""
                        insert into loyalty.purchase_line (purchase, line, item, quantity, amount)
                        select ?, *
                        from unnest(?::integer[], ?::text[], ?::numeric[], ?::numeric[])
                        """)
                .param(purchase)
                .param(lines.stream().map(line -> Integer.toString(line.line())).toArray(String[]::new))
                .param(lines.stream().map(PurchaseLine::item).toArray(String[]::new))
                .param(lines.stream()
                        .map(line -> line.quantity().toPlainString())
                        .toArray(String[]::new))
                .param(lines.stream().map(line -> plain(line.amount())).toArray(String[]::new))
                .update();
    }

    private void book(ToldPurchase told, UUID account, long points, Instant now) {
        PointsPurpose purpose = switch (told.kind()) {
            case SALE -> PointsPurpose.EARN;
            case RETURN -> PointsPurpose.RETURN;
        };
        PointsEntry entry = new PointsEntry(
                PointsLedger.idOf(told.source(), told.sourceTransaction(), purpose),
                account,
                points,
                purpose,
                told.source(),
                told.sourceTransaction(),
                told.occurredAt(),
                now);
        if (purpose == PointsPurpose.EARN) {
            ledger.earn(entry, terms.pendingUntil(told.occurredAt()), terms.expiresAt(told.occurredAt()));
        } else {
            String sale = told.returnOf();
            ledger.takeBack(entry, sale == null ? null : PointsLedger.idOf(told.source(), sale, PointsPurpose.EARN));
        }
    }

    private record Before(Recorded recorded, String content) {}

    private Recorded toldBefore(ToldPurchase told) {
        Before before = sql.sql("""
                        select p.id, coalesce(m.part_of, m.id) as member, p.points, p.content
                        from loyalty.purchase p join loyalty.member m on m.id = p.account
                        where p.source = ? and p.source_transaction = ? and p.kind = ?
                        """)
                .param(told.source())
                .param(told.sourceTransaction())
                .param(told.kind().name())
                .query((row, number) -> new Before(
                        new Recorded(
                                row.getObject("id", UUID.class),
                                row.getObject("member", UUID.class),
                                row.getLong("points"),
                                true),
                        row.getString("content")))
                .single();
        if (!before.content().equals(told.content())) {
            throw new Refusal(
                    "PURCHASE_CONFLICT",
                    "This source told something else under the same key before; nothing was changed. Compare the two.");
        }
        return before.recorded();
    }

    /** The account that this identifier leads to, opened now if it is the first time it is seen. */
    private UUID accountOf(Claim by) {
        return identifiers
                .holder(by.type(), by.value())
                .or(() -> opened(by))
                .map(Holder::account)
                .orElseThrow(() -> new IllegalStateException("The identifier ended at this very moment; try again"));
    }

    private Optional<Holder> opened(Claim by) {
        UUID identifier = UUID.randomUUID();
        Instant now = now();
        identifiers.openAccountFor(new Wanted(identifier, UUID.randomUUID(), by.type(), by.value(), Proof.USE, now));
        Optional<Holder> holder = identifiers.holder(by.type(), by.value());
        holder.filter(h -> h.identifier().id().equals(identifier))
                .ifPresent(h -> facts.publishEvent(new MemberLinked(
                        UUID.randomUUID(), h.member(), identifier, by.type().name(), null, now)));
        return holder;
    }

    private UUID memberOf(UUID account) {
        return sql.sql("select coalesce(part_of, id) from loyalty.member where id = ?")
                .param(account)
                .query(UUID.class)
                .single();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
