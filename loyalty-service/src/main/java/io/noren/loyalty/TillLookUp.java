package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.AskedBy;
import io.noren.loyalty.LookUpQuestion.Asker;
import io.noren.loyalty.MemberCards.Shown;
import io.noren.loyalty.TillMatches.Found;
import io.noren.loyalty.TillMatches.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds the customer in front of a till. One match is shown, several are masked and left to the customer to choose
 * from, and whoever looked is written down in the same transaction: no log, no answer.
 */
@Component
public class TillLookUp {
    /** Most customers in a pick list. */
    public static final int MOST_LISTED = 10;

    /** Most items recommended with a profile. */
    public static final int MOST_RECOMMENDED = 3;

    private final Members members;
    private final MemberCards cards;
    private final IdentifierRules rules;
    private final Normalisation normalisation;
    private final ShownCodes codes;
    private final TillMatches matches;
    private final TillChoices choices;
    private final TillPace pace;
    private final TillLookUpLog log;
    private final CardExtras extras;
    private final Forgotten forgotten;
    private final TransactionTemplate transaction;

    TillLookUp(
            Members members,
            MemberCards cards,
            IdentifierRules rules,
            Normalisation normalisation,
            ShownCodes codes,
            TillMatches matches,
            TillChoices choices,
            TillPace pace,
            TillLookUpLog log,
            CardExtras extras,
            Forgotten forgotten,
            TransactionTemplate transaction) {
        this.members = members;
        this.cards = cards;
        this.rules = rules;
        this.normalisation = normalisation;
        this.codes = codes;
        this.matches = matches;
        this.choices = choices;
        this.pace = pace;
        this.log = log;
        this.extras = extras;
        this.forgotten = forgotten;
        this.transaction = transaction;
    }

    /**
     * What came of a question.
     *
     * @param by what the log calls the way it was found
     * @param only the one who was found; null for none or several
     * @param several to choose from
     * @param total how many there are
     */
    private record Outcome(
            AskedBy by,
            @Nullable Shown only,
            List<TillMatch> several,
            long total,
            @Nullable Refusal refused) {

        static Outcome of(AskedBy by, Optional<Shown> only) {
            return new Outcome(by, only.orElse(null), List.of(), only.isPresent() ? 1 : 0, null);
        }

        static Outcome refused(AskedBy by, Refusal because) {
            return new Outcome(by, null, List.of(), 0, because);
        }

        @Nullable
        UUID opened() {
            return only == null ? null : only.card().member();
        }
    }

    /**
     * Answers and logs one question.
     *
     * @throws Refusal {@code LOOK_UP_INCOMPLETE}, {@code LOOK_UP_KEY_REQUIRED}, {@code KANA_REQUIRED},
     *     {@code KANA_EXPECTED}, {@code FOUR_DIGITS_EXPECTED}, {@code BIRTHDAY_EXPECTED},
     *     {@code SECOND_FACTOR_REQUIRED}, {@code UNREADABLE_…}, {@code TOO_MANY_LOOK_UPS}: nothing was looked up then.
     *     {@code FORGED_MEMBER_CODE}, {@code STALE_MEMBER_CODE}, {@code SECOND_FACTOR_WRONG}, {@code CHOICE_ENDED}: that
     *     it was tried is in the log. {@code IDENTIFIER_ERASED}, {@code MEMBER_ERASED}
     */
    public LookUpAnswer find(LookUpQuery query) {
        Asker asker = LookUpQuestion.asker(query);
        LookUpQuestion question = LookUpQuestion.of(query, normalisation);
        pace.take(asker);
        Optional<UUID> shown = shownCode(asker, question);
        Outcome outcome = Objects.requireNonNull(transaction.execute(status -> {
            Outcome found =
                    shown.isPresent() ? Outcome.of(AskedBy.MEMBER_CODE, shown.map(cards::of)) : found(asker, question);
            log.write(asker, found.by(), question.masked(), found.total(), found.opened());
            return found;
        }));
        if (outcome.refused() != null) {
            throw outcome.refused();
        }
        Shown only = outcome.only();
        return new LookUpAnswer(
                only == null ? outcome.several() : List.of(only.card().with(extras.of(only, asker.location()))),
                outcome.total());
    }

