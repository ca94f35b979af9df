package io.noren.integration.screens;

import io.noren.loyalty.Assurance;
import io.noren.loyalty.DeskLookUps;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.Member;
import io.noren.loyalty.MemberHistory;
import io.noren.loyalty.MemberHolds;
import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import io.noren.loyalty.OwnView;
import io.noren.loyalty.Points;
import io.noren.loyalty.PointsEntry;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.PointsLiability;
import io.noren.loyalty.Privacy;
import io.noren.loyalty.Redemption;
import io.noren.loyalty.Redemptions;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.TillLookUpLog;
import io.noren.loyalty.Timeline;
import io.noren.loyalty.Viewer;
import io.noren.loyalty.offer.Coupon;
import io.noren.loyalty.offer.Coupons;
import io.noren.loyalty.privacy.Consents;
import io.noren.loyalty.privacy.ContactPoint;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.tier.Tiers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** All that the programme has of one member, in the words of whoever answers for it. Contact data stays masked. */
@Component
class MemberDeskView {
    private static final int PURCHASES = 20;
    private static final int ENTRIES = 50;
    private static final int REDEMPTIONS = 50;

    private final MemberHistory history;
    private final MemberHolds holds;
    private final Privacy privacy;
    private final PointsLedger ledger;
    private final PointsLiability liability;
    private final OwnView own;
    private final Redemptions redemptions;
    private final Coupons coupons;
    private final Tiers tiers;
    private final Timeline timeline;
    private final Consents consents;
    private final TillLookUpLog lookUps;
    private final Merges merges;
    private final OwnPageRows rows;
    private final StaffStores stores;
    private final Words words;

    MemberDeskView(
            MemberHistory history,
            MemberHolds holds,
            Privacy privacy,
            PointsLedger ledger,
            PointsLiability liability,
            OwnView own,
            Redemptions redemptions,
            Coupons coupons,
            Tiers tiers,
            Timeline timeline,
            Consents consents,
            TillLookUpLog lookUps,
            Merges merges,
            OwnPageRows rows,
            StaffStores stores,
            Words words) {
        this.history = history;
        this.holds = holds;
        this.privacy = privacy;
        this.ledger = ledger;
        this.liability = liability;
        this.own = own;
        this.redemptions = redemptions;
        this.coupons = coupons;
        this.tiers = tiers;
        this.timeline = timeline;
        this.consents = consents;
        this.lookUps = lookUps;
        this.merges = merges;
        this.rows = rows;
        this.stores = stores;
        this.words = words;
    }

    record Account(String tail, String opened, @Nullable String joined) {}

    /** @param masked null of what leads to them no more: then it is not told what it was */
    record Known(
            String type,
            @Nullable String masked,
            String proof,
            boolean sure,
            String since,
            @Nullable String until) {}

    record Hold(UUID id, String kind, String reason, String by, String since) {}

    record Entry(String when, String points, String purpose, String source) {}

    record Month(@Nullable String month, String points) {}

    record Paid(String when, String points, String state, String source) {}

    record CouponRow(String code, String offer, String state, String until) {}

    record TierStep(
            String when, @Nullable String from, @Nullable String to, String points) {}

    record Said(String type, String masked, List<String> consents) {}

    record Seen(String when, String where, String reason, String by, String who) {}

    record MergeRow(UUID id, String state, String when, String by) {}

    record Answer(String system, @Nullable String when) {}

    record Erased(UUID id, String when, String reason, String by, String points, List<Answer> answers) {}

