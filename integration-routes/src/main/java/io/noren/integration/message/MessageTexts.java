package io.noren.integration.message;

import io.noren.integration.qr.PublicAddress;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.PickupLine;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.loyalty.PointsLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** One template for each kind of message, {@code message.KIND.…}, filled in from the order as it is now. */
@Component
class MessageTexts {
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_ITEM = 80;
    private static final int MOST_ITEMS = 30;
    private static final Pattern PARAGRAPH = Pattern.compile("\n\n");

    private static final String HIDDEN = "••••••";

    private final MessageSource messages;
    private final Items items;
    private final PointsLedger points;
    private final HandoverCodes codes;
    private final PickupRescues rescues;
    private final PublicAddress address;

    MessageTexts(
            MessageSource messages,
            Items items,
            PointsLedger points,
            HandoverCodes codes,
            PickupRescues rescues,
            PublicAddress address) {
        this.messages = messages;
        this.items = items;
        this.points = points;
        this.codes = codes;
        this.rescues = rescues;
        this.address = address;
    }

    /**
     * @param store null if it is no longer known
     * @param name the shopper's; null if it is not known
     * @param member to whom points belong; null for a guest
     * @param toShopper false for whoever only looks at what shoppers are told: codes and links are theirs
     */
    MessageText of(
            MessageKind kind,
            Pickup pickup,
            @Nullable Location store,
            @Nullable String name,
            @Nullable UUID member,
            Locale language,
            boolean toShopper) {
        ZoneId zone = store == null ? ZoneId.of("UTC") : store.zone();
        String place = PlainWords.of(store == null ? pickup.location() : store.name(), LONGEST_NAME);
        Object[] values = {
            PlainWords.of(pickup.order(), LONGEST_NAME),
            place,
            at(pickup.expiresAt(), zone, language),
            at(pickup.readyBy(), zone, language),
            toShopper ? code(pickup, language) : say("message.code", language, HIDDEN),
            toShopper ? link(pickup) : HIDDEN
        };
        List<String> paragraphs = Stream.concat(
                        PARAGRAPH.splitAsStream(say(kind, "text", language, values)),
                        kind == MessageKind.COLLECTED && member != null
                                ? Stream.of(say("message.points", language, spendable(member)))
                                : Stream.empty())
                .toList();
        String whose = name == null ? "" : PlainWords.of(name, LONGEST_NAME);
        return new MessageText(
                say(kind, "subject", language, values),
                whose.isEmpty() ? "" : say("message.greeting", language, whose),
                paragraphs,
                listed(kind, pickup, language),
                say(kind, "brief", language, values),
                say("message.signature", language, place));
    }

    /** What to show at the counter: the code, or the one that they have, where only its hash is known. */
    private String code(Pickup pickup, Locale language) {
        return codes.of(pickup.id(), pickup.location())
                .map(code -> say("message.code", language, code.pin()))
                .orElseGet(() -> say("message.code.given", language));
    }

    private String link(Pickup pickup) {
        return rescues.of(pickup.id()).stream()
                .findFirst()
                .flatMap(rescue -> address.configured().map(base -> base + "/r/" + rescue.id()))
                .orElse("");
    }

    private String spendable(UUID member) {
        return String.format(Locale.ROOT, "%,d", points.balance(member).spendable());
    }

    private List<String> listed(MessageKind kind, Pickup pickup, Locale language) {
        Stream<String> lines = kind == MessageKind.FELL_SHORT || kind == MessageKind.RESCUE
                ? pickup.lines().stream()
                        .filter(line -> line.missing() != null)
                        .map(line -> item(line.sku(), Objects.requireNonNull(line.missing()), language))
                : pickup.goods().stream().map((PickupLine line) -> item(line.sku(), line.quantity(), language));
        return lines.limit(MOST_ITEMS).toList();
    }

    private String item(String sku, BigDecimal quantity, Locale language) {
        String name = items.find(sku)
                .map(Item::name)
                .flatMap(all -> nameIn(all, language))
                .orElse(sku);
        return PlainWords.of(name, LONGEST_ITEM) + " × "
                + quantity.stripTrailingZeros().toPlainString();
    }

    /** In this language, or in the other one where there is none. */
    private static Optional<String> nameIn(LocalizedName name, Locale language) {
        Optional<String> japanese = Optional.ofNullable(name.ja());
        Optional<String> english = Optional.ofNullable(name.en());
        return isJapanese(language) ? japanese.or(() -> english) : english.or(() -> japanese);
    }

    private String say(MessageKind kind, String part, Locale language, Object... values) {
        return say("message." + kind + "." + part, language, values);
    }

    private String say(String key, Locale language, Object... values) {
        return messages.getMessage(key, values, language);
    }

    private static String at(Instant moment, ZoneId zone, Locale language) {
        return isJapanese(language)
                ? DateTimeFormatter.ofPattern("M月d日(E) H:mm", Locale.JAPANESE).format(moment.atZone(zone))
                : DateTimeFormatter.ofPattern("EEE d MMM, H:mm", Locale.ENGLISH).format(moment.atZone(zone));
    }

    private static boolean isJapanese(Locale language) {
        return language.getLanguage().equals(Locale.JAPANESE.getLanguage());
    }
}
