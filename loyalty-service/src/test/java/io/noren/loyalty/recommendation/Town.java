package io.noren.loyalty.recommendation;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Customers who buy and bring back, and nights that pass. */
@Component
class Town {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Instant MORNING = Instant.parse("2026-11-22T00:00:00Z");
    private static final LocalDate FIRST_NIGHT = LocalDate.parse("2026-01-01");

    private final Members members;
    private final Purchases purchases;
    private final Merges merges;
    private final ItemRelations relations;

    Town(Members members, Purchases purchases, Merges merges, ItemRelations relations) {
        this.members = members;
        this.purchases = purchases;
        this.merges = merges;
        this.relations = relations;
    }

    record Customer(UUID id, Claim card) {}

    /** An item that no other test sells. */
    static String item(String name) {
        return name + "-" + NEXT.incrementAndGet();
    }

    Customer customer() {
        String card = "55" + (10_000_000 + NEXT.incrementAndGet());
        Member member = members.register(new NewMember(
                new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                List.of(new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED))));
        return new Customer(member.id(), Claim.card(card));
    }

    /** So many customers who each bought all of this in one go. */
    List<Customer> customers(int count, String... items) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    Customer customer = customer();
                    buys(customer, Channel.STORE, items);
                    return customer;
                })
                .toList();
    }

    String buys(Customer customer, String... items) {
        return buys(customer, Channel.STORE, items);
    }

    String buys(Customer customer, Channel channel, String... items) {
        int number = NEXT.incrementAndGet();
        purchases.record(new Purchase(
                "town",
                "sale-" + number,
                channel,
                customer.card(),
                channel == Channel.STORE ? "ginza" : null,
                MORNING.plusSeconds(number),
                new Money(new BigDecimal(100L * items.length), "JPY"),
                lines(items)));
        return "sale-" + number;
    }

    /** Without saying of which sale. */
    void bringsBack(Customer customer, String... items) {
        int number = NEXT.incrementAndGet();
        purchases.recordReturn(new PurchaseReturn(
                "town",
                "return-" + number,
                Channel.STORE,
                customer.card(),
                null,
                "ginza",
                MORNING.plusSeconds(number),
                new Money(new BigDecimal(100L * items.length), "JPY"),
                lines(items)));
    }

    UUID areOne(Customer survivor, Customer absorbed) {
        UUID merge = merges.propose(survivor.id(), absorbed.id(), "the same person", "test")
                .id();
        merges.approve(merge, "test");
        return merge;
    }

    void areTwoAgain(UUID merge) {
        merges.undo(merge, "they are two", "test");
    }

    ItemRelations.Night night() {
        return tryNight(anyNight()).orElseThrow();
    }

    Optional<ItemRelations.Night> tryNight(LocalDate day) {
        return relations.compute(day);
    }

    static LocalDate anyNight() {
        return FIRST_NIGHT.plusDays(NEXT.incrementAndGet());
    }

    private static List<PurchaseLine> lines(String... items) {
        return IntStream.range(0, items.length)
                .mapToObj(n -> new PurchaseLine(n + 1, items[n], BigDecimal.ONE, new BigDecimal(100)))
                .toList();
    }
}
