package io.noren.loyalty.privacy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.Privacy;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Redemptions;
import io.noren.loyalty.TillLookUp;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.recommendation.Preferences;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** People who leave traces wherever a customer can. */
@Component
class Customers {
    private static final AtomicLong NEXT = new AtomicLong(70_000_000);
    static final Instant TIME = Instant.parse("2026-11-22T03:04:05Z");

    private final Members members;
    private final Purchases purchases;
    private final TillLookUp lookUp;
    private final Preferences preferences;
    private final Privacy privacy;
    private final Consents consents;
    private final Redemptions redemptions;
    private final PointsByWord words;

    Customers(
            Members members,
            Purchases purchases,
            TillLookUp lookUp,
            Preferences preferences,
            Privacy privacy,
            Consents consents,
            Redemptions redemptions,
            PointsByWord words) {
        this.members = members;
        this.purchases = purchases;
        this.lookUp = lookUp;
        this.preferences = preferences;
        this.privacy = privacy;
        this.consents = consents;
        this.redemptions = redemptions;
        this.words = words;
    }

    static String key() {
        return "privacy-" + NEXT.incrementAndGet();
    }

    static String card() {
        return "66" + NEXT.incrementAndGet();
    }

    Member whoDidEverything(String family, String phone, String mail) {
        return whoDidEverything(
                new Profile(family, "太郎", "ユシュツ", "タロウ", LocalDate.of(1984, 5, 6), "ginza", "ja"), phone, mail, card());
    }

    /** Has bought, paid with points, been looked up, said what they like and what they agree to; 65 points are left. */
    Member whoDidEverything(Profile profile, String phone, String mail, String card) {
        Member member = members.register(new NewMember(
                profile,
                List.of(
                        new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED),
                        new NewIdentifier(IdentifierType.PHONE, phone, Proof.SIGHTED),
                        new NewIdentifier(IdentifierType.EMAIL, mail, Proof.SIGHTED))));
        String name = profile.familyName() + " " + profile.givenName();
        purchases.record(sale(card, key()));
        lookUp.find(LookUpQuery.byCard(card, "1", "ginza", name + " asks for their points", "clerk"));
        lookUp.find(LookUpQuery.byPhone(phone, "1", "ginza", "called from " + phone, "clerk"));
        preferences.put(member.id(), "SIZE", List.of("M", "as " + name + " wears it"), Preference.Source.STAFF);
        privacy.choose(member.id(), new Privacy.Choice(true));
        member.identifiers().stream()
                .filter(each -> each.type() == IdentifierType.EMAIL)
                .forEach(each -> consents.tell(
                        member.id(),
                        new NewConsent(
                                each.id(),
                                ConsentChannel.EMAIL,
                                ConsentPurpose.MARKETING,
                                true,
                                "2026-10",
                                "ja",
                                "webshop",
                                mail + "/" + key(),
                                TIME),
                        "clerk"));
        redemptions.capture(redemptions.reserve(member.id(), 30, "till", key()).id());
        words.adjust(member.id(), -5, new PointsByWord.Key("desk", key()), "as " + name + " asked", "clerk");
        return member;
    }

    static Purchase sale(String card, String key) {
        return new Purchase(
                "till",
                key,
                Channel.STORE,
                new Claim(IdentifierType.CARD, card),
                "ginza",
                TIME,
                new Money(new BigDecimal("10000"), "JPY"),
                List.of(new PurchaseLine(1, "SHIRT-M", BigDecimal.ONE, new BigDecimal("10000"))));
    }
}
