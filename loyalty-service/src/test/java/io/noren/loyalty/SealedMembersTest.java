package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.personal.DataKey;
import io.noren.loyalty.personal.MemberKeys;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Members whom the database cannot read are found as before, are theirs alone, and are gone with their key. */
@LoyaltyTest
class SealedMembersTest {
    private static final LocalDate BORN = LocalDate.of(1956, 2, 29);

    private final String till = Any.transaction();

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    Erasures erasures;

    @Autowired
    TillLookUp lookUp;

    @Autowired
    MemberKeys keys;

    @Autowired
    JdbcClient sql;

    @Test
    void aListIsInTheOrderOfTheReadingsAndItsTotalCountsWhomItDoesNotShow() {
        int number = 100;
        for (String given : List.of("ワ", "ア", "ウ", "サ", "カ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "イ")) {
            registered("リストウ", given, null, "list-" + given, "0805" + number++ + "6183");
        }
        registered("ベツ", "ア", null, "list-other", "0805" + number + "6183");

        for (String kana : List.of("ﾘｽﾄｳ", "りすとう", "リ", "リスト")) {
            LookUpAnswer answer = byLastFour("6183", kana);
            assertThat(answer.total()).as(kana).isEqualTo(12);
            assertThat(answer.pickList())
                    .as(kana)
                    .extracting(MaskedMember::homeLocation)
                    .containsExactly(
                            "list-ア", "list-イ", "list-ウ", "list-カ", "list-サ", "list-タ", "list-ナ", "list-ハ", "list-マ",
                            "list-ヤ");
        }
        assertThat(byLastFour("6183", "リストウ・ワ").card()).isPresent();
        assertThat(byLastFour("6183", "リストウラ").card()).isPresent();
        assertThat(byLastFour("6183", "リストウラン").total()).isZero();
        assertThat(byLastFour("6184", "リストウ").total()).isZero();
    }

    @Test
    void aReadingLongerThanWhatIsHashedIsComparedToItsEnd() {
        Member hanako = registered("オオツカ", "ハナコ", BORN, "born", Any.phone());
        Member taro = registered("オオツ", "タロウ", BORN, "born", Any.phone());
        registered("オオツカ", "ハナコ", BORN.plusDays(1), "born", Any.phone());

        assertThat(byName("ｵｵﾂｶ", "02-29").card().orElseThrow().member()).isEqualTo(hanako.id());
        assertThat(byName("おおつた", "2/29").card().orElseThrow().member()).isEqualTo(taro.id());
        assertThat(byName("オオツカ ハナコ", "0229").card().orElseThrow().member()).isEqualTo(hanako.id());
        for (String several : List.of("オ", "オオ", "オオツ")) {
            assertThat(byName(several, "02-29").total()).as(several).isEqualTo(2);
        }
        for (String nobody : List.of("オオツカハナコノ", "オツ", "ヲオツ", "ツ")) {
            assertThat(byName(nobody, "02-29").total()).as(nobody).isZero();
        }
    }

    @Test
    void whatIsNoReadingIsNoQuestion() {
        for (String kana : List.of("%", "_", "ヤ%", "ヤ_", "・", "' or true --", "山")) {
            refused("KANA_EXPECTED", () -> byLastFour("6183", kana));
            refused("KANA_EXPECTED", () -> byName(kana, "02-29"));
        }
        refused("KANA_REQUIRED", () -> byLastFour("6183", "　"));
        refused("FOUR_DIGITS_EXPECTED", () -> byLastFour("618_", "ヤ"));
        refused("FOUR_DIGITS_EXPECTED", () -> byLastFour("%", "ヤ"));
    }

    @Test
    void whoIsCalledDifferentlyNowIsFoundByThatOnly() {
        String phone = Any.phone();
        Member before = registered("マエノ", "ナマエ", LocalDate.of(1957, 3, 1), "changed", phone);
        Profile changed = new Profile("今", null, "イマノ", null, LocalDate.of(1957, 3, 1), "changed", "ja");

        Member after = members.change(before.id(), before.version(), changed);

        assertThat(after.profile()).isEqualTo(changed);
        assertThat(members.get(before.id()).profile()).isEqualTo(changed);
        assertThat(members.change(after.id(), after.version(), changed).version())
                .as("the same again is no change")
                .isEqualTo(after.version());
        assertThat(byLastFour(phone.substring(7), "マエノ").total()).isZero();
        assertThat(byLastFour(phone.substring(7), "イマノ").card()).isPresent();
        assertThat(byName("マエ", "03-01").total()).isZero();
        Profile nobody = new Profile(null, null, null, null, null, null, "ja");
        Member nameless = members.change(after.id(), after.version(), nobody);
        assertThat(nameless.profile()).isEqualTo(nobody);
        assertThat(number("select count(*) from loyalty.member where id = ? and personal is null", before.id()))
                .isEqualTo(1);
    }

    @Test
    void ofTwoWhoRegisterOnePhoneAtTheSameMomentOneIsAMember() throws Exception {
        for (int round = 0; round < 5; round++) {
            String phone = Any.phone();
            List<Object> outcomes =
                    Together.times(2, () -> members.register(Any.taro(Any.seen(IdentifierType.PHONE, phone))));

            assertThat(outcomes).filteredOn(Member.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(Refusal.class::isInstance)
                    .extracting(refused -> ((Refusal) refused).code())
                    .containsExactly("IDENTIFIER_TAKEN");
        }
    }

    @Test
    void aCardThatIsOnlyUsedHasNoKeyAndWhoeverTellsSomethingOfThemselvesGetsOne() {
        String card = Any.card();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        UUID member = members.findBy(Claim.card(card)).orElseThrow();
        assertThat(keys.of(member)).isEmpty();

        members.link(member, Any.seen(IdentifierType.PHONE, Any.phone()));

        assertThat(keys.of(member)).isPresent();
        String phone = Any.phone();
        purchases.record(Any.sale(Any.transaction(), new Claim(IdentifierType.PHONE, "+81" + phone.substring(1)), "1"));
        UUID byPhone = members.findBy(new Claim(IdentifierType.PHONE, phone)).orElseThrow();
        assertThat(members.get(byPhone).identifiers())
                .extracting(Identifier::value)
                .containsExactly("+81" + phone.substring(1));
    }

    @Test
    void rowsFromBeforeAnErasureThatArePutBackAreNobodys() {
        String phone = Any.phone();
        Member hanako = members.register(new NewMember(
                new Profile("復元", "花子", "フクゲン", "ハナコ", BORN, null, "ja"),
                List.of(Any.seen(IdentifierType.PHONE, phone), Any.seen(IdentifierType.EMAIL, Any.email()))));
        DataKey key = keys.of(hanako.id()).orElseThrow();
        byte[] before = personal(hanako.id());
        assertThat(key.person(hanako.id(), before).familyName()).isEqualTo("復元");
        sql.sql("create table loyalty_backup_identifier as select * from loyalty.identifier where account = ?")
                .param(hanako.id())
                .update();

        erasures.erase(hanako.id(), Erasure.Reason.MEMBER_ASKED, "clerk");
        assertThat(keys.of(hanako.id())).isEmpty();
        sql.sql("""
                        update loyalty.member set personal = ?, named = true, erased_at = null where id = ?
                        """).params(before, hanako.id()).update();
        sql.sql("""
                        update loyalty.identifier i
                        set value = b.value, sealed = b.sealed, last_four_hash = b.last_four_hash, valid_to = null
                        from loyalty_backup_identifier b where b.id = i.id
                        """).update();
        sql.sql("drop table loyalty_backup_identifier").update();

        assertThat(personal(hanako.id())).as("it is back").isEqualTo(before);
        Member restored = members.get(hanako.id());
        assertThat(restored.profile()).isEqualTo(new Profile(null, null, null, null, null, null, "ja"));
        assertThat(restored.identifiers())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.value()).isEqualTo("erased/" + each.id()));
        assertThat(byName("フクゲン", "02-29").total()).isZero();
        assertThat(byLastFour(phone.substring(7), "フクゲン").total()).isZero();
        DataKey anew = keys.newOne();
        assertThatThrownBy(() -> anew.person(hanako.id(), before)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoIsForgottenWhileSomebodyTellsTheirPhoneHasNeitherPhoneNorKeyAfterwards() throws Exception {
        for (int round = 0; round < 10; round++) {
            boolean hasKey = round % 2 == 0;
            String card = Any.card();
            purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
            UUID member = members.findBy(Claim.card(card)).orElseThrow();
            if (hasKey) {
                members.link(member, Any.seen(IdentifierType.EMAIL, Any.email()));
            }
            String phone = Any.phone();
            AtomicInteger who = new AtomicInteger();

            List<Object> outcomes = Together.times(
                    2,
                    () -> who.getAndIncrement() == 0
                            ? members.link(member, Any.seen(IdentifierType.PHONE, phone))
                            : erasures.erase(member, Erasure.Reason.MEMBER_ASKED, "clerk"));

            assertThat(outcomes).filteredOn(Erasure.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(Refusal.class::isInstance)
                    .allSatisfy(
                            refused -> assertThat(((Refusal) refused).code()).isEqualTo("MEMBER_ERASED"));
            assertThat(keys.of(member)).isEmpty();
            assertThat(number(
                            "select count(*) from loyalty.identifier where account = ? and (sealed is not null or valid_to is null)",
                            member))
                    .isZero();
        }
    }

    private Member registered(String family, String given, @Nullable LocalDate born, String home, String phone) {
        return members.register(new NewMember(
                new Profile(null, null, family, given, born, home, "ja"),
                List.of(Any.seen(IdentifierType.PHONE, phone))));
    }

    private LookUpAnswer byLastFour(String digits, String kana) {
        return lookUp.find(LookUpQuery.byLastFour(digits, kana, till, "ginza", "checkout", Any.transaction()));
    }

    private LookUpAnswer byName(String kana, String day) {
        return lookUp.find(LookUpQuery.byName(kana, day, till, "ginza", "checkout", Any.transaction()));
    }

    private byte[] personal(UUID account) {
        return Objects.requireNonNull(sql.sql("select personal from loyalty.member where id = ?")
                .param(account)
                .query((row, number) -> row.getBytes(1))
                .single());
    }

    private long number(String query, UUID of) {
        return sql.sql(query).param(of).query(Long.class).single();
    }

    private static void refused(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
