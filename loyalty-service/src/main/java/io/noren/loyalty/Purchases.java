package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.Identifiers.Wanted;
import io.noren.loyalty.PurchaseLog.Worth;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What customers buy and bring back on every channel, and the points that go with it, each told purchase once.
 *
 * <p>A card that nobody registered yet gets an account at its first purchase, so that no point is lost.
 *
 * <p>Whoever records several at once waits for others in one order: for the sales, then for the cards nobody knows yet,
 * then for the members.
 */
@Component
public class Purchases {
    private final Members members;
    private final Identifiers identifiers;
    private final Normalisation normalisation;
    private final PurchaseLog log;
    private final PurchaseBonus bonus;
    private final PointsLedger ledger;
    private final PointsRules rules;
    private final PointsTerms terms;
    private final Forgotten forgotten;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    Purchases(
            Members members,
            Identifiers identifiers,
            Normalisation normalisation,
            PurchaseLog log,
            PurchaseBonus bonus,
            PointsLedger ledger,
            PointsRules rules,
            PointsTerms terms,
            Forgotten forgotten,
            ApplicationEventPublisher facts,
            Clock clock) {
        this.members = members;
        this.identifiers = identifiers;
        this.normalisation = normalisation;
        this.log = log;
        this.bonus = bonus;
        this.ledger = ledger;
        this.rules = rules;
        this.terms = terms;
        this.forgotten = forgotten;
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

    /** The same as {@link #record(List)} for one. */
    @Transactional
    public Recorded record(Purchase purchase) {
        return record(List.of(purchase)).get(0);
    }

    /**
     * Records purchases and books their points, all or none, each by the rules of its time. Returns of their goods may have come before them, and have
     * taken points by their amount alone: then a purchase earns what makes all of them together the same as if it had
     * come first.
     *
     * @return in the order of the purchases
     * @throws Refusal {@code PURCHASE_CONFLICT} if the source told something else under the same key before, {@code
     *     IDENTIFIER_ERASED} and {@code MEMBER_ERASED} if the customer was forgotten, and others that name the field
     */
    @Transactional
    public List<Recorded> record(List<Purchase> purchases) {
        List<ToldPurchase> told = purchases.stream()
                .map(purchase -> ToldPurchase.of(purchase, normalisation))
                .toList();
        log.oneAtATime(told.stream().map(ToldPurchase::ownKey).toList());
        Instant now = now();
        Map<Buyer, Led> buyers = buyers(told, now);
        Map<PurchaseLog.Key, PurchaseLog.Early> early = log.returnedEarly(told);
        List<Worth> worth = told.stream()
                .map(sale -> {
                    Led buyer = led(buyers, sale);
                    PointsRuleSet by = rules.at(sale.occurredAt());
                    BigDecimal perPoint = by.rules().amountPerPoint(sale.total().currency());
                    PurchaseLog.Early before =
                            early.getOrDefault(PurchaseLog.Key.of(sale, buyer.account()), PurchaseLog.Early.NONE);
                    BigDecimal left =
                            sale.total().amount().subtract(before.returned()).max(BigDecimal.ZERO);
                    long points = by.rules().rounding().points(left, perPoint) + before.taken();
                    return new Worth(sale, buyer.account(), buyer.member(), perPoint, by.version(), points);
                })
                .toList();
        List<Recorded> recorded = log.keep(worth, now);
        List<PointsLedger.Earning> earnings = new ArrayList<>();
        for (int n = 0; n < worth.size(); n++) {
            if (!recorded.get(n).duplicate() && worth.get(n).points() != 0) {
                earnings.add(earning(worth.get(n), now));
            }
        }
        if (!earnings.isEmpty()) {
            ledger.earn(earnings);
        }
        return recorded;
    }

    /** The same as {@link #recordReturns} for one. */
    @Transactional
    public Recorded recordReturn(PurchaseReturn goods) {
        return recordReturns(List.of(goods)).get(0);
    }

    /**
     * Records returns, all or none, and takes their points back, even where the member no longer has them: the balance
     * then is a debt.
     *
     * <p>Where the sale is known, no more is taken than it earned, whatever the roundings and however much came back.
     * Where it is not, the points go by the amount alone, until it comes. Of a bonus the same share goes back.
     *
     * @return in the order of the returns
     * @throws Refusal {@code PURCHASE_CONFLICT}, {@code RETURN_IN_OTHER_CURRENCY}, and others that name the field
     */
    @Transactional
    public List<Recorded> recordReturns(List<PurchaseReturn> returns) {
        List<ToldPurchase> told = returns.stream()
                .map(goods -> ToldPurchase.of(goods, normalisation))
                .toList();
        List<List<String>> known = told.stream()
                .map(ToldPurchase::saleKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        log.oneAtATime(known);
        Instant now = now();
        Map<List<String>, PurchaseLog.Sale> sales = log.sales(told);
        Map<Buyer, Led> buyers = buyers(
                told.stream()
                        .filter(goods -> !sales.containsKey(goods.saleKey()))
                        .toList(),
                now);
        Function<ToldPurchase, UUID> accountOf = goods -> {
            PurchaseLog.Sale sale = sales.get(goods.saleKey());
            return sale == null ? led(buyers, goods).account() : sale.account();
        };
        List<PurchaseBonus.Given> bonuses = bonus.of(known);
        Map<UUID, UUID> members = ledger.membersAlone(
                Stream.concat(told.stream().map(accountOf), bonuses.stream().map(PurchaseBonus.Given::account))
                        .collect(Collectors.toSet()));
        List<Recorded> recorded = told.stream()
                .map(goods -> {
                    UUID account = accountOf.apply(goods);
                    UUID member = Objects.requireNonNull(members.get(account));
                    Worth worth = worth(goods, sales.get(goods.saleKey()), account, member);
                    Recorded kept = log.keep(List.of(worth), now).get(0);
                    if (!kept.duplicate() && worth.points() != 0) {
                        takeBack(worth, now);
                    }
                    return kept;
                })
                .toList();
        bonuses.forEach(bonus::returned);
        return recorded;
    }

    private Worth worth(ToldPurchase goods, PurchaseLog.@Nullable Sale sold, UUID account, UUID member) {
        BigDecimal returned = goods.total().amount();
        if (sold == null) {
            PointsRuleSet by = rules.at(goods.occurredAt());
            BigDecimal perPoint = by.rules().amountPerPoint(goods.total().currency());
            long points = by.rules().rounding().points(returned, perPoint);
            return new Worth(goods, account, member, perPoint, by.version(), -points);
        }
        if (!sold.currency().equals(goods.total().currency())) {
            throw Refusal.at(
                    "total", "RETURN_IN_OTHER_CURRENCY", "Give the return's total in the currency of its sale.");
        }
        BigDecimal before = log.returnedBefore(goods);
        PointsRounding rounding = rules.recordedBy(sold.rules()).rules().rounding();
        long taken = sold.worthAfter(before, rounding) - sold.worthAfter(before.add(returned), rounding);
        return new Worth(goods, account, member, sold.perPoint(), sold.rules(), -taken);
    }

    private PointsLedger.Earning earning(Worth sale, Instant now) {
        Instant sold = sale.told().occurredAt();
        return new PointsLedger.Earning(
                entry(sale, PointsPurpose.EARN, now), terms.pendingUntil(sold), terms.expiresAt(sold));
    }

    private void takeBack(Worth goods, Instant now) {
        String sale = goods.told().returnOf();
        ledger.takeBack(
                entry(goods, PointsPurpose.RETURN, now),
                sale == null ? null : PointsLedger.idOf(goods.told().source(), sale, PointsPurpose.EARN));
    }

    private static PointsEntry entry(Worth worth, PointsPurpose purpose, Instant now) {
        ToldPurchase told = worth.told();
        return new PointsEntry(
                PointsLedger.idOf(told.source(), told.sourceTransaction(), purpose),
                worth.account(),
                worth.points(),
                purpose,
                told.source(),
                told.sourceTransaction(),
                told.occurredAt(),
                now);
    }

    /** Where a buyer leads: the account that bought, and the member that it is part of. */
    private record Led(UUID account, UUID member) {}

    private static Led led(Map<Buyer, Led> buyers, ToldPurchase told) {
        Led led = buyers.get(told.by());
        if (led == null) {
            throw new IllegalStateException("The identifier ended at this very moment; try again");
        }
        return led;
    }

    /** Where these buyers lead; an account is opened now for an identifier that is seen for the first time. */
    private Map<Buyer, Led> buyers(Collection<ToldPurchase> told, Instant now) {
        Map<Buyer, Led> buyers = new HashMap<>();
        Set<Claim> claims = new TreeSet<>(Comparator.comparing(Claim::type).thenComparing(Claim::value));
        for (ToldPurchase purchase : told) {
            if (purchase.by() instanceof Claim claim) {
                claims.add(claim);
            } else if (purchase.by() instanceof Buyer.Known known) {
                buyers.computeIfAbsent(known, by -> new Led(known.id(), members.known(known.id())));
            }
        }
        identifiers.holders(claims).forEach((claim, holder) -> buyers.put(claim, led(holder)));
        for (Claim claim : claims) {
            if (!buyers.containsKey(claim)) {
                open(claim, now).ifPresent(holder -> buyers.put(claim, led(holder)));
            }
        }
        return buyers;
    }

    private static Led led(Holder holder) {
        return new Led(holder.account(), holder.member());
    }

    private Optional<Holder> open(Claim claim, Instant now) {
        forgotten.refuse(List.of(claim));
        UUID identifier = UUID.randomUUID();
        identifiers.openAccountFor(
                new Wanted(identifier, UUID.randomUUID(), claim.type(), claim.value(), Proof.USE, now));
        Optional<Holder> holder = identifiers.holder(claim.type(), claim.value());
        holder.filter(found -> found.identifier().id().equals(identifier))
                .ifPresent(opened -> facts.publishEvent(new MemberLinked(
                        UUID.randomUUID(),
                        opened.member(),
                        identifier,
                        claim.type().name(),
                        null,
                        now)));
        return holder;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
