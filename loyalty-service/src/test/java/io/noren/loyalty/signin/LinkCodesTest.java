package io.noren.loyalty.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noren.loyalty.Assurance;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import io.noren.loyalty.signin.LinkCodes.Linked;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A member links an app by a code, and others hand in what is not theirs. */
@LoyaltyTest
class LinkCodesTest {
    private static final Instant NOON = Instant.parse("2041-03-10T03:00:00Z");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Autowired
    LinkCodes codes;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Erasures erasures;

    @Autowired
    SignInHashes hashes;

    @Autowired
    ProofSettings settings;

    @Autowired
    PlatformTransactionManager manager;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient sql;

    private final String login = "login-" + NUMBERS.incrementAndGet();

    @ParameterizedTest
    @EnumSource(names = {"APP", "WEB_ACCOUNT"})
    void whatTheMemberTypedThereLinksTheLogin(IdentifierType type) {
        UUID hanako = member();
        String code = codes.make(hanako).code();
        String typed = " " + code.substring(0, 4).toLowerCase(Locale.ROOT) + "-" + code.substring(4);

        Linked linked = codes.handIn(typed, type, login + type, "app");

        assertThat(linked.member()).isEqualTo(hanako);
        assertThat(linked.answer()).isInstanceOfSatisfying(Identifier.class, identifier -> {
            assertThat(identifier.type()).isEqualTo(type);
            assertThat(identifier.assurance()).isEqualTo(Assurance.VERIFIED);
        });
        assertThat(members.get(hanako).identifiers())
                .extracting(Identifier::value)
                .contains(login + type);
    }

    @Test
    void aCodeIsGoodOnceAlsoForTwentyAtTheSameMoment() throws Exception {
        String code = codes.make(member()).code();
        AtomicInteger logins = new AtomicInteger();

        List<Object> outcomes = Together.times(
                20, () -> codes.handIn(code, IdentifierType.APP, login + "/" + logins.incrementAndGet(), "app"));

        assertThat(outcomes.stream().filter(Linked.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                .hasSize(19)
                .allSatisfy(each -> assertThat(((Refusal) each).code()).isEqualTo("LINK_CODE_INVALID"));
    }

    @Test
    void handedInAgainForTheSameLoginItIsTheSameAlsoAtTheSameMoment() throws Exception {
        UUID hanako = member();
        String code = codes.make(hanako).code();

        List<Object> outcomes = Together.times(8, () -> codes.handIn(code, IdentifierType.APP, login, "app"));

        assertThat(outcomes)
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(
                                Linked.class,
                                linked -> assertThat(linked.member()).isEqualTo(hanako)));
        assertThat(members.get(hanako).identifiers()).hasSize(1);
        assertThat(refused(codes, codes.make(hanako).code() + "2").code()).isEqualTo("LINK_CODE_INVALID");
    }

    @Test
    void aStaleCodeAnOlderCodeAndAnInventedOneAreAnsweredAlike() {
        UUID hanako = member();
        String older = at(NOON).make(hanako).code();
        String newer = at(NOON.plusSeconds(60)).make(hanako).code();

        List<Refusal> answers = List.of(
                refused(at(NOON.plusSeconds(61)), older),
                refused(at(NOON.plusSeconds(660)), newer),
                refused(at(NOON), "ZZZZZZZZ"),
                refused(at(NOON), ""),
                refused(at(NOON), "Z".repeat(100_000)));

        assertThat(answers).extracting(Refusal::code).containsOnly("LINK_CODE_INVALID");
        assertThat(at(NOON.plusSeconds(659))
                        .handIn(newer, IdentifierType.APP, login, "app")
                        .member())
                .isEqualTo(hanako);
    }

    @Test
    void aLoginThatGuessesIsStoppedAndARollbackGivesNoTryBack() {
        for (int i = 0; i < settings.linkTriesPerLogin(); i++) {
            transactions.executeWithoutResult(status -> {
                assertThat(refused(codes, "22222222").code()).isEqualTo("LINK_CODE_INVALID");
                status.setRollbackOnly();
            });
        }

        assertThat(refused(codes, codes.make(member()).code()).code()).isEqualTo("TOO_MANY_TRIES");
    }

    @Test
    void aMemberMakesTenCodesAnHour() {
        UUID hanako = member();
        for (int i = 0; i < settings.linkCodesPerMember(); i++) {
            at(NOON.plusSeconds(i)).make(hanako);
        }

        assertThatThrownBy(() -> at(NOON.plusSeconds(3_599)).make(hanako))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("TOO_MANY_CODES"));
        assertThat(at(NOON.plusSeconds(3_601)).make(hanako).expiresAt())
                .isEqualTo(NOON.plusSeconds(3_601).plus(settings.linkCodeValidFor()));
    }

