package io.noren.loyalty;

import static io.noren.loyalty.IdentifierType.APP;
import static io.noren.loyalty.IdentifierType.CARD;
import static io.noren.loyalty.IdentifierType.EMAIL;
import static io.noren.loyalty.IdentifierType.PHONE;
import static io.noren.loyalty.RulesForATest.MANAGER;
import static io.noren.loyalty.RulesForATest.merging;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Merge.State;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules about identifiers are tried on history, put into force, and hold from then on. */
@LoyaltyTest
class IdentifierRulesTest {
    private static final String SHOP = "webshop";
    private static final UnaryOperator<IdentifierRule> AS_THEY_ARE = UnaryOperator.identity();

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Purchases purchases;

    @Autowired
    Redemptions redemptions;

    @Autowired
    TillLookUp lookUp;

    @Autowired
    IdentifierRules rules;

    @Autowired
    RuleDryRuns dryRuns;

    @Autowired
    JdbcClient sql;

    private RulesForATest test;

    @BeforeEach
    void theFirstRulesHold() {
        test = new RulesForATest(rules, dryRuns);
        test.restore();
    }

    @AfterEach
    void theFirstRulesHoldAgain() {
        test.restore();
    }

    @Test
    void aPhoneNeverSpendsAndNeverMergesToBeginWith() {
        IdentifierRule phone = rule(PHONE);

        assertThat(phone.spends()).isFalse();
        assertThat(phone.merges()).isFalse();
        assertThat(rules.inForce().rules())
                .extracting(IdentifierRule::type)
                .containsExactlyInAnyOrder(IdentifierType.values());
        assertThat(rules.inForce().blocked()).isEmpty();
    }

