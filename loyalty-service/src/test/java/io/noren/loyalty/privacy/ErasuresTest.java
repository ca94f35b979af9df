package io.noren.loyalty.privacy;

import static io.noren.loyalty.privacy.Erasure.Reason.MEMBER_ASKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.noren.loyalty.Claim;
import io.noren.loyalty.Facts;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Member;
import io.noren.loyalty.MemberErased;
import io.noren.loyalty.MemberHold;
import io.noren.loyalty.MemberHolds;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsAudit;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Redemption;
import io.noren.loyalty.Redemptions;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.TillLookUp;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is forgotten is nowhere any more, and the books do not notice. */
@LoyaltyTest
class ErasuresTest {
    private static final Profile PERSON =
            new Profile("鷺ノ宮ヶ原", "珠璃絵", "サギノミヤガハラ", "ジュリエ", LocalDate.of(1931, 7, 23), "store-of-juri", "fi");

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
    TillLookUp lookUp;

    @Autowired
    Erasures erasures;

    @Autowired
    MemberExport export;

    @Autowired
    Customers customers;

    @Autowired
    PointsAudit audit;

    @Autowired
    Facts facts;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient sql;

    @Test
    void nothingOfAPersonWhoDidEverythingAndWasMergedIsFoundAnywhereInTheDatabase() {
        String card = Customers.card();
        String otherCard = Customers.card();
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9753", "juri.sagi@forget.example", card);
        Member other = customers.whoDidEverything(PERSON, "070-8642-9754", "sagi.juri@forget.example", otherCard);
        merges.approve(
                merges.propose(juri.id(), other.id(), "both are 鷺ノ宮ヶ原, born 1931-07-23", "clerk")
                        .id(),
                "clerk");
        holds.lift(
                juri.id(),
                holds.place(juri.id(), MemberHold.Kind.FRAUD, "ask 珠璃絵", "clerk")
                        .id(),
                "clerk");
        List<String> personal = List.of(
                "鷺ノ宮ヶ原",
                "珠璃絵",
                "サギノミヤガハラ",
                "ジュリエ",
                "1931-07-23",
                "store-of-juri",
                "86429753",
                "8642-9753",
                "86429754",
                "8642-9754",
                "forget.example",
                card,
                otherCard);
        String told = export.of(juri.id()).toString();
        for (String value : personal) {
            assertThat(told.contains(value) || !columnsThatHold(value).isEmpty())
                    .as(value + " is there to be forgotten")
                    .isTrue();
        }
        for (String sealed : List.of("サギノミヤガハラ", "ジュリエ", "86429753", "86429754", "forget.example")) {
            assertThat(columnsThatHold(sealed))
                    .as(sealed + " in clear, but where a shop made it part of its own key")
                    .isSubsetOf("loyalty.consent_event.source_transaction");
        }
        assertThat(columnsThatHold("鷺ノ宮ヶ原"))
                .as("what staff typed")
                .isSubsetOf(
                        "loyalty.merge.reason",
                        "loyalty.till_lookup.reason",
                        "loyalty.preference.wanted",
                        "loyalty.points_adjustment.reason");

        Erasure erasure = erasures.erase(other.id(), MEMBER_ASKED, "clerk");

        for (String value : personal) {
            assertThat(columnsThatHold(value)).as(value).isEmpty();
        }
        assertThat(erasure.member()).isEqualTo(juri.id());
        assertThat(erasure.forfeitedPoints()).isEqualTo(130);
        assertThat(erasure.accounts()).contains(juri.id(), other.id());
        assertThat(facts.erased(juri.id()))
                .containsExactly(new MemberErased(erasure.id(), juri.id(), erasure.accounts(), erasure.erasedAt()));
    }

    @Test
    void theBooksStayEvenAndWhatWasBoughtStaysInThem() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9755", "books@forget.example", Customers.card());

        erasures.erase(juri.id(), MEMBER_ASKED, "clerk");

