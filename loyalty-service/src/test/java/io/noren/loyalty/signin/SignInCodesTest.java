package io.noren.loyalty.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Assurance;
import io.noren.loyalty.Contacts;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A member signs in by a code, and everybody else tries to. */
@LoyaltyTest
class SignInCodesTest {
    private static final Instant NOON = Instant.parse("2041-01-10T03:00:00Z");
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

    @Autowired
    Members members;

    @Autowired
    Contacts contacts;

    @Autowired
    SignInBook book;

    @Autowired
    SignInHashes hashes;

    @Autowired
    SignInSettings settings;

    @Autowired
    SentCodes sent;

    @Autowired
    ObjectProvider<CodeDelivery> delivery;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient sql;

    private final int number = NUMBERS.incrementAndGet();
    private final String email = "hanako" + number + "@example.com";
    private final String phone = "+81901111" + number;
    private final String caller = "2001:db8::" + number;
    private UUID hanako = UUID.randomUUID();

    @BeforeEach
    void hanakoIsAMember() {
        hanako = register(email, phone);
    }

    @ParameterizedTest
    @CsvSource({"true, MAIL_CODE", "false, SMS_CODE"})
    void theCodeThatWasSentSignsInAndProvesTheContact(boolean byMail, Proof proof) {
        String contact = byMail ? email : phone;
        at(NOON).ask(contact, caller);

        assertThat(at(NOON).check(contact, sent.lastTo(contact))).contains(hanako);
        Identifier proven = members.get(hanako).identifiers().stream()
                .filter(each -> each.value().equals(contact))
                .findFirst()
                .orElseThrow();
        assertThat(proven.provenBy()).isEqualTo(proof);
        assertThat(proven.assurance()).isEqualTo(Assurance.VERIFIED);
        assertThat(sent.to(contact)).singleElement().satisfies(code -> {
            assertThat(code.locale()).isEqualTo("ja");
            assertThat(code.code()).matches("[0-9]{6}");
            assertThat(code.toString()).doesNotContain(contact, code.code());
        });
    }

    @Test
    void aContactAndACodeMayBeTypedInAnySpelling() {
        at(NOON).ask(" Ｈanako" + number + "＠example.COM ", caller);
        String code = sent.lastTo(email);

        String wide = code.substring(0, 3) + " " + code.substring(3).replace('1', '１');
        assertThat(at(NOON).check(email.toUpperCase(Locale.ROOT), wide)).contains(hanako);
    }

    @Test
    void aCodeIsGoodOnce() {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);