    void show(Member member, @Nullable String after, Locale locale, Model page) {
        UUID id = member.id();
        page.addAttribute("ending", MemberDeskSteps.ending(id));
        page.addAttribute("name", joined(member.familyName(), member.givenName()));
        page.addAttribute("kana", joined(member.familyKana(), member.givenKana()));
        page.addAttribute("born", member.birthDate() == null ? null : Words.day(member.birthDate(), locale));
        page.addAttribute("since", day(member.memberSince(), locale));
        String home = member.homeLocation();
        page.addAttribute(
                "home",
                home == null
                        ? null
                        : stores.known(home).map(store -> store.name()).orElse(home));
        page.addAttribute("locale", Locale.forLanguageTag(member.locale()).getDisplayLanguage(locale));
        page.addAttribute("hides", privacy.of(id).hideOnlinePurchasesFromStaff());
        page.addAttribute(
                "accounts",
                history.accounts(id).stream()
                        .map(each -> new Account(
                                tail(each.id()),
                                day(each.openedAt(), locale),
                                each.joinedAt() == null ? null : day(each.joinedAt(), locale)))
                        .toList());
        page.addAttribute("identifiers", identifiers(member, locale));
        page.addAttribute(
                "holds",
                holds.of(id).stream()
                        .map(each -> new Hold(
                                each.id(),
                                each.kind().name(),
                                each.reason(),
                                each.placedBy(),
                                at(each.placedAt(), locale)))
                        .toList());
        points(id, locale, page);
        tier(id, locale, page);
        purchases(id, after, locale, page);
        page.addAttribute("said", said(member, locale));
        page.addAttribute(
                "seen",
                lookUps.byWhom(id).stream().map(each -> seen(each, locale)).toList());
        page.addAttribute(
                "merges",
                merges.of(id).stream().map(each -> merge(each, locale)).toList());
    }

    private List<Known> identifiers(Member member, Locale locale) {
        return Stream.concat(
                        member.identifiers().stream()
                                .map(each -> new Known(
                                        each.type().name(),
                                        each.masked(),
                                        words.say("merges.proof." + each.provenBy(), locale),
                                        each.assurance() == Assurance.VERIFIED,
                                        day(each.validFrom(), locale),
                                        null)),
                        history.identifiers(member.id()).stream()
                                .map(each -> new Known(
                                        each.type().name(),
                                        null,
                                        words.say("merges.proof." + each.provenBy(), locale),
                                        false,
                                        day(each.from(), locale),
                                        day(each.to(), locale))))
                .toList();
    }

    private void points(UUID id, Locale locale, Model page) {
        Points has = ledger.balance(id);
        page.addAttribute("points", has);
        page.addAttribute("expiry", has.nextExpiry() == null ? null : Words.day(has.nextExpiry(), locale));
        page.addAttribute(
                "lots",
                own.lots(id).stream().map(each -> rows.lot(each, locale)).toList());
        page.addAttribute(
                "months",
                liability.of(id).stream()
                        .map(each -> new Month(
                                each.month() == null ? null : each.month().toString(), number(each.points())))
                        .toList());
        page.addAttribute(
                "entries",
                ledger.entries(id, ENTRIES).stream()
                        .map(each -> entry(each, locale))
                        .toList());
        page.addAttribute(
                "redemptions",
                redemptions.of(id, REDEMPTIONS).stream()
                        .map(each -> paid(each, locale))
                        .toList());
        page.addAttribute(
                "coupons",
                coupons.of(id).stream().map(each -> coupon(each, locale)).toList());
    }

    private void tier(UUID id, Locale locale, Model page) {
        Tiers.Standing standing = tiers.of(id);
        page.addAttribute("tier", OwnPageRows.tier(standing.tier(), locale));
        page.addAttribute("until", standing.until() == null ? null : Words.day(standing.until(), locale));
        page.addAttribute("qualifying", number(standing.qualifyingPoints()));
        page.addAttribute(
                "tierSteps",
                tiers.history(id).stream()
                        .map(each -> new TierStep(
                                at(each.at(), locale), each.from(), each.to(), number(each.qualifyingPoints())))
                        .toList());
    }

