package io.noren.loyalty.privacy;

import static io.noren.loyalty.privacy.ConsentChannel.EMAIL;
import static io.noren.loyalty.privacy.ConsentChannel.SMS;
import static io.noren.loyalty.privacy.ConsentPurpose.ANALYTICS;
import static io.noren.loyalty.privacy.ConsentPurpose.MARKETING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class ConsentsTest {
    private static final AtomicLong NEXT = new AtomicLong(60_000_000);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Consents consents;

    @Autowired
    JdbcClient sql;

    @Test
    void whatNobodySaidAnythingAboutIsNotConsentedTo() {
        Member hanako = registered(mail());

        assertThat(consents.of(hanako.id())).singleElement().satisfies(point -> {
            assertThat(point.identifier()).isEqualTo(only(hanako).id());
            assertThat(point.consents()).isEmpty();
        });
    }

    @Test
    void theLatestByTheTimeItWasSaidCountsWhateverOrderItIsToldIn() {
        Member hanako = registered(mail());
        tell(hanako, only(hanako), MARKETING, false, NOON.plusSeconds(60));
        tell(hanako, only(hanako), MARKETING, true, NOON);
        tell(hanako, only(hanako), ANALYTICS, true, NOON.minusSeconds(60));

        assertThat(yes(hanako)).containsExactly(only(hanako).value() + " ANALYTICS");
        tell(hanako, only(hanako), MARKETING, true, NOON.plusSeconds(61));
        assertThat(yes(hanako))
                .containsExactlyInAnyOrder(
                        only(hanako).value() + " ANALYTICS", only(hanako).value() + " MARKETING");
    }

    @Test
    void ofAYesAndANoAtTheSameMomentTheNoCountsInEitherOrder() {
        Member first = registered(mail());
        tell(first, only(first), MARKETING, true, NOON);
        tell(first, only(first), MARKETING, false, NOON);
        Member second = registered(mail());
        tell(second, only(second), MARKETING, false, NOON);
        tell(second, only(second), MARKETING, true, NOON);

        assertThat(yes(first)).isEmpty();
        assertThat(yes(second)).isEmpty();
    }

    @Test
    void aMergeSpreadsNoConsentAndPartingLeavesEachTheirs() {
        Member hanako = registered(mail(), phone());
        Member other = registered(mail());
        tell(hanako, of(hanako, IdentifierType.EMAIL), MARKETING, true, NOON);
        tell(other, only(other), MARKETING, false, NOON.plusSeconds(5));

        UUID merge = merges.approve(
                        merges.propose(hanako.id(), other.id(), "the same person", "clerk")
                                .id(),
                        "clerk")
                .id();

        assertThat(consents.of(other.id())).isEqualTo(consents.of(hanako.id())).hasSize(3);
        assertThat(yes(hanako)).containsExactly(of(hanako, IdentifierType.EMAIL).value() + " MARKETING");
        tell(hanako, only(other), MARKETING, true, NOON.plusSeconds(6)); // said after the merge, at the other's address
        assertThat(yes(hanako)).hasSize(2);

        merges.undo(merge, "they are two", "clerk");
        assertThat(yes(hanako)).containsExactly(of(hanako, IdentifierType.EMAIL).value() + " MARKETING");
        assertThat(yes(other)).containsExactly(only(other).value() + " MARKETING");
    }

    @Test
    void anAddressThatIsProvenBetterIsTheSamePlaceAndOneThatSomebodyLetGoIsNot() {
        String address = "let-go-" + NEXT.incrementAndGet() + "@example.com";
        Member hanako = registered(new NewIdentifier(IdentifierType.EMAIL, address, Proof.SIGHTED));
        tell(hanako, only(hanako), MARKETING, true, NOON);

        Identifier proven = (Identifier)
                members.link(hanako.id(), new NewIdentifier(IdentifierType.EMAIL, address, Proof.MAIL_CODE));
        assertThat(proven.id()).isNotEqualTo(only(hanako).id());
        assertThat(yes(hanako)).containsExactly(address + " MARKETING");

        members.unlink(hanako.id(), proven.id());
        assertThat(yes(hanako)).isEmpty();
        Member next = registered(new NewIdentifier(IdentifierType.EMAIL, address, Proof.MAIL_CODE));
        assertThat(yes(next)).isEmpty();
        members.unlink(next.id(), only(next).id());
        members.link(hanako.id(), new NewIdentifier(IdentifierType.EMAIL, address, Proof.MAIL_CODE));
        assertThat(yes(hanako)).as("it was somebody else's meanwhile").isEmpty();
    }

    @Test
    void whatIsToldTwiceIsKeptOnceAndSomethingElseUnderItsKeyIsRefused() {
        Member hanako = registered(mail());
        NewConsent told = consent(only(hanako), EMAIL, MARKETING, true, NOON, "twice-" + NEXT.incrementAndGet());
        Consent kept = consents.tell(hanako.id(), told, "clerk").consent();

        assertThat(consents.tell(hanako.id(), told, "clerk")).isEqualTo(new Consents.Recorded(kept, true));
        NewConsent other = consent(only(hanako), EMAIL, MARKETING, false, NOON, told.sourceTransaction());
        refused("CONSENT_CONFLICT", hanako, other);
        assertThat(yes(hanako)).hasSize(1);
    }

    @Test
    void aYesOfTheFutureIsRefusedForItWouldOutlastEveryNo() {
        Member hanako = registered(mail());
        refused(
                "CONSENT_LIES_AHEAD",
                hanako,
                consent(only(hanako), EMAIL, MARKETING, true, Instant.parse("2999-01-01T00:00:00Z"), "ahead"));

        tell(hanako, only(hanako), MARKETING, true, Instant.now().plusSeconds(200));
        tell(hanako, only(hanako), MARKETING, false, null);
        assertThat(yes(hanako))
                .as("a clock that is ahead makes no yes later than a no")
                .isEmpty();
    }

    @Test
    void aYesNeedsALivingPlaceOfThisMemberAndAChannelThatReachesIt() {
        Member hanako = registered(mail());
        Member other = registered(phone());
        refused("UNKNOWN_IDENTIFIER", hanako, consent(only(other), SMS, MARKETING, true, NOON, "not-mine"));
        refused("CHANNEL_UNFIT", hanako, consent(only(hanako), SMS, MARKETING, true, NOON, "unfit"));
        refused("CONSENT_KEY_REQUIRED", hanako, consent(only(hanako), EMAIL, MARKETING, true, NOON, " "));

        members.unlink(other.id(), only(other).id());
        refused("UNKNOWN_IDENTIFIER", other, consent(only(other), SMS, MARKETING, true, NOON, "gone"));
        assertThat(consents.tell(
                                other.id(),
                                consent(only(other), SMS, MARKETING, false, NOON, "no-" + NEXT.incrementAndGet()),
                                "clerk")
                        .duplicate())
                .isFalse();
    }

    @Test
    void nothingThatWasSaidCanBeChanged() {
        Member hanako = registered(mail());
        tell(hanako, only(hanako), MARKETING, false, NOON);

        assertThatThrownBy(() -> sql.sql("update loyalty.consent_event set granted = true where account = ?")
                        .param(hanako.id())
                        .update())
                .hasMessageContaining("rows are only ever added");
    }

    private void refused(String code, Member member, NewConsent told) {
        assertThatThrownBy(() -> consents.tell(member.id(), told, "clerk"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private void tell(Member by, Identifier at, ConsentPurpose purpose, boolean granted, @Nullable Instant when) {
        consents.tell(by.id(), consent(at, EMAIL, purpose, granted, when, "c-" + NEXT.incrementAndGet()), "clerk");
    }

    private static NewConsent consent(
            Identifier at,
            ConsentChannel channel,
            ConsentPurpose purpose,
            boolean granted,
            @Nullable Instant when,
            String key) {
        return new NewConsent(at.id(), channel, purpose, granted, "2026-10", "ja", "webshop", key, when);
    }

    private List<String> yes(Member member) {
        return consents.of(member.id()).stream()
                .flatMap(point -> point.consents().stream()
                        .filter(Consent::granted)
                        .map(consent -> point.value() + " " + consent.purpose()))
                .toList();
    }

    private Member registered(NewIdentifier... identifiers) {
        return members.register(
                new NewMember(new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"), List.of(identifiers)));
    }

    private static Identifier only(Member member) {
        return member.identifiers().get(0);
    }

    private static Identifier of(Member member, IdentifierType type) {
        return member.identifiers().stream()
                .filter(each -> each.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static NewIdentifier mail() {
        return new NewIdentifier(
                IdentifierType.EMAIL, "consent" + NEXT.incrementAndGet() + "@example.com", Proof.SIGHTED);
    }

    private static NewIdentifier phone() {
        return new NewIdentifier(IdentifierType.PHONE, "090" + NEXT.incrementAndGet(), Proof.SIGHTED);
    }
}
