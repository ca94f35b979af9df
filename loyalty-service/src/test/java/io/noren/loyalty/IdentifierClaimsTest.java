package io.noren.loyalty;

import static io.noren.loyalty.IdentifierType.APP;
import static io.noren.loyalty.IdentifierType.CARD;
import static io.noren.loyalty.IdentifierType.EMAIL;
import static io.noren.loyalty.IdentifierType.PHONE;
import static io.noren.loyalty.IdentifierType.WEB_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.IdentifierClaim.Decision;
import io.noren.loyalty.Merge.State;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody proves an identifier that leads to somebody else already. */
@LoyaltyTest
class IdentifierClaimsTest {
    private static final String SHOP = "webshop";
    private static final String CLERK = "sato";
    private static final String TILL = "till";

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    MemberHolds holds;

    @Autowired
    Purchases purchases;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    IdentifierRules rules;

    @Autowired
    RuleDryRuns dryRuns;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    @AfterEach
    void theFirstRulesHoldAndThePointsAreRight() {
        new RulesForATest(rules, dryRuns).restore();
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void whoHasProvenTheSameMailTwiceIsOneMemberAndTheEvidenceSaysWhy() {
        String mail = Any.email();
        String card = Any.card();
        UUID taro = registered(Any.proven(EMAIL, mail), Any.seen(CARD, card));
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        UUID other = registered();

        LinkAnswer answer = members.link(other, Any.proven(EMAIL, mail.toUpperCase(java.util.Locale.ROOT)), SHOP);

        assertThat(answer).isInstanceOfSatisfying(Identifier.class, mine -> {
            assertThat(mine.value()).isEqualTo(mail);
            assertThat(mine.assurance()).isEqualTo(Assurance.VERIFIED);
        });
        assertThat(members.get(other).id()).isEqualTo(taro);
        assertThat(ledger.balance(members.get(other).id()).spendable()).isEqualTo(10);
        IdentifierClaim claim = only(members.claims(other));
        assertThat(claim.decision()).isEqualTo(Decision.MERGED);
        assertThat(claim.doubts()).isEmpty();
        assertThat(claim.provenBy()).isEqualTo(Proof.MAIL_CODE);
        assertThat(claim.holderProvenBy()).isEqualTo(Proof.MAIL_CODE);
        assertThat(claim.actor()).isEqualTo(SHOP);
        Merge merge = merges.get(claim.merge());
        assertThat(merge.state()).isEqualTo(State.MERGED);
        assertThat(merge.automatic()).isTrue();
        assertThat(merge.ruleVersion())
                .isEqualTo(claim.ruleVersion())
                .isEqualTo(rules.inForce().version());
        assertThat(merge.proposedBy()).isEqualTo(SHOP);
        assertThat(merge.decidedBy()).isEqualTo("identifier rules " + claim.ruleVersion());
        assertThat(merges.evidence(merge.id())).containsExactly(claim);
        assertThat(facts.merged(other)).hasSize(1);
    }

    @Test
    void whoSignsUpWithAMailThatIsProvenForThemAlreadyIsThatMember() {
        String mail = Any.email();
        UUID taro = registered(Any.proven(EMAIL, mail));
        String card = Any.card();

        Member again = members.register(Any.taro(Any.proven(EMAIL, mail), Any.seen(CARD, card)), SHOP);

        assertThat(again.id()).isEqualTo(taro);
        assertThat(again.identifiers()).extracting(Identifier::type).containsExactlyInAnyOrder(EMAIL, CARD);
        assertThat(members.findBy(Claim.card(card))).contains(taro);
    }

    @Test
    void theBetterKnownOfTwoStaysWhoTheyAreAndOtherwiseTheOlder() {
        String mail = Any.email();
        UUID older = registered(Any.proven(EMAIL, mail));
        UUID withApp = registered(Any.proven(APP, "app-" + mail));

        members.link(withApp, Any.proven(EMAIL, mail), SHOP);

        assertThat(members.get(older).id()).isEqualTo(withApp);
        assertThat(facts.merged(older)).hasSize(1);
    }

    @Test
    void anAutomaticMergeIsUndoneByAPersonAndNeverMadeAgainWithoutOne() {
        String mail = Any.email();
        UUID taro = registered(Any.proven(EMAIL, mail));
        UUID wife = registered();
        members.link(wife, Any.proven(EMAIL, mail), SHOP);
        UUID merge = only(members.claims(wife)).merge();
        merges.undo(merge, "they share a mailbox", CLERK);
        assertThat(members.get(wife).id()).isEqualTo(wife);

        LinkAnswer again = members.link(wife, Any.proven(EMAIL, mail), SHOP);

        assertThat(doubts(again)).containsExactly(Doubt.PARTED_BEFORE);
        assertThat(members.get(wife).id()).isEqualTo(wife);
        assertThat(members.get(taro).id()).isEqualTo(taro);
    }

    @Test
    void whatSpeaksAgainstItIsLeftToAPerson() {
        String mail = Any.email();
        UUID seenOnly = registered(Any.seen(EMAIL, mail));
        assertThat(claimed(registered(), EMAIL, mail)).containsExactly(Doubt.HOLDER_UNVERIFIED);

        String phone = Any.phone();
        registered(Any.proven(PHONE, phone));
        assertThat(claimed(registered(), PHONE, phone)).containsExactly(Doubt.TYPE_NEVER_MERGES);

        String shared = Any.email();
        registered(Any.proven(EMAIL, shared), Any.proven(PHONE, Any.phone()));
        assertThat(claimed(registered(Any.proven(PHONE, Any.phone())), EMAIL, shared))
                .as("each has proven another phone")
                .containsExactly(Doubt.OTHER_VERIFIED_IDENTIFIER);

        String born = Any.email();
        UUID early = registered(Any.proven(EMAIL, born));
        born(early, 1960);
        UUID late = registered();
        born(late, 1990);
        assertThat(claimed(late, EMAIL, born)).containsExactly(Doubt.BIRTH_DATES_DIFFER);

        assertThat(members.get(seenOnly).identifiers()).hasSize(1);
    }

    @Test
    void aPhoneThatIsOnlySaidContradictsNobody() {
        String mail = Any.email();
        UUID taro = registered(Any.proven(EMAIL, mail), Any.seen(PHONE, Any.phone()));
        UUID other = registered(Any.proven(PHONE, Any.phone()));

        members.link(other, Any.proven(EMAIL, mail), SHOP);

        assertThat(members.get(other).id()).isEqualTo(members.get(taro).id());
    }

    @Test
    void moreThanAMemberMayHaveIsNotPutTogetherByRules() {
        new RulesForATest(rules, dryRuns).change(RulesForATest.atMost(CARD, 1));
        String mail = Any.email();
        registered(Any.proven(EMAIL, mail), Any.seen(CARD, Any.card()));
        UUID other = registered(Any.seen(CARD, Any.card()));

        assertThat(claimed(other, EMAIL, mail)).containsExactly(Doubt.LIMIT_EXCEEDED);
        Merge proposed = merges.get(only(members.claims(other)).merge());
        assertThat(merges.preview(proposed).conflicts()).containsExactly(Doubt.LIMIT_EXCEEDED);
        refused("IDENTIFIER_LIMIT", () -> members.link(other, Any.seen(CARD, Any.card())));
        refused(
                "IDENTIFIER_LIMIT",
                () -> members.register(Any.taro(Any.seen(CARD, Any.card()), Any.seen(CARD, Any.card()))));
    }

    @Test
    void aPersonDecidesAProposalAndThenTheIdentifierLeadsToBoth() {
        String phone = Any.phone();
        UUID taro = registered(Any.proven(PHONE, phone));
        UUID other = registered();
        IdentifierClaim claim = (IdentifierClaim) members.link(other, Any.proven(PHONE, phone), SHOP);
        assertThat(members.link(other, Any.proven(PHONE, phone), SHOP))
                .as("told again")
                .isEqualTo(claim);
        assertThat(claim.toString()).doesNotContain(taro.toString()).doesNotContain(phone.substring(1));
        assertThat(merges.list(State.PROPOSED, null, Merges.MOST_LISTED))
                .extracting(Merge::id)
                .contains(claim.merge());

        Merge approved = merges.approve(claim.merge(), CLERK);

        assertThat(approved.automatic()).isFalse();
        assertThat(approved.decidedBy()).isEqualTo(CLERK);
        assertThat(members.link(other, Any.proven(PHONE, phone), SHOP))
                .isEqualTo(only(members.get(taro).identifiers()));
        assertThat(members.claims(other)).containsExactly(claim);
    }

    @Test
    void whatIsNotProvenIsRefusedAsBeforeAndLeavesNoTrace() {
        String mail = Any.email();
        UUID taro = registered(Any.proven(EMAIL, mail));
        UUID other = registered();

        for (Proof weak : List.of(Proof.SIGHTED, Proof.IMPORT, Proof.USE)) {
            refused("IDENTIFIER_TAKEN", () -> members.link(other, new NewIdentifier(EMAIL, mail, weak)));
            refused("IDENTIFIER_TAKEN", () -> members.register(Any.taro(new NewIdentifier(EMAIL, mail, weak))));
        }
        refused("PROOF_UNFIT", () -> members.link(other, new NewIdentifier(EMAIL, mail, Proof.SMS_CODE)));
        assertThat(members.claims(other)).isEmpty();
        assertThat(members.claims(taro)).isEmpty();
    }

    @Test
    void whatIsProvenLaterIsKnownBetterFromThenOn() {
        String mail = Any.email();
        UUID taro = registered(Any.seen(EMAIL, mail));
        Identifier said = only(members.get(taro).identifiers());
        assertThat(said.assurance()).isEqualTo(Assurance.CLAIMED);

        Identifier proven = (Identifier) members.link(taro, Any.proven(EMAIL, mail));
        Identifier saidAgain = (Identifier) members.link(taro, Any.seen(EMAIL, mail));

        assertThat(proven.assurance()).isEqualTo(Assurance.VERIFIED);
        assertThat(saidAgain).as("what is known stays known").isEqualTo(proven);
        assertThat(members.get(taro).identifiers()).containsExactly(proven);
        assertThat(ended(said.id())).as("history shows both").isTrue();
    }

    @Test
    void heldMembersAndThoseWhoArePayingAreNotMergedByAnybody() {
        String mail = Any.email();
        UUID taro = registered(Any.proven(EMAIL, mail));
        UUID other = registered();
        MemberHold hold = holds.place(taro, MemberHold.Kind.FRAUD, "many returns", CLERK);
        assertThat(holds.place(taro, MemberHold.Kind.FRAUD, "again", CLERK)).isEqualTo(hold);

        IdentifierClaim claim = (IdentifierClaim) members.link(other, Any.proven(EMAIL, mail), SHOP);

        assertThat(claim.doubts()).containsExactly(Doubt.FRAUD_HOLD);
        assertThat(merges.preview(merges.get(claim.merge())).blockers()).containsExactly(Doubt.FRAUD_HOLD);
        refused("MEMBER_ON_HOLD", () -> merges.approve(claim.merge(), CLERK));
        holds.lift(taro, hold.id(), CLERK);
        holds.lift(taro, hold.id(), CLERK);
        refused("UNKNOWN_HOLD", () -> holds.lift(other, hold.id(), CLERK));

        // Without the doubt the rules decide what was left to a person.
        assertThat(members.link(other, Any.proven(EMAIL, mail), SHOP)).isInstanceOf(Identifier.class);
        assertThat(merges.get(claim.merge()).automatic()).isTrue();
        holds.place(other, MemberHold.Kind.ERASURE, "asked to be forgotten", CLERK);
        refused("MEMBER_ON_HOLD", () -> merges.undo(claim.merge(), "no", CLERK));
    }

    @Test
    void whoIsPayingOrProposedToBeAThirdIsNotMergedByRules() {
        String mail = Any.email();
        String card = Any.card();
        UUID taro = registered(Any.proven(EMAIL, mail), Any.seen(CARD, card));
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        UUID other = registered();
        UUID third = registered();
        UUID held = redemptions.reserve(taro, 5, TILL, Any.transaction()).id();
        Merge elsewhere = merges.propose(third, other, "same name", CLERK);

        assertThat(claimed(other, EMAIL, mail))
                .containsExactlyInAnyOrder(Doubt.REDEMPTION_RUNNING, Doubt.OTHER_MERGE_OPEN);

        redemptions.release(held);
        merges.reject(elsewhere.id(), CLERK);
        members.link(other, Any.proven(EMAIL, mail), SHOP);
        assertThat(members.get(other).id()).isEqualTo(taro);
    }

    @Test
    void twoShopsThatProveTheSameMailAtOnceHaveOneMember() throws Exception {
        for (int round = 0; round < 10; round++) {
            String mail = Any.email();
            List<UUID> both = List.of(registered(), registered());
            AtomicInteger turn = new AtomicInteger();

            List<Object> outcomes = Together.times(
                    2, () -> members.link(both.get(turn.getAndIncrement()), Any.proven(EMAIL, mail), SHOP));

            assertThat(outcomes).allSatisfy(one -> assertThat(one).isInstanceOf(Identifier.class));
            assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1));
            assertThat(members.get(both.get(0)).id())
                    .isEqualTo(members.get(both.get(1)).id());
            assertThat(mergesOf(both)).containsExactly("MERGED");
        }
    }

    @Test
    void twoWhoEachProveWhatTheOtherHasAtOnceAreOneMember() throws Exception {
        for (int round = 0; round < 10; round++) {
            String mail = Any.email();
            String app = "app-" + mail;
            UUID taro = registered(Any.proven(EMAIL, mail));
            UUID other = registered(Any.proven(APP, app));
            AtomicInteger turn = new AtomicInteger();

            List<Object> outcomes = Together.times(
                    2,
                    () -> turn.getAndIncrement() == 0
                            ? members.link(taro, Any.proven(APP, app), SHOP)
                            : members.link(other, Any.proven(EMAIL, mail), SHOP));

            assertThat(outcomes).allSatisfy(one -> assertThat(one).isInstanceOf(Identifier.class));
            assertThat(members.get(taro).id()).isEqualTo(members.get(other).id());
            assertThat(mergesOf(List.of(taro, other))).containsExactly("MERGED");
        }
    }

    @Test
    void aMergeByRulesAndOneByAPersonAtOnceAreOneMerge() throws Exception {
        for (int round = 0; round < 10; round++) {
            String mail = Any.email();
            UUID taro = registered(Any.proven(EMAIL, mail));
            UUID other = registered();
            AtomicInteger turn = new AtomicInteger();
            boolean approves = round % 2 == 0;
            UUID proposed = merges.propose(other, taro, "same birthday", CLERK).id();

            List<Object> outcomes = Together.times(3, () -> switch (turn.getAndIncrement()) {
                case 0 -> members.link(other, Any.proven(EMAIL, mail), SHOP);
                case 1 -> merges.propose(taro, other, "same birthday", CLERK);
                default -> approves ? merges.approve(proposed, CLERK) : merges.reject(proposed, CLERK);
            });

            assertThat(outcomes)
                    .allSatisfy(one -> assertThat(one)
                            .isInstanceOfAny(Identifier.class, IdentifierClaim.class, Merge.class, Refusal.class));
            boolean one = members.get(taro).id().equals(members.get(other).id());
            List<String> states = mergesOf(List.of(taro, other));
            assertThat(states.stream().filter("MERGED"::equals)).hasSize(one ? 1 : 0);
            if (approves) {
                assertThat(one).isTrue();
            }
            assertThat(one || states.contains("REJECTED")).isTrue();
        }
    }

    /** {@code -Didentity.histories=2000} for a long run, {@code -Didentity.seed} for one again. */
    @Test
    void whateverIsProvenByWhomAnIdentifierLeadsToOneMemberAndAPersonsWordStands() {
        long first = Long.getLong("identity.seed", new Random().nextLong());
        for (long seed = first; seed < first + Integer.getInteger("identity.histories", 10); seed++) {
            play(new Random(seed), "-Didentity.seed=" + seed);
        }
    }

    private void play(Random random, String name) {
        List<UUID> all = List.of(registered(), registered(), registered(), registered());
        List<NewIdentifier> values = List.of(
                Any.proven(EMAIL, Any.email()),
                Any.proven(EMAIL, Any.email()),
                Any.proven(APP, Any.email()),
                Any.proven(WEB_ACCOUNT, Any.email()),
                Any.proven(PHONE, Any.phone()),
                Any.proven(CARD, Any.card()));
        List<UUID> parted = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            UUID one = all.get(random.nextInt(all.size()));
            NewIdentifier value = values.get(random.nextInt(values.size()));
            if (random.nextInt(5) > 0) {
                LinkAnswer answer = members.link(one, value, SHOP);
                boolean leads = members.findBy(new Claim(value.type(), value.value()))
                        .filter(members.get(one).id()::equals)
                        .isPresent();
                assertThat(leads).as(name).isEqualTo(answer instanceof Identifier);
            } else {
                List<UUID> merged = merged(all);
                if (!merged.isEmpty()) {
                    UUID merge = merged.get(random.nextInt(merged.size()));
                    merges.undo(merge, "not the same", CLERK);
                    parted.add(merge);
                }
            }
        }
        parted.forEach(id -> {
            Merge merge = merges.get(id);
            assertThat(merge.state()).as(name).isEqualTo(State.UNMERGED);
        });
        merged(all).forEach(id -> merges.undo(id, "in the end not", CLERK));
        all.forEach(one -> assertThat(members.get(one).id()).as(name).isEqualTo(one));
    }

    private List<UUID> merged(List<UUID> accounts) {
        return sql.sql("select id from loyalty.merge where state = 'MERGED' and survivor in (:all) order by id")
                .param("all", accounts)
                .query(UUID.class)
                .list();
    }

    private List<String> mergesOf(List<UUID> both) {
        return sql.sql("select state from loyalty.merge where survivor in (:both) and absorbed in (:both)")
                .param("both", both)
                .query(String.class)
                .list();
    }

    private boolean ended(UUID identifier) {
        return sql.sql("select valid_to is not null from loyalty.identifier where id = ?")
                .param(identifier)
                .query(Boolean.class)
                .single();
    }

    private void born(UUID member, int year) {
        Member present = members.get(member);
        Profile told = present.profile();
        members.change(
                member,
                present.version(),
                new Profile(
                        told.familyName(),
                        told.givenName(),
                        told.familyKana(),
                        told.givenKana(),
                        LocalDate.of(year, 4, 1),
                        null,
                        "ja"));
    }

    private UUID registered(NewIdentifier... identifiers) {
        return members.register(Any.taro(identifiers)).id();
    }

    private List<Doubt> claimed(UUID member, IdentifierType type, String value) {
        return doubts(members.link(member, Any.proven(type, value), SHOP));
    }

    private static List<Doubt> doubts(LinkAnswer answer) {
        assertThat(answer).isInstanceOf(IdentifierClaim.class);
        return ((IdentifierClaim) answer).doubts();
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