        assertThat(audit.differences()).isEmpty();
        assertThat(number("select sum(points) from loyalty.points_entry where account = ?", juri))
                .isZero();
        assertThat(number(
                        "select sum(points) from loyalty.points_entry where purpose = 'ADJUST' and account = ?", juri))
                .isEqualTo(-70);
        assertThat(number("select points from loyalty.points_balance where account = ?", juri))
                .isZero();
        assertThat(number("select sum(remaining) from loyalty.points_lot where account = ?", juri))
                .isZero();
        assertThat(number("select count(*) from loyalty.purchase_line where account = ?", juri))
                .isEqualTo(1);
    }

    @Test
    void aForgottenCardIsNamedAtATillAndInASaleAndLeadsToNobodyEverAgain() {
        String card = Customers.card();
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9756", "card@forget.example", card);
        erasures.erase(juri.id(), MEMBER_ASKED, "clerk");

        refused("IDENTIFIER_ERASED", () -> lookUp.find(LookUpQuery.byCard(card, "1", "ginza", "points", "clerk")));
        refused("IDENTIFIER_ERASED", () -> lookUp.find(LookUpQuery.byCard("00" + card, "1", "ginza", "points", "c")));
        refused("IDENTIFIER_ERASED", () -> purchases.record(Customers.sale(card, Customers.key())));
        refused(
                "IDENTIFIER_ERASED",
                () -> members.register(
                        new NewMember(PERSON, List.of(new NewIdentifier(IdentifierType.CARD, card, Proof.CARD_PIN)))));
        assertThatThrownBy(() ->
                        sql.sql("""
                        insert into loyalty.identifier (id, account, type, value, proven_by, valid_from)
                        values (gen_random_uuid(), ?, 'CARD', ?, 'USE', now())
                        """).params(juri.id(), Claim.card(card).value()).update())
                .as("whatever a program does")
                .hasMessageContaining("leads to nobody");
    }

    @Test
    void nothingCanBeSeenOfOrDoneWithAForgottenMemberByTheirIds() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9757", "ids@forget.example", Customers.card());
        erasures.erase(juri.id(), MEMBER_ASKED, "clerk");

        assertThat(members.find(juri.id())).isEmpty();
        refused("MEMBER_ERASED", () -> members.get(juri.id()));
        refused("MEMBER_ERASED", () -> export.of(juri.id()));
        refused("MEMBER_ERASED", () -> members.change(juri.id(), 1, PERSON));
        refused("MEMBER_ERASED", () -> redemptions.reserve(juri.id(), 1, "till", Customers.key()));
        assertThatThrownBy(() -> sql.sql("update loyalty.member set named = true where id = ?")
                        .param(juri.id())
                        .update())
                .as("whatever a program does")
                .hasMessageContaining("member_erased_has_nothing_personal");
    }

    @Test
    void whoWaitsForAMemberThatIsJustForgottenSpendsNothing() throws Exception {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9768", "waits@forget.example", Customers.card());
        ExecutorService till = Executors.newSingleThreadExecutor();
        Future<Redemption> paying;
        try {
            paying = transaction.execute(status -> {
                erasures.erase(juri.id(), MEMBER_ASKED, "clerk");
                Future<Redemption> waiting =
                        till.submit(() -> redemptions.reserve(juri.id(), 1, "till", Customers.key()));
                await().until(() -> sql.sql(
                                "select exists (select from pg_stat_activity where wait_event_type = 'Lock')")
                        .query(Boolean.class)
                        .single());
                return waiting;
            });
        } finally {
            till.shutdown();
        }

        assertThatThrownBy(paying::get)
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("MEMBER_ERASED"));
    }

    @Test
    void aPersonWhoComesBackWithTheirPhoneIsSomebodyNew() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9758", "back@forget.example", Customers.card());
        erasures.erase(juri.id(), MEMBER_ASKED, "clerk");

        Member again = customers.whoDidEverything(PERSON, "070-8642-9758", "back@forget.example", Customers.card());

        assertThat(again.id()).isNotEqualTo(juri.id());
        assertThat(export.of(again.id()).accounts()).doesNotContain(juri.id());
        erasures.erase(again.id(), MEMBER_ASKED, "clerk");
    }

    @Test
    void nobodyIsForgottenWhilePointsAreReservedOrAMergeOrSomebodysQuestionIsOpen() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9759", "open@forget.example", Customers.card());
        Member other = customers.whoDidEverything(PERSON, "070-8642-9760", "other@forget.example", Customers.card());

        UUID reserved =
                redemptions.reserve(juri.id(), 10, "till", Customers.key()).id();
        refused("REDEMPTION_RUNNING", () -> erasures.erase(juri.id(), MEMBER_ASKED, "clerk"));
        redemptions.release(reserved);
        UUID proposed =
                merges.propose(juri.id(), other.id(), "perhaps", "clerk").id();
        refused("MERGE_OPEN", () -> erasures.erase(juri.id(), MEMBER_ASKED, "clerk"));
        refused("MERGE_OPEN", () -> erasures.erase(other.id(), MEMBER_ASKED, "clerk"));
        merges.reject(proposed, "clerk");
        UUID hold = holds.place(juri.id(), MemberHold.Kind.FRAUD, "returns", "clerk")
                .id();
        refused("MEMBER_ON_HOLD", () -> erasures.erase(juri.id(), MEMBER_ASKED, "clerk"));
        holds.lift(juri.id(), hold, "clerk");

        assertThat(members.get(juri.id()).familyName()).as("nothing happened").isEqualTo(PERSON.familyName());
        Erasure done = erasures.erase(juri.id(), MEMBER_ASKED, "clerk");
        assertThat(erasures.erase(juri.id(), MEMBER_ASKED, "somebody else")).isEqualTo(done);
        erasures.erase(other.id(), MEMBER_ASKED, "clerk");
        assertThat(facts.erased(juri.id())).hasSize(1);
    }

    @Test
    void aMergeOfAForgottenMemberIsNotUndone() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9761", "undo@forget.example", Customers.card());
        Member other = customers.whoDidEverything(PERSON, "070-8642-9762", "undo2@forget.example", Customers.card());
        UUID merge = merges.approve(
                        merges.propose(juri.id(), other.id(), "one", "clerk").id(), "clerk")
                .id();
        erasures.erase(juri.id(), MEMBER_ASKED, "clerk");

        assertThatThrownBy(() -> merges.undo(merge, "two", "clerk")).isInstanceOf(Refusal.class);
    }

    @Test
    void whoHasNotAnsweredIsSeenUntilTheyHave() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9763", "answer@forget.example", Customers.card());
        UUID erasure = erasures.erase(juri.id(), MEMBER_ASKED, "clerk").id();
        sql.sql("insert into loyalty.erasure_receipt (erasure, system) values (?, 'webshop'), (?, 'tills')")
                .params(erasure, erasure)
                .update();

        assertThat(erasures.waiting()).anyMatch(each -> each.id().equals(erasure));
        Erasure.Receipt first = receipt(erasures.answer(erasure, "webshop", "key"), "webshop");
        assertThat(first.answeredAt()).isNotNull();
        assertThat(receipt(erasures.answer(erasure, "webshop", "key"), "webshop"))
                .isEqualTo(first);
        assertThat(receipt(erasures.get(erasure), "tills").answeredAt()).isNull();
        erasures.answer(erasure, "tills", "key");
        assertThat(erasures.waiting()).noneMatch(each -> each.id().equals(erasure));
        refused("UNKNOWN_ERASURE", () -> erasures.answer(UUID.randomUUID(), "webshop", "key"));
    }

    @Test
    void historyIsForgottenInPartsAndNeverRewritten() {
        Member juri = customers.whoDidEverything(PERSON, "070-8642-9764", "rewrite@forget.example", Customers.card());

        for (String rewritten :
                List.of("set reason = 'another'", "set reason = 'erased', asked = 'erased', actor = 'nobody'")) {
            assertThatThrownBy(() -> sql.sql("update loyalty.till_lookup " + rewritten + " where opened = ?")
                            .param(juri.id())
                            .update())
                    .as(rewritten)
                    .hasMessageContaining("is refused");
        }
        assertThatThrownBy(() -> sql.sql("delete from loyalty.till_lookup where opened = ?")
                        .param(juri.id())
                        .update())
                .hasMessageContaining("is refused");
        erasures.erase(juri.id(), MEMBER_ASKED, "clerk");
        assertThat(number("select count(*) from loyalty.till_lookup where reason = 'erased' and opened = ?", juri))
                .isEqualTo(2);
    }

    private static Erasure.Receipt receipt(Erasure erasure, String system) {
        return erasure.receipts().stream()
                .filter(each -> each.system().equals(system))
                .findFirst()
                .orElseThrow();
    }

    private static void refused(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private long number(String query, Member member) {
        return sql.sql(query).param(member.id()).query(Long.class).single();
    }

    /** Of every table, whatever its type; bytes by what they would say. */
    private List<String> columnsThatHold(String value) {
        return sql.sql("""
                        select table_schema || '.' || table_name || '.' || column_name
                        from information_schema.columns join information_schema.tables using (table_schema, table_name)
                        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
                          and data_type in ('text', 'character varying', 'ARRAY', 'json', 'jsonb', 'date', 'bytea')
                        """).query(String.class).list().stream()
                .filter(column -> {
                    int dot = column.lastIndexOf('.');
                    String name = column.substring(dot + 1);
                    return sql.sql("select exists (select from " + column.substring(0, dot)
                                    + " where cast(" + name + " as text) like :text"
                                    + " or cast(" + name + " as text) like :bytes)")
                            .param("text", "%" + value + "%")
                            .param("bytes", "%" + hex(value) + "%")
                            .query(Boolean.class)
                            .single();
                })
                .toList();
    }

    private static String hex(String value) {
        return java.util.HexFormat.of().formatHex(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
