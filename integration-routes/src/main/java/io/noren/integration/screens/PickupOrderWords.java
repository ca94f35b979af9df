package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import io.noren.inventory.pickup.DoneStep;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.PaymentFact;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupLineState;
import io.noren.inventory.pickup.PickupPayments;
import io.noren.inventory.pickup.PickupReturn;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.PickupStep;
import io.noren.inventory.pickup.ShortReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says a pickup order as whoever works in its store reads it; times are the store's. */
@Component
class PickupOrderWords {
    private static final Pattern SPACE = Pattern.compile(" ");

    private final TypedItems typed;
    private final StaffStores stores;
    private final Words words;

    PickupOrderWords(TypedItems typed, StaffStores stores, Words words) {
        this.typed = typed;
        this.stores = stores;
        this.words = words;
    }

    /** One thing that is known of an order; the texts of its name are {@code pickup.order.customer} and so on. */
    record Fact(String name, String says) {}

    /**
     * One line, each number with its unit.
     *
     * @param why it was not all found
     * @param substitute whether the customer took it instead of what was not found
     */
    record Line(
            String name,
            String sku,
            String quantity,
            PickupLineState state,
            @Nullable String missing,
            @Nullable ShortReason why,
            boolean substitute,
            @Nullable String returned,
            @Nullable String price) {}

    /** What can still come back of a line. */
    record Returnable(String line, String name, String sku, String unit, String left) {}

    /** The sums of what the shop told of the payment. */
    record Paid(String authorised, String captured, String refunded) {}

    record ToldPayment(
            PaymentFact.Kind kind,
            String amount,
            String when,
            @Nullable String reference) {}

    record Back(String name, String quantity, PickupReturn.Condition condition) {}

    /** @param total what had been paid for it; null when a price is missing */
    record Return(
            List<Back> goods,
            @Nullable String total,
            String when,
            String who,
            @Nullable String why,
            @Nullable String tillTransaction) {}

    /**
     * What somebody did.
     *
     * @param step the texts are {@code pickup.step.accept} and so on
     * @param line what it was about
     * @param checked at what they looked; the texts are {@code pickup.step.checked.AGE} and so on
     */
    record Step(
            String step,
            @Nullable String line,
            PickupState to,
            String when,
            String who,
            @Nullable String device,
            @Nullable String why,
            List<String> checked) {}

