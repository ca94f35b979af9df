package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.LookUpQuestion.Asker;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private static final int LAST_PURCHASES = 5;
    private static final Logger LOG = LoggerFactory.getLogger(TillLookUp.class);
    private static final Pattern MEMBER_ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final JdbcClient sql;
    private final Members members;
    private final Identifiers identifiers;
    private final IdentifierRules rules;
    private final Normalisation normalisation;
    private final PointsLedger ledger;
    private final Timeline timeline;
    private final ShownCodes codes;
    private final Recommender recommender;
    private final Forgotten forgotten;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TillLookUp(
            JdbcClient sql,
            Members members,
            Identifiers identifiers,
            IdentifierRules rules,
            Normalisation normalisation,
            PointsLedger ledger,
            Timeline timeline,
            ShownCodes codes,
            Recommender recommender,
            Forgotten forgotten,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.members = members;
        this.identifiers = identifiers;
        this.rules = rules;
        this.normalisation = normalisation;
        this.ledger = ledger;
        this.timeline = timeline;
        this.codes = codes;
        this.recommender = recommender;
        this.forgotten = forgotten;
        this.transaction = transaction;
        this.clock = clock;
    }

    private record Found(List<TillMatch> members, long total) {}

    /**
     * Answers and logs one question.
     *
     * @throws Refusal {@code LOOK_UP_INCOMPLETE}, {@code LOOK_UP_KEY_REQUIRED}, {@code KANA_REQUIRED},
     *     {@code KANA_EXPECTED}, {@code FOUR_DIGITS_EXPECTED}, {@code FORGED_MEMBER_CODE},
     *     {@code STALE_MEMBER_CODE}, {@code IDENTIFIER_ERASED}, {@code MEMBER_ERASED}, {@code UNREADABLE_…}; nothing was looked up then
     */
    public LookUpAnswer find(LookUpQuery query) {
        Asker asker = LookUpQuestion.asker(query);
        LookUpQuestion question = LookUpQuestion.of(query, normalisation);
        LookUpAnswer answer = Objects.requireNonNull(transaction.execute(status -> {
            LookUpAnswer found = found(question);
            log(asker, question, found);
            return found;
        }));
        return answer.card()
                .map(card -> new LookUpAnswer(
                        List.of(card.with(recommended(card.member(), asker.location()))), answer.total()))
                .orElse(answer);
    }

    private LookUpAnswer found(LookUpQuestion question) {
        return switch (question.by()) {
            case CARD -> only(holder(IdentifierType.CARD, question.key()));
            case PHONE -> only(holder(IdentifierType.PHONE, question.key()));
            case MEMBER_CODE -> only(byCode(question.key()));
            case PHONE_LAST4_AND_KANA -> several(question);
        };
    }

    /** Nice to have: a customer who waits for their points does not wait for what is wrong with these. */
    private List<Recommendation> recommended(UUID member, String location) {
        try {
            return recommender.recommend(member, location, Viewer.STAFF, MOST_RECOMMENDED);
        } catch (RuntimeException e) {
            LOG.warn("Nothing could be recommended at a till of {}: {}", location, e.toString());
            return List.of();
        }
    }

    private Optional<UUID> holder(IdentifierType type, String value) {
        if (rules.inForce().policy().blocks(type, value)) {
            // What a shared device bought is nobody's to see.
            return Optional.empty();
        }
        Optional<UUID> holder = identifiers.holder(type, value).map(Holder::member);
        if (holder.isEmpty()) {
            forgotten.refuse(List.of(new Claim(type, value)));
        }
        return holder;
    }

    private Optional<UUID> byCode(String code) {
        if (codes.looksLikeOne(code)) {
            return Optional.of(members.known(codes.memberOf(code)));
        }
        if (MEMBER_ID.matcher(code).matches()) {
            return members.find(UUID.fromString(code)).map(Member::id);
        }
        return holder(IdentifierType.APP, code);
    }

    private LookUpAnswer only(Optional<UUID> member) {
        return member.map(id -> new LookUpAnswer(List.of(card(id)), 1)).orElse(new LookUpAnswer(List.of(), 0));
    }

    private LookUpAnswer several(LookUpQuestion question) {
        Found found = byLastFour(question.key(), question.kana());
        return found.total() == 1
                ? only(Optional.of(found.members().get(0).member()))
                : new LookUpAnswer(found.members(), found.total());
    }

    private Found byLastFour(String digits, @Nullable String kana) {
        record Row(MaskedMember member, long total) {}
        List<Row> rows = sql.sql("""
                        select m.*, count(*) over () as total
                        from loyalty.member m
                        where m.part_of is null
                          and m.kana_key like :kana || '%'
                          and m.id in (select coalesce(a.part_of, a.id)
                                       from loyalty.identifier i join loyalty.member a on a.id = i.account
                                       where i.type = 'PHONE' and i.valid_to is null and i.last_four = :digits)
                        order by m.kana_key, m.id
                        limit :most
                        """)
                .param("kana", kana)
                .param("digits", digits)
                .param("most", MOST_LISTED)
                .query((row, number) -> new Row(
                        new MaskedMember(
                                row.getObject("id", UUID.class),
                                Mask.head(row.getString("family_name")) + Mask.head(row.getString("given_name")),
                                Mask.head(row.getString("family_kana")) + Mask.head(row.getString("given_kana")),
                                row.getString("home_location"),
                                row.getTimestamp("created_at").toInstant()),
                        row.getLong("total")))
                .list();
        return new Found(
                rows.stream().map(row -> (TillMatch) row.member()).toList(),
                rows.isEmpty() ? 0 : rows.get(0).total());
    }

    private MemberCard card(UUID id) {
        Member member = members.get(id);
        return new MemberCard(
                member.id(),
                member.familyName(),
                member.givenName(),
                member.familyKana(),
                member.givenKana(),
                member.homeLocation(),
                member.locale(),
                member.memberSince(),
                ledger.balance(id),
                member.identifiers().stream()
                        .map(i -> new MemberCard.MaskedIdentifier(i.type(), Mask.identifier(i)))
                        .toList(),
                timeline.of(id, Viewer.STAFF, LAST_PURCHASES, null).purchases(),
                List.of());
    }

    private void log(Asker asker, LookUpQuestion question, LookUpAnswer answer) {
        sql.sql("""
                        insert into loyalty.till_lookup
                            (at, actor, till, location, reason, asked_by, asked, matches, opened)
                        values (:at::timestamptz, :actor, :till, :location, :reason, :askedBy, :asked, :matches, :opened)
                        """)
                .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
                .param("actor", asker.actor())
                .param("till", asker.till())
                .param("location", asker.location())
                .param("reason", asker.reason())
                .param("askedBy", question.by().name())
                .param("asked", question.masked())
                .param("matches", answer.total())
                .param("opened", answer.card().map(MemberCard::member).orElse(null))
                .update();
    }
}