    private void purchases(UUID id, @Nullable String after, Locale locale, Model page) {
        Timeline.Page found;
        try {
            found = timeline.of(id, Viewer.STAFF, PURCHASES, after);
        } catch (Refusal refusal) {
            // Somebody wrote into the address; the latest are never wrong.
            found = timeline.of(id, Viewer.STAFF, PURCHASES, null);
        }
        page.addAttribute(
                "bought",
                found.purchases().stream()
                        .map(each -> rows.bought(each, locale))
                        .toList());
        page.addAttribute("earlier", found.next());
        page.addAttribute("latest", after == null);
    }

    private List<Said> said(Member member, Locale locale) {
        Map<UUID, Identifier> known =
                member.identifiers().stream().collect(Collectors.toMap(Identifier::id, each -> each));
        return consents.of(member.id()).stream()
                .filter(point -> !point.consents().isEmpty() && known.containsKey(point.identifier()))
                .map(point -> said(
                        point,
                        Objects.requireNonNull(known.get(point.identifier())).masked(),
                        locale))
                .toList();
    }

    private Said said(ContactPoint point, String masked, Locale locale) {
        return new Said(
                point.type().name(),
                masked,
                point.consents().stream()
                        .map(each -> words.say("me.consents.channel." + each.channel(), locale) + " · "
                                + words.say("me.consents.purpose." + each.purpose(), locale) + ": "
                                + words.say(
                                        each.granted() ? "me.consents.yes" : "me.consents.no",
                                        locale,
                                        day(each.occurredAt(), locale),
                                        each.textVersion(),
                                        Locale.forLanguageTag(each.language()).getDisplayLanguage(locale)))
                        .toList());
    }

    private Seen seen(TillLookUpLog.Seen seen, Locale locale) {
        TillLookUpLog.Opened opened = seen.opened();
        String where = opened.location().equals(DeskLookUps.PLACE)
                ? words.say("me.seen.desk", locale)
                : stores.known(opened.location()).map(store -> store.name()).orElse(opened.location()) + " "
                        + opened.till();
        return new Seen(
                at(opened.at(), locale),
                where,
                words.refusal("desk.reason", opened.reason(), locale, opened.reason()),
                words.say("desk.by." + opened.by(), locale),
                seen.actor());
    }

    private MergeRow merge(Merge merge, Locale locale) {
        return new MergeRow(merge.id(), merge.state().name(), at(merge.proposedAt(), locale), merge.proposedBy());
    }

    private Entry entry(PointsEntry entry, Locale locale) {
        return new Entry(
                at(entry.occurredAt(), locale),
                Words.change(BigDecimal.valueOf(entry.points())),
                words.say("desk.entry." + entry.purpose(), locale),
                entry.source() + " " + entry.sourceTransaction());
    }

    private Paid paid(Redemption redemption, Locale locale) {
        return new Paid(
                at(redemption.reservedAt(), locale),
                number(redemption.points()),
                redemption.state().name(),
                redemption.source() + " " + redemption.sourceTransaction());
    }

    private CouponRow coupon(Coupon coupon, Locale locale) {
        return new CouponRow(coupon.code(), coupon.offer(), coupon.state().name(), at(coupon.expiresAt(), locale));
    }

    Erased erasure(Erasure erasure, Locale locale) {
        return new Erased(
                erasure.id(),
                at(erasure.erasedAt(), locale),
                erasure.reason().name(),
                erasure.actor(),
                number(erasure.forfeitedPoints()),
                erasure.receipts().stream()
                        .map(each -> new Answer(
                                each.system(), each.answeredAt() == null ? null : at(each.answeredAt(), locale)))
                        .toList());
    }

    private String at(Instant instant, Locale locale) {
        return Words.at(instant, stores.zone(), locale);
    }

    private String day(Instant instant, Locale locale) {
        return Words.day(instant, stores.zone(), locale);
    }

    /** Enough of an id to tell one from another. */
    static String tail(UUID id) {
        return id.toString().substring(24);
    }

    private static String number(long points) {
        return Words.number(BigDecimal.valueOf(points));
    }

    private static String joined(@Nullable String family, @Nullable String given) {
        return Stream.of(family, given).filter(name -> name != null).collect(Collectors.joining(" "));
    }
}