    @Test
    void aChangeShowsFirstWhatItWouldHaveMergedAndParted() {
        String phone = Any.phone();
        registered(Any.proven(PHONE, phone));
        IdentifierClaim left = (IdentifierClaim) members.link(registered(), Any.proven(PHONE, phone), SHOP);
        String mail = Any.email();
        registered(Any.proven(EMAIL, mail));
        UUID other = registered();
        members.link(other, Any.proven(EMAIL, mail), SHOP);
        IdentifierClaim merged = members.claims(other).get(0);

        RuleDryRun same = test.attempt(AS_THEY_ARE);
        assertThat(same.wouldMerge().latest())
                .extracting(RuleDryRun.Decided::claim)
                .doesNotContain(left.id());
        assertThat(same.wouldPart().latest())
                .extracting(RuleDryRun.Decided::claim)
                .doesNotContain(merged.id());
        assertThat(same.claims()).isGreaterThanOrEqualTo(2);

        RuleDryRun run = test.attempt(merging(PHONE, true).andThen(merging(EMAIL, false))::apply);
        assertThat(run.wouldMerge().latest())
                .filteredOn(each -> each.claim().equals(left.id()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.merge()).isEqualTo(left.merge());
                    assertThat(each.type()).isEqualTo(PHONE);
                    assertThat(each.doubts()).isEmpty();
                });
        assertThat(run.wouldPart().latest())
                .filteredOn(each -> each.claim().equals(merged.id()))
                .singleElement()
                .satisfies(each -> assertThat(each.doubts()).containsExactly(Doubt.TYPE_NEVER_MERGES));
        assertThat(run.wouldMerge().total())
                .as("fewer than are listed")
                .isEqualTo(run.wouldMerge().latest().size());
        assertThat(same.wouldMerge().total()).isLessThan(run.wouldMerge().total());
        assertThat(dryRuns.get(run.id())).isEqualTo(run);
        assertThat(merges.get(left.merge()).state())
                .as("a dry run changes nothing")
                .isEqualTo(State.PROPOSED);
        assertThat(merges.get(merged.merge()).state()).isEqualTo(State.MERGED);
        assertThat(rules.inForce().version()).isEqualTo(run.basedOn());
    }

    @Test
    void whatIsAFactAboutTheTwoIsADoubtUnderAnyRules() {
        String mail = Any.email();
        registered(Any.proven(EMAIL, mail));
        UUID wife = registered();
        members.link(wife, Any.proven(EMAIL, mail), SHOP);
        merges.undo(members.claims(wife).get(0).merge(), "a shared mailbox", MANAGER);
        IdentifierClaim second = (IdentifierClaim) members.link(wife, Any.proven(EMAIL, mail), SHOP);

        RuleDryRun run = test.attempt(
                rule -> new IdentifierRule(rule.type(), rule.priority(), null, false, true, rule.type() != PHONE));

        assertThat(run.wouldMerge().latest())
                .extracting(RuleDryRun.Decided::claim)
                .doesNotContain(second.id());
    }

    @Test
    void rulesAreInForceFromOnesOwnDryRunOnceAndForAReason() throws Exception {
        long before = rules.inForce().version();
        RuleDryRun run = test.attempt(merging(PHONE, true));
        RuleDryRun late = test.attempt(merging(CARD, false));

        List<Object> outcomes = Together.times(4, () -> rules.activate(run.id(), "phones are proven", MANAGER));

        IdentifierRuleSet now = rules.inForce();
        assertThat(outcomes).containsOnly(now);
        assertThat(now.version()).isEqualTo(before + 1);
        assertThat(now.dryRun()).isEqualTo(run.id());
        assertThat(now.reason()).isEqualTo("phones are proven");
        assertThat(now.activatedBy()).isEqualTo(MANAGER);
        assertThat(rule(PHONE).merges()).isTrue();
        assertThat(rules.version(before).rules()).isNotEqualTo(now.rules());
        assertThatThrownBy(() -> rules.activate(late.id(), "too late", MANAGER))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("STALE_VERSION");
                    assertThat(refusal.properties()).containsEntry("present", now);
                });
        refused("UNKNOWN_DRY_RUN", () -> rules.activate(UUID.randomUUID(), "which?", MANAGER));
        refused("RULE_REASON_REQUIRED", () -> rules.activate(run.id(), " ", MANAGER));
        refused("UNKNOWN_RULES", () -> rules.version(before + 100));
    }

    @Test
    void ofTwoWhoPutDifferentRulesIntoForceAtOnceOneDoes() throws Exception {
        RuleDryRun one = test.attempt(merging(PHONE, true));
        RuleDryRun other = test.attempt(merging(CARD, false));
        List<UUID> runs = new ArrayList<>(List.of(one.id(), other.id()));

        List<Object> outcomes = Together.times(2, () -> {
            UUID mine;
            synchronized (runs) {
                mine = runs.remove(0);
            }
            return rules.activate(mine, "mine", MANAGER);
        });

        assertThat(outcomes.stream().filter(IdentifierRuleSet.class::isInstance))
                .hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                .singleElement()
                .satisfies(refusal -> assertThat(((Refusal) refusal).code()).isEqualTo("STALE_VERSION"));
        assertThat(rules.inForce().version()).isEqualTo(one.basedOn() + 1);
    }

    @Test
    void newRulesHoldForTheNextClaimAndLeaveTheOldOnesAsTheyWereDecided() {
        String phone = Any.phone();
        registered(Any.proven(PHONE, phone));
        IdentifierClaim left = (IdentifierClaim) members.link(registered(), Any.proven(PHONE, phone), SHOP);

        IdentifierRuleSet now = test.change(merging(PHONE, true));

        assertThat(merges.get(left.merge()).state()).isEqualTo(State.PROPOSED);
        String next = Any.phone();
        UUID taro = registered(Any.proven(PHONE, next));
        UUID other = registered();
        members.link(other, Any.proven(PHONE, next), SHOP);
        assertThat(members.get(other).id()).isEqualTo(taro);
        assertThat(members.claims(other).get(0).ruleVersion()).isEqualTo(now.version());
    }

    @Test
    void aStoresTabletThatFiftyCustomersUseGluesNobodyTogether() throws Exception {
        String tablet = "tablet-" + Any.card();
        test.change(AS_THEY_ARE, new BlockedIdentifier(APP, " " + tablet + " "));

        List<Object> outcomes = Together.times(
                50, () -> members.register(Any.taro(Any.seen(CARD, Any.card()), Any.proven(APP, tablet)), SHOP));
        assertThat(outcomes)
                .allSatisfy(one -> assertThat(((Refusal) one).code()).isEqualTo("IDENTIFIER_BLOCKED"));
        for (int customer = 0; customer < 50; customer++) {
            UUID member = registered(Any.seen(CARD, Any.card()));
            refused("IDENTIFIER_BLOCKED", () -> members.link(member, Any.proven(APP, tablet), SHOP));
            assertThat(members.get(member).id()).isEqualTo(member);
            assertThat(members.claims(member)).isEmpty();
        }
        assertThat(members.findBy(Claim.app(tablet))).isEmpty();
    }

    @Test
    void aTabletThatIsFoundOutLaterLeadsToNobodyFromThenOnAndTheDryRunShowsWhomItGlued() {
        String tablet = "tablet-" + Any.card();
        UUID first = registered(Any.proven(APP, tablet));
        UUID second = registered();
        members.link(second, Any.proven(APP, tablet), SHOP);
        IdentifierClaim glued = members.claims(second).get(0);

        RuleDryRun run = test.attempt(AS_THEY_ARE, new BlockedIdentifier(APP, tablet));

        assertThat(run.wouldUnlink()).isEqualTo(1);
        assertThat(run.wouldPart().latest())
                .filteredOn(each -> each.claim().equals(glued.id()))
                .singleElement()
                .satisfies(each -> assertThat(each.doubts()).containsExactly(Doubt.BLOCKED_VALUE));
        assertThat(members.findBy(Claim.app(tablet))).contains(first);

        rules.activate(run.id(), "the tablet of the fitting rooms", MANAGER);

        assertThat(members.findBy(Claim.app(tablet))).isEmpty();
        refused("IDENTIFIER_BLOCKED", () -> members.link(first, Any.proven(APP, tablet), SHOP));
        merges.undo(glued.merge(), "a tablet", MANAGER);
        assertThat(members.get(second).id()).isEqualTo(second);
    }

    @Test
    void whatABlockedTabletBuysIsNobodysToSpendOrToSee() {
        String tablet = "tablet-" + Any.card();
        test.change(AS_THEY_ARE, new BlockedIdentifier(APP, tablet));
        UUID nobody = purchases
                .record(Any.sale(Any.transaction(), Claim.app(tablet), "1000"))
                .member();

        refused(
                "IDENTIFIER_BLOCKED",
                () -> redemptions.reserve(nobody, 1, "till", Any.transaction(), Claim.app(tablet)));
        refused("IDENTIFIER_BLOCKED", () -> members.link(registered(), Any.proven(APP, tablet), SHOP));
        assertThat(lookUp.find(LookUpQuery.byMemberCode(tablet, "till-3", "ginza", "checkout", "sato"))
                        .members())
                .isEmpty();
    }

    @Test
    void whoLinksWhileAValueIsBlockedDoesNotKeepIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            String tablet = "tablet-" + Any.card();
            RuleDryRun run = test.attempt(AS_THEY_ARE, new BlockedIdentifier(APP, tablet));
            List<UUID> customers = new ArrayList<>(List.of(registered(), registered(), registered()));

            Together.times(4, () -> {
                UUID mine;
                synchronized (customers) {
                    mine = customers.isEmpty() ? null : customers.remove(0);
                }
                return mine == null
                        ? rules.activate(run.id(), "shared", MANAGER)
                        : members.link(mine, Any.proven(APP, tablet), SHOP);
            });

            assertThat(members.findBy(Claim.app(tablet))).isEmpty();
        }
    }

    @Test
    void ofTwoLinkedAtOnceBeyondTheLimitOneIs() throws Exception {
        test.change(RulesForATest.atMost(CARD, 2));
        for (int round = 0; round < 5; round++) {
            UUID member = registered(Any.seen(CARD, Any.card()));

            List<Object> outcomes = Together.times(4, () -> members.link(member, Any.seen(CARD, Any.card())));

            assertThat(outcomes.stream().filter(Identifier.class::isInstance)).hasSize(1);
            assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                    .hasSize(3)
                    .allSatisfy(one -> {
                        assertThat(((Refusal) one).code()).isEqualTo("IDENTIFIER_LIMIT");
                        assertThat(((Refusal) one).properties()).containsEntry("most", 2);
                    });
            assertThat(members.get(member).identifiers()).hasSize(2);
        }
    }

    @Test
    void nonsenseIsRefusedByName() {
        List<IdentifierRule> all = rules.inForce().rules();
        refused("RULE_INCOMPLETE", () -> dryRuns.attempt(all.subList(1, 6), List.of(), MANAGER));
        refused(
                "PHONE_NEVER_SPENDS",
                () -> test.attempt(rule ->
                        new IdentifierRule(rule.type(), rule.priority(), rule.most(), rule.tellsApart(), true, true)));
        refused("IMPLAUSIBLE_RULE", () -> test.attempt(RulesForATest.atMost(CARD, 0)));
        refused(
                "IMPLAUSIBLE_RULE",
                () -> test.attempt(
                        rule -> new IdentifierRule(rule.type(), 1, rule.most(), rule.tellsApart(), true, false)));
        refused("UNREADABLE_PHONE", () -> test.attempt(AS_THEY_ARE, new BlockedIdentifier(PHONE, "12")));
        BlockedIdentifier[] many = new BlockedIdentifier[1_001];
        java.util.Arrays.setAll(many, i -> new BlockedIdentifier(APP, "tablet " + i));
        refused("TOO_MANY_BLOCKED", () -> test.attempt(AS_THEY_ARE, many));
        refused("UNKNOWN_DRY_RUN", () -> dryRuns.get(UUID.randomUUID()));
    }

    @Test
    void theDatabaseKeepsWhatWasInForceAndLetsNoPhoneSpend() {
        String mail = Any.email();
        registered(Any.seen(EMAIL, mail));
        members.link(registered(), Any.proven(EMAIL, mail), SHOP);

        for (String cheat : List.of(
                "update loyalty.identifier_rules set reason = 'forged' where version = 1",
                "delete from loyalty.identifier_rules where version = 1",
                "update loyalty.identifier_rule set merges = true where type = 'PHONE'",
                "insert into loyalty.identifier_rule select gen_random_uuid(), 'PHONE', 1, 1, true, true, true",
                "update loyalty.identifier_claim set doubts = '{}'",
                "truncate loyalty.identifier_claim_evidence")) {
            assertThatThrownBy(() -> sql.sql(cheat).update()).as(cheat).isInstanceOf(DataAccessException.class);
        }
    }

    private IdentifierRule rule(IdentifierType type) {
        return rules.inForce().rules().stream()
                .filter(each -> each.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private UUID registered(NewIdentifier... identifiers) {
        return members.register(Any.taro(identifiers)).id();
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