        assertThat(at(NOON).check(email, code)).contains(hanako);
        assertThat(at(NOON).check(email, code)).isEmpty();
    }

    @Test
    void ofTwentyWhoBringTheRightCodeAtOnceOneIsLetIn() throws Exception {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);

        List<Object> outcomes = Together.times(20, () -> at(NOON).check(email, code));

        assertThat(outcomes.stream().filter(Optional.of(hanako)::equals)).hasSize(1);
        assertThat(outcomes.stream().filter(Optional.empty()::equals)).hasSize(19);
    }

    @Test
    void twentyWhoGuessAtOnceHaveFiveTriesTogether() throws Exception {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);
        AtomicInteger guess = new AtomicInteger(Integer.parseInt(code));

        List<Object> outcomes =
                Together.times(20, () -> at(NOON).check(email, "%06d".formatted(guess.incrementAndGet() % 1_000_000)));

        assertThat(outcomes).hasSize(20).containsOnly(Optional.empty());
        assertThat(tries()).isEqualTo(5);
        assertThat(steps("WRONG")).isEqualTo(5);
        assertThat(at(NOON).check(email, code))
                .as("the right one comes too late")
                .isEmpty();
    }

    @Test
    void fourWrongTriesLeaveOneForTheRightCode() {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);

        for (int i = 1; i <= 4; i++) {
            assertThat(at(NOON).check(email, "%06d".formatted((Integer.parseInt(code) + i) % 1_000_000)))
                    .isEmpty();
        }
        assertThat(at(NOON).check(email, code)).contains(hanako);
    }

    @Test
    void aCodeIsGoodForTenMinutes() {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);

        assertThat(at(NOON.plusSeconds(600)).check(email, code)).isEmpty();
        assertThat(at(NOON.plusSeconds(599)).check(email, code)).contains(hanako);
    }

    @Test
    void aNewCodeEndsTheOlder() {
        at(NOON).ask(email, caller);
        String older = sent.lastTo(email);
        at(NOON.plusSeconds(60)).ask(email, caller);
        String newer = sent.lastTo(email);

        if (!older.equals(newer)) {
            assertThat(at(NOON.plusSeconds(61)).check(email, older)).isEmpty();
        }
        assertThat(at(NOON.plusSeconds(61)).check(email, newer)).contains(hanako);
    }

    @Test
    void aCodeOpensNothingForAnotherContact() {
        String taro = "taro" + number + "@example.com";
        register(taro, null);
        at(NOON).ask(email, caller);
        at(NOON).ask(taro, caller);
        String code = sent.lastTo(email);

        if (!code.equals(sent.lastTo(taro))) {
            assertThat(at(NOON).check(taro, code)).isEmpty();
        }
        assertThat(at(NOON).check(phone, code)).isEmpty();
        assertThat(at(NOON).check("nobody" + number + "@example.com", code)).isEmpty();
    }

    @Test
    void aContactThatLeadsToSomebodyElseByNowLetsNobodyIn() {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);
        UUID identifier = members.get(hanako).identifiers().stream()
                .filter(each -> each.value().equals(email))
                .findFirst()
                .orElseThrow()
                .id();
        members.unlink(hanako, identifier);
        register(email, null);

        assertThat(at(NOON).check(email, code)).isEmpty();
    }

    @Test
    void askingForNobodyAnswersAndCountsTheSame() {
        String nobody = "nobody" + number + "@example.com";
        String onlyUsed = "used" + number + "@example.com";
        members.register(new NewMember(
                new Profile(null, null, null, null, null, null, "ja"),
                List.of(new NewIdentifier(IdentifierType.EMAIL, onlyUsed, Proof.USE))));

        for (String contact : List.of(nobody, onlyUsed)) {
            for (int i = 0; i < settings.codesPerContact(); i++) {
                at(NOON).ask(contact, caller);
            }
            refusesTooMany(contact, caller, NOON);
            assertThat(sent.to(contact)).isEmpty();
            assertThat(at(NOON).check(contact, "000000")).isEmpty();
        }
    }

    @Test
    void aContactGetsFiveCodesAnHourFromWhomeverTheyAreAsked() {
        for (int i = 0; i < settings.codesPerContact(); i++) {
            at(NOON.plusSeconds(i)).ask(email, caller + ":" + i);
        }

        refusesTooMany(email, caller + ":99", NOON.plusSeconds(3_599));
        assertThat(sent.to(email)).hasSize(5);
        at(NOON.plusSeconds(3_601)).ask(email, caller);
        assertThat(sent.to(email)).hasSize(6);
    }

    @Test
    void twentyWhoPumpAtOnceGetFiveCodesOut() throws Exception {
        AtomicInteger callers = new AtomicInteger();

        List<Object> outcomes = Together.times(20, () -> {
            at(NOON).ask(email, caller + ":" + callers.incrementAndGet());
            return "asked";
        });

        assertThat(outcomes.stream().filter("asked"::equals)).hasSize(5);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                .hasSize(15)
                .allSatisfy(refusal -> assertThat(((Refusal) refusal).code()).isEqualTo("TOO_MANY_CODES"));
        assertThat(sent.to(email)).hasSize(5);
    }

    @Test
    void aMemberGetsEightCodesAnHourOverAllContactsAndTheNinthIsWithheldWithoutAWord() {
        for (int i = 0; i < 4; i++) {
            at(NOON).ask(email, caller);
            at(NOON).ask(phone, caller);
        }
        String last = sent.lastTo(email);

        at(NOON).ask(email, caller);

        assertThat(sent.to(email)).hasSize(4);
        assertThat(steps("WITHHELD")).isEqualTo(1);
        assertThat(at(NOON).check(email, last))
                .as("the one they have stays good")
                .contains(hanako);
    }

    @Test
    void anAddressAsksForTwentyCodesAnHourForWhomever() {
        for (int i = 0; i < settings.codesPerCaller(); i++) {
            at(NOON).ask("victim" + i + "-" + number + "@example.com", caller);
        }

        refusesTooMany(email, caller, NOON);
        assertThat(sent.to(email)).isEmpty();
        at(NOON).ask(email, caller + ":other");
        assertThat(sent.to(email)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hanako@", "@", "12", "+", "''; drop table", "a@b"})
    void whatIsNoContactIsSaidToBeNone(String typed) {
        assertThatThrownBy(() -> at(NOON).ask(typed, caller))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("contact"));
    }

    @Test
    void neitherContactNorCallerNorCodeStandsInTheTables() {
        at(NOON).ask(email, caller);
        String code = sent.lastTo(email);
        at(NOON).check(email, code);

        String written = sql.sql("""
                        select string_agg(c::text, '') || (select string_agg(s::text, '') from loyalty.sign_in_step s)
                        from loyalty.sign_in_code c
                        """).query(String.class).single();
        assertThat(written).doesNotContain(email, caller, "," + code + ",");
        assertThat(steps("ASKED")).isEqualTo(1);
        assertThat(steps("SIGNED_IN")).isEqualTo(1);
        assertThat(tries()).isEqualTo(1);
    }

    private void refusesTooMany(String contact, String from, Instant when) {
        assertThatThrownBy(() -> at(when).ask(contact, from))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("TOO_MANY_CODES"));
    }

    private UUID register(String itsEmail, @Nullable String itsPhone) {
        List<NewIdentifier> identifiers = new ArrayList<>();
        identifiers.add(new NewIdentifier(IdentifierType.EMAIL, itsEmail, Proof.SIGHTED));
        if (itsPhone != null) {
            identifiers.add(new NewIdentifier(IdentifierType.PHONE, itsPhone, Proof.IMPORT));
        }
        return members.register(new NewMember(new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"), identifiers))
                .id();
    }

    private int tries() {
        return sql.sql("select coalesce(sum(tries), 0) from loyalty.sign_in_code where account = ?")
                .param(hanako)
                .query(Integer.class)
                .single();
    }

    private int steps(String step) {
        return sql.sql("select count(*) from loyalty.sign_in_step where member = ? and step = ?")
                .params(hanako, step)
                .query(Integer.class)
                .single();
    }

    private SignInCodes at(Instant now) {
        return new SignInCodes(
                book, hashes, settings, contacts, members, delivery, transactions, Clock.fixed(now, ZoneOffset.UTC));
    }
}
