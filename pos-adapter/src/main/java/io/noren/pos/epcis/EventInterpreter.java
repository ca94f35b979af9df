package io.noren.pos.epcis;

import io.noren.pos.Reading;
import io.noren.pos.SoldLine;
import io.noren.pos.TillTime;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.vendor.VendorJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides what an event means to stock. Most mean nothing: they say how goods were packed, carried or looked at, and are
 * passed over. One of which nobody can tell is a person's.
 */
final class EventInterpreter implements VendorJson.Interpreter {
    private static final String OBJECT = "ObjectEvent";
    private static final String TRANSACTION = "TransactionEvent";
    private static final Set<String> EVENTS =
            Set.of(OBJECT, TRANSACTION, "AggregationEvent", "TransformationEvent", "AssociationEvent");

    /** Events do not say which till it was, and mostly it was none. */
    private static final String WORKSTATION = "epcis";

    /** ISO 4217 for "no currency is involved": events know no prices. */
    private static final String NO_CURRENCY = "XXX";

    private final EpcisSource source;

    EventInterpreter(EpcisSource source) {
        this.source = source;
    }

    static boolean isEvent(String type) {
        return EVENTS.contains(type);
    }

    @Override
    public void tell(JsonNode event, int place, Consumer<Reading> transactions) {
        Effect effect = null;
        try {
            effect = effect(event, place).orElse(null);
            if (effect != null) {
                transaction(event, effect, place).ifPresent(transactions);
            }
        } catch (Unreadable e) {
            transactions.accept(
                    new UnreadableTransaction(place, keyAsFarAsItCanBeRead(event, effect, place), e.fault()));
        }
    }

    /** @return empty for an event that stock need not know */
    private Optional<Effect> effect(JsonNode event, int place) throws Unreadable {
        String type = event.path("type").asString("");
        String step = Cbv.word(event.path("bizStep").asString(""));
        Optional<Effect> effect = Cbv.effect(step);
        if (effect.isPresent() && !source.tells().contains(effect.get())) {
            return Optional.empty();
        }
        if (type.equals("AggregationEvent") || type.equals("AssociationEvent")) {
            // What lies in what: no goods come or go by it, unless its step says so.
            if (effect.isEmpty()) {
                return Optional.empty();
            }
            throw unsupported("Send what came, left or was counted as an ObjectEvent.", place);
        }
        if (!type.equals(OBJECT) && !type.equals(TRANSACTION)) {
            throw unsupported(
                    "What goes into a transformation and what comes out of it has to be told by hand.", place);
        }
        if (effect.isEmpty() && !Cbv.isWithoutEffect(step)) {
            throw new Unreadable(
                    "UNSUPPORTED_BIZ_STEP",
                    "The event's bizStep is missing, or one of which nobody can tell what it does to stock.",
                    place);
        }
        if (isNotForSale(event)) {
            throw new Unreadable(
                    "NOT_FOR_SALE",
                    "The event is of goods that are not for sale, by their disposition. Book them by hand, and set aside"
                            + " what lies in the store.",
                    place);
        }
        return effect.isPresent() && fits(event, effect.get(), type, place) ? effect : Optional.empty();
    }

    private static Unreadable unsupported(String instead, int place) {
        return new Unreadable(
                "UNSUPPORTED_EVENT", "An event of this type does not say which goods come or go. " + instead, place);
    }

    private static boolean isNotForSale(JsonNode event) {
        return Cbv.isNotForSale(Cbv.word(event.path("disposition").asString("")))
                || event.path("persistentDisposition")
                        .path("set")
                        .valueStream()
                        .anyMatch(set -> Cbv.isNotForSale(Cbv.word(set.asString(""))));
    }

    /** @return false for the mere confirmation of what was told before */
    private static boolean fits(JsonNode event, Effect effect, String type, int place) throws Unreadable {
        String action = event.path("action").asString("");
        if (type.equals(TRANSACTION)) {
            // Its action is what becomes of the link to the business documents, and OBSERVE leaves that as it was.
            if (action.equals("OBSERVE")) {
                return false;
            }
            if (action.equals("ADD") && effect != Effect.COUNTED) {
                return true;
            }
        } else {
            boolean fits = switch (effect) {
                case RECEIVED -> action.equals("OBSERVE") || action.equals("ADD");
                case SHIPPED, SOLD -> action.equals("OBSERVE") || action.equals("DELETE");
                case COUNTED -> action.equals("OBSERVE");
            };
            if (fits) {
                return true;
            }
        }
        throw new Unreadable(
                "ACTION_DOES_NOT_FIT",
                "The event's action contradicts its bizStep; nobody can tell whether goods came or went.",
                place);
    }