    /** Whose signed code this is; one that is not good is in the log before anybody is told. */
    private Optional<UUID> shownCode(Asker asker, LookUpQuestion question) {
        boolean mayBeOne = question.by() == AskedBy.SCAN || question.by() == AskedBy.MEMBER_CODE;
        if (!mayBeOne || !codes.looksLikeOne(question.key())) {
            return Optional.empty();
        }
        try {
            return Optional.of(members.known(codes.memberOf(question.key())));
        } catch (Refusal notGood) {
            transaction.executeWithoutResult(
                    status -> log.write(asker, AskedBy.MEMBER_CODE, question.masked(), 0, null));
            throw notGood;
        }
    }

    private Outcome found(Asker asker, LookUpQuestion question) {
        String key = question.key();
        AskedBy by = question.by();
        return switch (by) {
            case CARD -> Outcome.of(by, holder(IdentifierType.CARD, key));
            case PHONE -> Outcome.of(by, holder(IdentifierType.PHONE, key));
            case MEMBER_CODE -> Outcome.of(by, holder(IdentifierType.APP, key));
            case SCAN -> scanned(asker, question);
            case RECEIPT -> receipt(asker, question);
            case PHONE_LAST4_AND_KANA -> several(asker, question, matches.byLastFour(key, question.kana()));
            case NAME_AND_BIRTHDAY -> several(asker, question, matches.byName(question.kana(), Integer.parseInt(key)));
            case CHOICE -> chosen(asker, question);
            case CONTACT, MEMBER_ID, EXPORT -> throw new IllegalStateException(by + " is no question of a till");
        };
    }

    /** Nothing on it says what was scanned: a card is what it is most often. */
    private Outcome scanned(Asker asker, LookUpQuestion question) {
        Optional<Shown> byCard = cardNumber(question.key()).flatMap(number -> holder(IdentifierType.CARD, number));
        if (byCard.isPresent()) {
            return Outcome.of(AskedBy.CARD, byCard);
        }
        Optional<Shown> byApp = holder(IdentifierType.APP, question.key());
        if (byApp.isPresent()) {
            return Outcome.of(AskedBy.MEMBER_CODE, byApp);
        }
        Outcome byReceipt = receipt(asker, question);
        return byReceipt.total() > 0 ? byReceipt : Outcome.of(AskedBy.SCAN, Optional.empty());
    }

    private Optional<String> cardNumber(String scanned) {
        try {
            return Optional.of(normalisation.normalise("scan", IdentifierType.CARD, scanned));
        } catch (Refusal otherThing) {
            return Optional.empty();
        }
    }

    /** A receipt is easily found by another: it leads to its buyer, and does not open their card. */
    private Outcome receipt(Asker asker, LookUpQuestion question) {
        return masked(asker, question, AskedBy.RECEIPT, matches.byReceipt(question.key()));
    }

    private Outcome chosen(Asker asker, LookUpQuestion question) {
        try {
            Optional<UUID> member =
                    choices.open(asker, UUID.fromString(question.key()), Objects.requireNonNull(question.factor()));
            if (member.isPresent()) {
                return Outcome.of(AskedBy.CHOICE, member.map(cards::of));
            }
        } catch (Refusal ended) {
            return Outcome.refused(AskedBy.CHOICE, ended);
        }
        return Outcome.refused(
                AskedBy.CHOICE,
                new Refusal(
                        "SECOND_FACTOR_WRONG",
                        "That is not what is known of this customer. Ask again, or ask for the card."));
    }

    private Optional<Shown> holder(IdentifierType type, String value) {
        if (rules.lately().policy().blocks(type, value)) {
            // What a shared device bought is nobody's to see.
            return Optional.empty();
        }
        Optional<Shown> holder = cards.by(type, value);
        if (holder.isEmpty()) {
            forgotten.refuse(List.of(new Claim(type, value)));
        }
        return holder;
    }

    private Outcome several(Asker asker, LookUpQuestion question, Found found) {
        return found.total() == 1
                ? Outcome.of(
                        question.by(), Optional.of(cards.of(found.rows().get(0).member())))
                : masked(asker, question, question.by(), found);
    }

    private Outcome masked(Asker asker, LookUpQuestion question, AskedBy by, Found found) {
        List<Row> rows = found.rows();
        List<UUID> chosen = choices.listed(
                asker, question, by, rows.stream().map(Row::member).toList());
        List<TillMatch> several = IntStream.range(0, rows.size())
                .mapToObj(i -> (TillMatch) rows.get(i).as(chosen.get(i)))
                .toList();
        return new Outcome(by, null, several, found.total(), null);
    }
}