    List<Fact> facts(Pickup order, Location store, Locale locale) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "customer", order.contact().name());
        add(facts, "delegate", order.delegate());
        add(facts, "store", store.name());
        add(facts, "channel", order.channel());
        add(facts, "placed", at(order.placedAt(), store, locale));
        Pickup.Transfer transfer = order.transfer();
        if (transfer != null) {
            add(facts, "from", stores.name(transfer.from()));
            add(facts, "sent", at(transfer.sentAt(), store, locale));
            add(facts, "came", at(transfer.arrivedAt(), store, locale));
        }
        if (!order.promisedBy().equals(order.readyBy())) {
            add(facts, "promised", at(order.promisedBy(), store, locale));
        }
        add(facts, "ready-by", at(order.readyBy(), store, locale));
        add(facts, "ready", at(order.readyAt(), store, locale));
        add(facts, "here", at(order.arrivedAt(), store, locale));
        add(facts, "collected", at(order.collectedAt(), store, locale));
        add(facts, "back-on-shelf", at(order.returnedAt(), store, locale));
        add(facts, "reason", note(order.reason(), locale));
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable String says) {
        if (says != null && !says.isBlank()) {
            facts.add(new Fact(name, says));
        }
    }

    List<Line> lines(Pickup order, Locale locale) {
        return order.lines().stream()
                .map(line -> new Line(
                        typed.name(line.sku(), locale),
                        line.sku(),
                        typed.quantity(line.quantity(), line.sku(), locale),
                        line.state(),
                        quantity(line.missing(), line.sku(), locale),
                        line.shortReason(),
                        line.replaces() != null,
                        quantity(line.returned(), line.sku(), locale),
                        price(line.unitPrice(), order.currency())))
                .toList();
    }

    /** Where the goods are kept for the customer, if they are. */
    String held(Pickup order, Location store, Locale locale) {
        Pickup.Transfer transfer = order.transfer();
        String from = transfer == null ? "" : stores.name(transfer.from());
        if (order.toReturn()) {
            return words.say("pickup.order.held.to-return", locale);
        } else if (order.state() == PickupState.AWAITING_TRANSFER) {
            return words.say("pickup.order.held.there", locale, from);
        } else if (order.state() == PickupState.IN_TRANSIT) {
            return words.say("pickup.order.held.under-way", locale, from);
        } else if (isOpen(order) && !order.goods().isEmpty()) {
            return words.say("pickup.order.held.here", locale, Words.at(order.expiresAt(), store.zone(), locale));
        }
        return words.say("pickup.order.held.none", locale);
    }

    /** Whether the customer may still fetch it. */
    static boolean isOpen(Pickup order) {
        return PickupStep.CANCEL.isPossibleIn(order.state());
    }

    /** Whether the customer pays before they get it: in the store, and the shop has not told that they have. */
    static boolean isToBePaidHere(Pickup order) {
        Pickup.Paid paid = order.paid();
        return order.payment() == Payment.PAY_IN_STORE
                && isOpen(order)
                && (paid == null || paid.captured().signum() == 0);
    }

    /** Lines of which the customer has something, in the order's order. */
    List<Returnable> returnable(Pickup order, Locale locale) {
        return order.lines().stream()
                .filter(line -> left(line).signum() > 0)
                .map(line -> new Returnable(
                        line.line(),
                        typed.name(line.sku(), locale),
                        line.sku(),
                        typed.unit(line.sku(), locale),
                        typed.quantity(left(line), line.sku(), locale)))
                .toList();
    }

    private static BigDecimal left(Pickup.Line line) {
        BigDecimal missing = line.missing();
        BigDecimal returned = line.returned();
        return line.state() == PickupLineState.COLLECTED
                ? line.quantity()
                        .subtract(missing == null ? BigDecimal.ZERO : missing)
                        .subtract(returned == null ? BigDecimal.ZERO : returned)
                : BigDecimal.ZERO;
    }

    @Nullable
    String total(Pickup order) {
        return price(order.total(), order.currency());
    }

    @Nullable
    Paid paid(Pickup order) {
        Pickup.Paid paid = order.paid();
        return paid == null
                ? null
                : new Paid(
                        PriceText.exact(new Money(paid.authorised(), paid.currency())),
                        PriceText.exact(new Money(paid.captured(), paid.currency())),
                        PriceText.exact(new Money(paid.refunded(), paid.currency())));
    }

    List<ToldPayment> payments(List<PickupPayments.Told> told, Location store, Locale locale) {
        return told.stream()
                .map(each -> new ToldPayment(
                        each.kind(),
                        PriceText.exact(new Money(each.amount(), each.currency())),
                        Words.at(each.at(), store.zone(), locale),
                        each.reference()))
                .toList();
    }

    List<Return> returns(List<PickupReturn> taken, Location store, Locale locale) {
        return taken.stream()
                .map(each -> new Return(
                        each.lines().stream()
                                .map(line -> new Back(
                                        typed.name(line.sku(), locale),
                                        typed.quantity(line.quantity(), line.sku(), locale),
                                        line.condition()))
                                .toList(),
                        price(each.total(), each.currency()),
                        Words.at(each.returnedAt(), store.zone(), locale),
                        who(each.actor(), locale),
                        each.reason(),
                        each.tillTransaction()))
                .toList();
    }

    List<Step> steps(List<DoneStep> steps, Pickup order, Location store, Locale locale) {
        return steps.stream().map(step -> step(step, order, store, locale)).toList();
    }

    private Step step(DoneStep step, Pickup order, Location store, Locale locale) {
        String checked = step.checked();
        return new Step(
                step.step().replace(' ', '-'),
                order.lines().stream()
                        .filter(line -> line.line().equals(step.line()))
                        .findFirst()
                        .map(line -> typed.name(line.sku(), locale))
                        .orElse(null),
                step.to(),
                Words.at(step.at(), store.zone(), locale),
                who(step.actor(), locale),
                note(step.device(), locale),
                // What the shop told of its payment is said elsewhere, and in words.
                step.step().equals("payment") ? null : note(step.reason(), locale),
                checked == null ? List.of() : SPACE.splitAsStream(checked).toList());
    }

    private String who(String actor, Locale locale) {
        return actor.equals("system") ? words.say("pickup.step.system", locale) : actor;
    }

    /** What is noted by itself is said in the reader's language; what people wrote, as they did. */
    private @Nullable String note(@Nullable String said, Locale locale) {
        return said == null ? null : words.known("pickup.note." + said.replace(' ', '-'), said, locale);
    }

    private @Nullable String quantity(@Nullable BigDecimal quantity, String sku, Locale locale) {
        return quantity == null ? null : typed.quantity(quantity, sku, locale);
    }

    private static @Nullable String price(@Nullable BigDecimal amount, @Nullable String currency) {
        return amount == null || currency == null ? null : PriceText.exact(new Money(amount, currency));
    }

    private static @Nullable String at(@Nullable Instant when, Location store, Locale locale) {
        return when == null ? null : Words.at(when, store.zone(), locale);
    }
}