    private Optional<TillTransaction> transaction(JsonNode event, Effect effect, int place) throws Unreadable {
        TillTime at = time(event, place);
        String name = EventName.of(event, instant(at), place);
        ToldKey key = key(event, effect, at, name, place);
        EventGoods goods = EventGoods.of(event, place);
        if (effect == Effect.COUNTED) {
            demandWhole(event, effect, place);
        }
        List<SoldLine> moved = effect == Effect.COUNTED ? List.of() : goods.moved();
        TillTransaction told = new TillTransaction(
                place,
                key,
                name,
                kind(effect),
                at,
                NO_CURRENCY,
                null,
                null,
                effect == Effect.RECEIVED ? List.of() : moved,
                effect == Effect.RECEIVED ? moved : List.of(),
                effect == Effect.COUNTED ? goods.counted() : List.of(),
                effect == Effect.RECEIVED || effect == Effect.SHIPPED ? papers(event) : List.of());
        if (told.sold().isEmpty() && told.returned().isEmpty() && told.counted().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(event.path("errorDeclaration").isObject() ? declaration(event, effect, told) : told);
    }

    /** As of the time of what it declares: so much was never there, whatever was counted since. */
    private TillTransaction declaration(JsonNode event, Effect effect, TillTransaction declared) throws Unreadable {
        String name = declared.vendorId() + EventName.DECLARED;
        TillTime at = time(event, declared.place());
        return new TillTransaction(
                declared.place(),
                key(event, effect, at, name, declared.place()),
                name,
                Kind.POST_VOID,
                at,
                NO_CURRENCY,
                null,
                declared.key(),
                List.of(),
                List.of());
    }

    private static Kind kind(Effect effect) {
        return switch (effect) {
            case RECEIVED -> Kind.RECEIVED;
            case SHIPPED -> Kind.SHIPPED;
            case COUNTED -> Kind.COUNTED;
            case SOLD -> Kind.SALE;
        };
    }

    private static List<String> papers(JsonNode event) {
        TreeSet<String> numbers = new TreeSet<>();
        event.path("bizTransactionList")
                .forEach(told ->
                        Paper.number(told.path("bizTransaction").asString("")).ifPresent(numbers::add));
        return List.copyOf(numbers);
    }

    private static TillTime time(JsonNode event, int place) throws Unreadable {
        TillTime at = TillWords.time(event.path("eventTime").asString(""), place);
        if (at.offset() == null) {
            throw new Unreadable("UNREADABLE_TIME", "The event's eventTime has no time zone.", place);
        }
        return at;
    }

    private static Instant instant(TillTime at) {
        return at.in(ZoneOffset.UTC); // it has an offset of its own
    }

    private ToldKey key(JsonNode event, Effect effect, TillTime at, String name, int place) throws Unreadable {
        String gln = place(event, effect, place).gln();
        return ToldKey.unnumbered(source.storeCode(gln), day(event, at), WORKSTATION, name);
    }

    private static Place place(JsonNode event, Effect effect, int place) throws Unreadable {
        // Goods that leave are afterwards where bizLocation says; where they were, the reader knows.
        JsonNode where = effect == Effect.SHIPPED || event.path("bizLocation").isMissingNode()
                ? event.path("readPoint")
                : event.path("bizLocation");
        return Place.of(where.path("id").asString(""))
                .orElseThrow(() -> new Unreadable(
                        "UNREADABLE_KEY",
                        "The event does not say where, by a GLN: of what is shipped readPoint, else bizLocation, or"
                                + " readPoint where there is none.",
                        place));
    }

    /** A shelf's count is not the store's, and what lies in the back room is not all of it either. */
    private static void demandWhole(JsonNode event, Effect effect, int place) throws Unreadable {
        if (!place(event, effect, place).whole()
                || Cbv.word(event.path("disposition").asString("")).equals("sellable_not_accessible")) {
            throw new Unreadable(
                    "COUNT_OF_A_PART",
                    "The event counts a part of a location. Have the whole location counted, or count there by hand.",
                    place);
        }
    }

    /** By the clock of the place, which the event tells. */
    private static LocalDate day(JsonNode event, TillTime at) {
        try {
            return instant(at)
                    .atOffset(ZoneOffset.of(event.path("eventTimeZoneOffset").asString("")))
                    .toLocalDate();
        } catch (DateTimeException none) {
            return at.local().toLocalDate();
        }
    }

    private @Nullable ToldKey keyAsFarAsItCanBeRead(JsonNode event, @Nullable Effect effect, int place) {
        try {
            TillTime at = time(event, place);
            String name = EventName.of(event, instant(at), place);
            boolean declares = event.path("errorDeclaration").isObject();
            return key(
                    event,
                    effect == null ? Effect.RECEIVED : effect,
                    at,
                    declares ? name + EventName.DECLARED : name,
                    place);
        } catch (Unreadable asWell) {
            return null;
        }
    }
}
