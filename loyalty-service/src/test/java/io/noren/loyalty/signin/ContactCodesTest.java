package io.noren.loyalty.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noren.loyalty.Contacts;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.OwnIdentifiers;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A member proves a further contact, and lets one go. */
@LoyaltyTest
class ContactCodesTest {
    private static final Instant NOON = Instant.parse("2041-04-10T03:00:00Z");
    private static final AtomicInteger NUMBERS = new AtomicInteger(4000);

    @Autowired
    Members members;

    @Autowired
    OwnIdentifiers own;

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

    private final int number = NUMBERS.incrementAndGet();
    private final String email = "further" + number + "@example.com";
    private final String caller = "2001:db8:9::" + number;
    private UUID hanako = UUID.randomUUID();

    @BeforeEach
    void hanakoIsAMember() {
        hanako = member("hanako" + number + "@example.com");
    }

    @Test
    void theCodeThatCameToAFurtherAddressLinksItOnce() {
        at(NOON).ask(hanako, email, caller);
        SignInCode code = sent.to(email).get(0);

        assertThat(code.purpose()).isEqualTo(SignInCode.Purpose.ADD_CONTACT);
        assertThat(at(NOON).check(hanako, email, code.code()))
                .hasValueSatisfying(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Identifier.class,
                                linked -> assertThat(linked.provenBy()).isEqualTo(Proof.MAIL_CODE)));
        assertThat(at(NOON).check(hanako, email, code.code())).isEmpty();
    }

    @Test
    void aCodeForAnotherMemberAStaleOneAndAWrongOneProveNothing() {
        UUID taro = member("taro" + number + "@example.com");
        at(NOON).ask(hanako, email, caller);
        String code = sent.lastTo(email);

        assertThat(at(NOON).check(taro, email, code)).isEmpty();
        assertThat(at(NOON).check(hanako, email, "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000)))
                .isEmpty();
        assertThat(at(NOON.plusSeconds(600)).check(hanako, email, code)).isEmpty();
        assertThat(at(NOON).check(hanako, "hanako" + number + "@example.com", code))
                .isEmpty();
        assertThat(members.get(hanako).identifiers()).hasSize(1);
        assertThat(members.get(taro).identifiers()).hasSize(1);
    }

    @Test
    void guessersHaveFiveTriesAndThenTheRightOneIsTooLate() {
        at(NOON).ask(hanako, email, caller);
        String code = sent.lastTo(email);
        for (int i = 1; i <= SignInBook.MOST_TRIES; i++) {
            assertThat(at(NOON).check(hanako, email, "%06d".formatted((Integer.parseInt(code) + i) % 1_000_000)))
                    .isEmpty();
        }

        assertThat(at(NOON).check(hanako, email, code)).isEmpty();
    }

    @Test
    void aCodeThatWouldAddSomebodyElsesAddressSignsNobodyIn() {
        UUID taro = member(email, Proof.IMPORT);
        at(NOON).ask(hanako, email, caller);
        String code = sent.lastTo(email);

        assertThat(signInAt(NOON).check(email, code)).as("nor its owner").isEmpty();
        at(NOON).ask(hanako, email, caller);
        assertThat(at(NOON).check(hanako, email, sent.lastTo(email)))
                .hasValueSatisfying(answer -> assertThat(answer).isInstanceOf(IdentifierClaim.class));
        assertThat(members.get(taro).identifiers())
                .extracting(Identifier::value)
                .contains(email);
        assertThat(members.get(hanako).identifiers())
                .extracting(Identifier::value)
                .doesNotContain(email);
    }

    @Test
    void aMemberWhoHasHadTooManyIsToldSo() {
        for (int i = 0; i < settings.codesPerMember(); i++) {
            at(NOON).ask(hanako, "m" + i + email, caller);
        }

        assertThat(catchThrowableOfType(Refusal.class, () -> at(NOON).ask(hanako, email, caller))
                        .code())
                .isEqualTo("TOO_MANY_CODES");
        assertThat(sent.to(email)).isEmpty();
    }

    @Test
    void theLastContactThatSignsInIsNotLetGoAndOfTwoOneStays() throws Exception {
        Set<IdentifierType> ways = EnumSet.of(IdentifierType.EMAIL, IdentifierType.PHONE);
        UUID only = members.get(hanako).identifiers().get(0).id();
        assertThat(refused(only, ways)).isEqualTo("LAST_WAY_TO_SIGN_IN");
        Identifier second = (Identifier) members.link(
                hanako, new NewIdentifier(IdentifierType.PHONE, "+8190222" + (30_000 + number), Proof.SIGHTED));
        assertThat(refused(only, Set.of(IdentifierType.EMAIL)))
                .as("where no code goes to phones")
                .isEqualTo("LAST_WAY_TO_SIGN_IN");
        AtomicInteger turn = new AtomicInteger();

        List<Object> outcomes = Together.times(2, () -> {
            own.letGo(hanako, turn.getAndIncrement() == 0 ? only : second.id(), ways);
            return "let go";
        });

        assertThat(outcomes).filteredOn("let go"::equals).hasSize(1);
        assertThat(members.get(hanako).identifiers()).hasSize(1);
        assertThat(refused(UUID.randomUUID(), ways)).isEqualTo("UNKNOWN_IDENTIFIER");
    }

    private String refused(UUID identifier, Set<IdentifierType> ways) {
        return catchThrowableOfType(Refusal.class, () -> own.letGo(hanako, identifier, ways))
                .code();
    }

    private UUID member(String address) {
        return member(address, Proof.MAIL_CODE);
    }

    private UUID member(String address, Proof proof) {
        return members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.EMAIL, address, proof))))
                .id();
    }

    private ContactCodes at(Instant now) {
        return new ContactCodes(
                book, hashes, settings, contacts, members, delivery, transactions, Clock.fixed(now, ZoneOffset.UTC));
    }

    private SignInCodes signInAt(Instant now) {
        return new SignInCodes(
                book, hashes, settings, contacts, members, delivery, transactions, Clock.fixed(now, ZoneOffset.UTC));
    }
}
