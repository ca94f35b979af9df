package io.noren.loyalty.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Money;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Refusal;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class MemberImportTest {
    private static final AtomicLong NEXT = new AtomicLong(20_000_000);
    private static final String HEAD =
            "external,familyName,givenName,familyKana,givenKana,birthDate,card,phone,email\n";

    @Autowired
    MemberImport imports;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    JdbcClient sql;

    private final String old = "old-" + UUID.randomUUID() + "-";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-31j"})
    void aFileIsTakenOverAndSentAgainChangesNothing(String charset) {
        String card = card();
        byte[] file = (HEAD + row("1", "髙橋", card, "", "") + row("2", "佐藤", card(), "", ""))
                .getBytes(Charset.forName(charset));

        assertThat(imports.take(file, false)).isEqualTo(new MemberImport.Report(false, 2, 2, 0, 0, List.of()));
        Member taken = members.get(members.findBy(Claim.card(card)).orElseThrow());
        assertThat(taken.familyName()).isEqualTo("髙橋");
        assertThat(taken.birthDate()).isEqualTo("1990-03-14");
        assertThat(taken.familyKana()).isEqualTo("ヤマダ");

        assertThat(imports.take(file, false)).isEqualTo(new MemberImport.Report(false, 2, 0, 2, 0, List.of()));
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndDoesNothing() {
        long before = count();
        byte[] file = bytes(HEAD
                + row("1", "山田", card(), "", "")
                + row("2", "山田", card(), "12", "")
                + row("3", "山田", "", "", "a@" + old + "example.jp")
                + row("4", "山田", "", "", "a@" + old + "example.jp"));

        MemberImport.Report report = imports.take(file, true);

        assertThat(List.of(report.rows(), report.registered(), report.known(), report.leftOut()))
                .containsExactly(4, 2, 0, 2);
        assertThat(report.problems())
                .extracting(problem -> problem.line() + " " + problem.code() + " " + problem.field())
                .containsExactly("3 UNREADABLE_PHONE phone", "5 DUPLICATE_IN_FILE email");
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void aRowThatIsWrongDoesNotTakeItsNeighboursWithIt() {
        StringBuilder file = new StringBuilder(HEAD);
        for (int n = 0; n < 500; n++) {
            file.append(old + n + ",山田,太郎," + (n % 100 == 7 ? "山田" : "ヤマダ") + ",タロウ,,,,\n");
        }

        MemberImport.Report report = imports.take(bytes(file.toString()), false);

        assertThat(List.of(report.registered(), report.leftOut())).containsExactly(495, 5);
        assertThat(report.problems())
                .extracting(problem -> problem.line() + " " + problem.code())
                .contains("9 KANA_EXPECTED", "409 KANA_EXPECTED");
    }

    @Test
    void aHundredThousandRowsOfOneCustomerAreOneMember() {
        String card = card();
        StringBuilder file = new StringBuilder("familyName,card\n");
        for (int n = 0; n < 100_000; n++) {
            file.append("山田,").append(card).append('\n');
        }

        MemberImport.Report report = imports.take(bytes(file.toString()), false);

        assertThat(List.of(report.rows(), report.registered(), report.leftOut()))
                .containsExactly(100_000, 1, 99_999);
        assertThat(report.problems())
                .hasSize(1_000)
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo("DUPLICATE_IN_FILE"));
    }

    @Test
    void whatLeadsToSomebodyElseIsReportedAndNobodyIsMerged() {
        String mail = "mail@" + old + "example.jp";
        imports.take(bytes(HEAD + row("1", "山田", card(), "", mail)), false);

        MemberImport.Report report = imports.take(bytes(HEAD + row("2", "佐藤", card(), "", mail)), false);

        assertThat(report.problems())
                .extracting(problem -> problem.code() + " " + problem.field())
                .containsExactly("IDENTIFIER_TAKEN email");
        assertThat(report.problems().get(0).detail()).doesNotContain(mail);
    }

    @Test
    void aCardThatHasEarnedBeforeTheFileCameKeepsWhatItEarned() {
        String card = card();
        purchases.record(new Purchase(
                "till",
                old,
                Channel.STORE,
                Claim.card(card),
                null,
                Instant.parse("2026-11-22T03:04:05Z"),
                new Money(new BigDecimal("1000"), "JPY"),
                List.of()));

        MemberImport.Report report = imports.take(bytes(HEAD + row("1", "山田", card, "", "")), false);

        UUID member = members.findBy(Claim.card(card)).orElseThrow();
        assertThat(ledger.balance(member).spendable()).isEqualTo(10);
        assertThat(List.of(report.registered(), report.known())).containsExactly(1, 0);
        assertThat(members.get(member).familyName()).isEqualTo("山田");
    }

    @ParameterizedTest
    @ValueSource(strings = {"familyName,shoeSize\n山田,26\n", "\"familyName\n山田", "familyName,familyName\n山田,山田\n"})
    void whatIsNoFileOfMembersIsRefusedAsAWhole(String file) {
        assertThatThrownBy(() -> imports.take(bytes(file), false)).isInstanceOf(Refusal.class);
    }

    @Test
    void bytesOfNoEncodingAreRefused() {
        assertThatThrownBy(() -> imports.take(new byte[] {'a', '\n', (byte) 0x80, (byte) 0xff}, false))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo("UNREADABLE_FILE"));
    }

    private String row(String id, String name, String card, String phone, String mail) {
        return old + id + "," + name + ",太郎,ﾔﾏﾀﾞ,たろう,1990/03/14," + card + "," + phone + "," + mail + "\n";
    }

    private long count() {
        return sql.sql("select count(*) from loyalty.member").query(Long.class).single();
    }

    private static String card() {
        return "55" + NEXT.incrementAndGet();
    }

    private static byte[] bytes(String file) {
        return file.getBytes(StandardCharsets.UTF_8);
    }
}
