package io.noren.integration.screens;

import io.noren.inventory.MovementHistory;
import io.noren.inventory.QuantityName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says a row of the ledger as one would tell a colleague: what happened, by whom, from what, and when. */
@Component
class LedgerWords {
    /** What somebody wrote beside a movement on the screen stands in its document behind this. */
    static final String NOTE = "note/";

    /** What is entered on the screen has an id that begins with this. */
    static final String SCREEN = "screen/";

    /** A till's line: source, store, business day, till, receipt, line. */
    private static final Pattern RECEIPT =
            Pattern.compile("pos/[^/]+/[^/]+/(?<day>[0-9-]+)/(?<till>[^/]+)/(?<receipt>[^/]+)/.*");

    private static final Pattern DOCUMENT =
            Pattern.compile("(?<kind>reservation|repair|count|transfer|purchase-receipt)/(?<id>.+)");

    /** A row of a file, also where it is a count. */
    private static final Pattern FILE = Pattern.compile("(count/)?import/(?<id>[0-9a-f-]{36})(/.*)?");

    /** What was counted in a session. */
    private static final Pattern SESSION = Pattern.compile("count/session/[^/]+/[0-9]+/(?<id>[0-9a-f-]{36})");

    private static final Pattern SHIPMENT = Pattern.compile("(?<kind>transfer|purchase-receipt)/(?<id>[0-9a-f-]{36})");

    private final Words words;

    LedgerWords(Words words) {
        this.words = words;
    }

    /**
     * One row of the ledger.
     *
     * @param quantity which number moved; the texts are {@code stock.number.ON_HAND} and so on
     * @param aside whether it is about something else than what is on hand
     * @param tone {@code up}, {@code down}
     * @param from what caused it, or null
     * @param link the page about what caused it, or null
     * @param note what somebody wrote beside it, or null
     * @param heard when the hub heard of it, where that was much later than it happened; else null
     */
    record Line(
            long sequence,
            String what,
            QuantityName quantity,
            boolean aside,
            String change,
            String tone,
            String onHand,
            String who,
            @Nullable String from,
            @Nullable String link,
            @Nullable String note,
            String when,
            @Nullable String heard) {}

    Line line(MovementHistory.Entry entry, ZoneId zone, Locale locale) {
        String document = Objects.requireNonNullElse(entry.document(), "");
        return new Line(
                entry.sequence(),
                what(entry, locale),
                entry.quantityName(),
                entry.quantityName() != QuantityName.ON_HAND,
                Words.change(entry.delta()),
                entry.delta().signum() < 0 ? "down" : "up",
                Words.number(entry.onHand()),
                who(entry.actor(), locale),
                from(entry.id(), document, locale),
                link(document),
                document.startsWith(NOTE) ? document.substring(NOTE.length()) : null,
                Words.at(entry.occurredAt(), zone, locale),
                late(entry.occurredAt(), entry.receivedAt()) ? Words.at(entry.receivedAt(), zone, locale) : null);
    }

    private String what(MovementHistory.Entry entry, Locale locale) {
        if (entry.quantityName().isSetAside()) {
            boolean setAside = entry.delta().signum() > 0;
            return words.refusal(setAside ? "stock.aside" : "stock.back", entry.reason(), locale);
        }
        return words.refusal("stock.did", entry.reason(), locale);
    }

    private String who(String actor, Locale locale) {
        return actor.equals("system") ? words.say("stock.who.system", locale) : actor;
    }

    private @Nullable String from(String id, String document, Locale locale) {
        Matcher receipt = RECEIPT.matcher(id);
        if (receipt.matches()) {
            return words.say("stock.from.pos", locale, receipt.group("till"), receipt.group("receipt"));
        }
        Matcher file = FILE.matcher(document);
        if (file.matches()) {
            return words.say("stock.from.import", locale, shortened(file.group("id")));
        }
        Matcher session = SESSION.matcher(document);
        if (session.matches()) {
            return words.say("stock.from.session", locale, shortened(session.group("id")));
        }
        // What was entered on the screen has no document but the person.
        if (document.isEmpty() || document.startsWith(NOTE) || document.startsWith("count/" + SCREEN)) {
            return null;
        }
        Matcher known = DOCUMENT.matcher(document);
        return known.matches()
                ? words.say("stock.from." + known.group("kind"), locale, shortened(known.group("id")))
                : words.say("stock.from", locale, document);
    }

    /** The beginning of a number that nobody can read, enough to tell it from others. */
    private static String shortened(String id) {
        return id.matches("[0-9a-f]{8}-[0-9a-f-]{27}.*") ? id.substring(0, 8) : id;
    }

    private static @Nullable String link(String document) {
        Matcher file = FILE.matcher(document);
        if (file.matches()) {
            return "/stock/imports/" + file.group("id");
        }
        Matcher session = SESSION.matcher(document);
        if (session.matches()) {
            return "/stock/sessions/" + session.group("id");
        }
        Matcher shipment = SHIPMENT.matcher(document);
        return shipment.matches()
                ? "/stock/shipments/" + (shipment.group("kind").equals("transfer") ? "TRANSFER/" : "PURCHASE/")
                        + shipment.group("id")
                : null;
    }

    private static boolean late(Instant occurred, Instant received) {
        return occurred.plus(1, ChronoUnit.HOURS).isBefore(received);
    }
}
