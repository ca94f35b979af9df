package io.noren.browser;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Money;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Autowired;

/** Orders of one story, and the codes on what was ordered. */
class PickupFloor {
    @Autowired
    private Items items;

    @Autowired
    private PickupDesk desk;

    @Autowired
    private HandoverCodes codes;

    /** So much of it, in one line. */
    record Wanted(StoreStaff.Goods goods, String quantity) {}

    static Wanted wanted(String quantity, StoreStaff.Goods goods) {
        return new Wanted(goods, quantity);
    }

    /** A number in 13 digits that from now on stands on it. */
    String gtin(StoreStaff.Goods goods) {
        String twelve = "952%09d".formatted(ThreadLocalRandom.current().nextInt(1_000_000_000));
        int sum = IntStream.range(0, 12)
                .map(i -> (twelve.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3))
                .sum();
        String gtin = twelve + (10 - sum % 10) % 10;
        Item item = items.find(goods.sku()).orElseThrow();
        items.put(new Item(
                item.sku(), gtin, item.codes(), item.name(), item.unit(), null, null, null, item.category(), true));
        return gtin;
    }

    Pickup ordered(StoreStaff.Store store, Wanted... wanted) {
        List<NewPickup.Line> lines = new ArrayList<>();
        for (Wanted one : wanted) {
            lines.add(new NewPickup.Line(
                    String.valueOf(lines.size() + 1),
                    one.goods().sku(),
                    new BigDecimal(one.quantity()),
                    new Money(new BigDecimal(1100), "JPY")));
        }
        return desk.place(new NewPickup(
                        "W-" + UUID.randomUUID().toString().substring(0, 8),
                        "web",
                        store.id(),
                        null,
                        new Contact("山田 花子", null, null),
                        lines,
                        null,
                        Payment.PAID_ONLINE,
                        null))
                .pickup();
    }

    Pickup ready(StoreStaff.Store store, Wanted... wanted) {
        UUID id = ordered(store, wanted).id();
        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        return desk.markReady(id, StepNote.NONE);
    }

    HandoverCode codeOf(Pickup order) {
        return codes.of(order.id(), order.location()).orElseThrow();
    }

    /** As a hand scanner does: characters and an Enter, wherever the focus is. */
    static void scan(Page page, String code) {
        page.keyboard().type(code);
        page.keyboard().press("Enter");
    }

    /** By the worker of these pages, so that this one opens again without a network. */
    static void isKept(Page page) {
        await("the page is kept").atMost(Duration.ofSeconds(60)).until(() -> (boolean) page.evaluate("""
                async () => {
                  const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet]")];
                  const all = [location.href, ...parts.map((part) => part.src ?? part.href)];
                  const kept = await Promise.all(all.map((part) => caches.match(part, { ignoreVary: true })));
                  return Boolean(navigator.serviceWorker.controller) && kept.every(Boolean);
                }
                """));
    }

    static Locator told(Page page) {
        return page.locator("#told");
    }
}
