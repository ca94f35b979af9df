package io.noren.loyalty.offer;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Baskets of yen, and what differs from all else in this run. */
final class Shop {
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 1_000_000_000);

    private Shop() {}

    static String any(String what) {
        return what + "-" + NEXT.incrementAndGet();
    }

    static Money yen(String amount) {
        return new Money(new BigDecimal(amount), "JPY");
    }

    static Money euro(String amount) {
        return new Money(new BigDecimal(amount), "EUR");
    }

    /** {@code 3 SHIRT 1980}: three shirts at 1,980 yen; its category is the item's own name. */
    static BasketLine line(int number, String told) {
        String[] parts = told.strip().split(" ");
        return new BasketLine(number, parts[1], List.of(parts[1] + "S"), new BigDecimal(parts[0]), yen(parts[2]));
    }

    /** Lines, told one after the other and parted by commas, numbered from 1. */
    static List<BasketLine> lines(String told) {
        List<BasketLine> lines = new ArrayList<>();
        for (String each : told.split(",")) {
            lines.add(line(lines.size() + 1, each));
        }
        return lines;
    }

    static Basket basket(String lines) {
        return basket(Channel.STORE, null, null, lines(lines));
    }

    static Basket basket(
            Channel channel, @Nullable UUID member, @Nullable Instant at, List<BasketLine> lines, String... coupons) {
        return new Basket(channel, "ginza", member, at, lines, List.of(coupons), null, null);
    }

    static Basket of(Basket basket, String source, String transaction) {
        return new Basket(
                basket.channel(),
                basket.location(),
                basket.member(),
                basket.at(),
                basket.lines(),
                basket.coupons(),
                source,
                transaction);
    }
}