    @Test
    void aCardIsNotProvenByTypingACode() {
        String code = codes.make(member()).code();

        assertThat(catchThrowableOfType(
                                Refusal.class, () -> codes.handIn(code, IdentifierType.CARD, "2990000123", "app"))
                        .code())
                .isEqualTo("PROOF_UNFIT");
        assertThat(codes.handIn(code, IdentifierType.APP, login, "app").answer())
                .as("the code is still good")
                .isInstanceOf(Identifier.class);
    }

    @Test
    void aLoginThatLeadsToSomebodyElseIsLeftToTheRules() {
        UUID taro = member(new NewIdentifier(IdentifierType.APP, login, Proof.APP_TOKEN));
        UUID hanako = member();

        Linked merged = codes.handIn(codes.make(hanako).code(), IdentifierType.APP, login, "app");
        assertThat(merged.answer()).isInstanceOf(Identifier.class);
        assertThat(members.known(taro)).isEqualTo(members.known(hanako)).isEqualTo(merged.member());

        UUID jiro = member(
                new NewIdentifier(IdentifierType.APP, login + "b", Proof.APP_TOKEN),
                new NewIdentifier(IdentifierType.EMAIL, "jiro-" + login + "@example.com", Proof.MAIL_CODE));
        UUID other =
                member(new NewIdentifier(IdentifierType.EMAIL, "other-" + login + "@example.com", Proof.MAIL_CODE));
        Linked claimed = codes.handIn(codes.make(other).code(), IdentifierType.APP, login + "b", "app");
        assertThat(claimed.answer()).isInstanceOf(IdentifierClaim.class);
        assertThat(claimed.member()).isEqualTo(other);
        assertThat(members.known(jiro)).isEqualTo(jiro);
    }

    @Test
    void theCodeOfAMemberWhoBecamePartOfAnotherLinksToWhomTheyAreNowAndThatOfAForgottenOneToNobody() {
        UUID hanako = member();
        String code = codes.make(hanako).code();
        UUID survivor = member();
        merges.approve(merges.propose(survivor, hanako, "the same", "clerk").id(), "clerk");
        assertThat(codes.handIn(code, IdentifierType.APP, login, "app").member())
                .isEqualTo(survivor);

        String last = codes.make(hanako).code();
        erasures.erase(hanako, Erasure.Reason.MEMBER_ASKED, "member");
        assertThat(catchThrowableOfType(Refusal.class, () -> codes.handIn(last, IdentifierType.APP, login + "c", "app"))
                        .code())
                .isEqualTo("LINK_CODE_INVALID");
    }

    @Test
    void theCodeStandsInNoTable() {
        LinkCodes.Made made = codes.make(member());

        assertThat(made.code()).matches("[2-9A-HJKMNP-TV-Z]{8}");
        assertThat(made.toString()).doesNotContain(made.code());
        assertThat(sql.sql("select string_agg(c::text, '') from loyalty.link_code c")
                        .query(String.class)
                        .single())
                .doesNotContain(made.code());
    }

    private Refusal refused(LinkCodes then, String code) {
        return catchThrowableOfType(Refusal.class, () -> then.handIn(code, IdentifierType.APP, login, "app"));
    }

    private LinkCodes at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new LinkCodes(sql, hashes, new ProofTries(sql, manager, clock), settings, members, transactions, clock);
    }

    private UUID member(NewIdentifier... identifiers) {
        return members.register(
                        new NewMember(new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"), List.of(identifiers)))
                .id();
    }
}
