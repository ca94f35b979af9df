package io.noren.loyalty.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@LoyaltyTest
class MemberCodesTest {
    private static final Instant NOON = Instant.parse("2040-01-10T03:00:00Z");

    @Autowired
    Members members;

    @Autowired
    JdbcClient sql;

    @Autowired
    JsonMapper json;

    @Autowired
    TransactionTemplate transactions;

    private UUID hanako = UUID.randomUUID();

    @BeforeEach
    void hanakoIsAMember() {
        sql.sql("delete from loyalty.member_code_key").update();
        hanako = members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.CARD, card(), Proof.SIGHTED))))
                .id();
    }

    @Test
    void aCodeSaysWhoseItIsForOneMinute() {
        String code = at(NOON).of(hanako).code();

        assertThat(at(NOON.plusSeconds(59)).memberOf(code)).isEqualTo(hanako);
        assertThat(at(NOON.plusSeconds(64)).memberOf(code))
                .as("clocks differ a little")
                .isEqualTo(hanako);
        refused("STALE_MEMBER_CODE", at(NOON.plusSeconds(65)), code);
        refused("STALE_MEMBER_CODE", at(NOON.plus(Duration.ofDays(1))), code);
        refused("STALE_MEMBER_CODE", at(NOON.minusSeconds(6)), code);
        assertThat(at(NOON.plusSeconds(1)).of(hanako).code()).isNotEqualTo(code);
    }

    @Test
    void whatIsChangedInItIsFoundOut() {
        String code = at(NOON).of(hanako).code();
        String[] parts = code.split("\\.", -1);
        String other = encoded("{\"sub\":\"" + UUID.randomUUID() + "\",\"iat\":0,\"exp\":99999999999}");

        for (String forged : List.of(
                parts[0] + "." + other + "." + parts[2],
                parts[0] + "." + parts[1] + "." + flipped(parts[2]),
                encoded("{\"alg\":\"none\"}") + "." + other + "." + parts[2],
                encoded(decoded(parts[0]).replace("EdDSA", "none")) + "." + parts[1] + "." + parts[2],
                encoded("{\"alg\":\"EdDSA\",\"kid\":\"nobody\"}") + "." + parts[1] + "." + parts[2],
                "x" + code,
                code + "x")) {
            refused("FORGED_MEMBER_CODE", at(NOON), forged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "2900000000017", "😀.😀.😀"})
    void whatIsNoCodeIsRefusedByName(String typed) {
        assertThat(at(NOON).looksLikeOne(typed)).isFalse();
        refused("FORGED_MEMBER_CODE", at(NOON), typed);
    }

    @Test
    void aTillThatIsAloneChecksItByThePublicKey() throws Exception {
        MemberCodes codes = at(NOON);
        String[] parts = codes.of(hanako).code().split("\\.", -1);
        MemberCodes.PublicKey key = codes.publicKeys().get(0);

        // As a till would that has only read RFC 8032 and 8037.
        byte[] raw = Base64.getUrlDecoder().decode(key.x());
        byte[] bigEndian = new byte[raw.length];
        for (int n = 0; n < raw.length; n++) {
            bigEndian[n] = raw[raw.length - 1 - n];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian)))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(json.readTree(decoded(parts[0])).path("kid").asString()).isEqualTo(key.kid());
        assertThat(json.readTree(decoded(parts[1])).path("sub").asString()).isEqualTo(hanako.toString());
    }

    @Test
    void aNewKeyIsKnownToTillsForAWeekBeforeItSignsAndAnOldOneStillChecks() {
        assertThat(at(NOON).publicKeys()).hasSize(1);
        String first = kid(at(NOON).of(hanako));
        Instant made = NOON.plus(Duration.ofDays(84));

        assertThat(at(made).publicKeys()).hasSize(2);
        assertThat(kid(at(made).of(hanako)))
                .as("the next is not yet known to all")
                .isEqualTo(first);
        assertThat(kid(at(made.plus(Duration.ofDays(6))).of(hanako))).isEqualTo(first);
        Instant later = made.plus(Duration.ofDays(8));
        MemberCode second = at(later).of(hanako);

        assertThat(kid(second)).isNotEqualTo(first);
        assertThat(at(later).memberOf(second.code())).isEqualTo(hanako);
        assertThat(at(later.plus(Duration.ofDays(10))).publicKeys())
                .extracting(MemberCodes.PublicKey::kid)
                .doesNotContain(first);
    }

    @Test
    void nobodyHasNoCode() {
        assertThatThrownBy(() -> at(NOON).of(UUID.randomUUID()))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo("UNKNOWN_MEMBER"));
    }

    private MemberCodes at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new MemberCodes(new SigningKeys(sql, clock), members, json, clock);
    }

    private String kid(MemberCode code) {
        return json.readTree(decoded(code.code().split("\\.", -1)[0]))
                .path("kid")
                .asString();
    }

    private static void refused(String name, MemberCodes codes, String code) {
        assertThatThrownBy(() -> codes.memberOf(code))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo(name));
    }

    private static String flipped(String signature) {
        return (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String card() {
        return "88" + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000_000L);
    }
}
