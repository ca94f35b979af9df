package io.noren.inventory.pickup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverChecks.Check;
import io.noren.inventory.pickup.handover.HandoverChecks.Kind;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hanako comes for a shirt, or somebody who says so. */
@RecordApplicationEvents
class PickupHandoversTest extends InventoryTest {
    private static final StepNote HANDHELD = new StepNote("handheld-7", null);

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private HandoverCodes codes;

    @Autowired
    private HandoverChecks checks;

    @Autowired
    private StockAudit audit;

    @Autowired
    private JsonMapper json;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String ginza = "";
    private UUID order = UUID.randomUUID();
    private HandoverCode code = new HandoverCode("", "");

    @BeforeEach
    void anOrderThatWaits() {
        shirt = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 5);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("taro", "", "pickup"));
        PickupDesk.Placed placed = placed();
        order = placed.pickup().id();
        code = Objects.requireNonNull(placed.code());
        ready(order);
    }

    @AfterEach
    void booksAreRight() {
        SecurityContextHolder.clearContext();
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aStoreWithoutANetworkChecksACodeWithThePublicKeyAndNothingElse() throws Exception {
        List<String> parts = List.of(code.qr().split("\\.", -1));
        Base64.Decoder base64 = Base64.getUrlDecoder();
        JsonNode header = json.readTree(base64.decode(parts.get(0)));
        JsonNode claims = json.readTree(base64.decode(parts.get(1)));

        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKey(header.path("kid").asString()));
        signature.update((parts.get(0) + "." + parts.get(1)).getBytes(US_ASCII));

        assertThat(signature.verify(base64.decode(parts.get(2)))).isTrue();
        assertThat(header.path("typ").asString()).isEqualTo("noren-pickup");
        assertThat(claims.path("sub").asString()).isEqualTo(order.toString());
        assertThat(claims.path("aud").asString()).isEqualTo(ginza);
        assertThat(code.qr()).as("carried well by a QR code").hasSizeLessThan(300);
    }

    @Test
    void aCodeThatIsChangedOrForAnotherOrderIsRefusedWithoutUsingATry() {
        List<String> parts = List.of(code.qr().split("\\.", -1));
        String claims = new String(Base64.getUrlDecoder().decode(parts.get(1)), UTF_8);
        PickupDesk.Placed other = placed();
        String forged = parts.get(0) + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(claims.replace(
                                        order.toString(), other.pickup().id().toString())
                                .getBytes(UTF_8))
                + "." + parts.get(2);
        ready(other.pickup().id());

        for (int n = 0; n < 10; n++) {
            assertRefused("WRONG_HANDOVER_CODE", () -> handOver(other.pickup().id(), forged));
            assertRefused("WRONG_HANDOVER_CODE", () -> handOver(other.pickup().id(), code.qr()));
        }
        assertRefused("WRONG_HANDOVER_CODE", () -> handovers.scanned(forged, ginza));
        assertThat(handOver(
                                other.pickup().id(),
                                Objects.requireNonNull(other.code()).pin())
                        .state())
                .isEqualTo(PickupState.COLLECTED);
    }

    @Test
    void aScannedCodeLeadsToItsOrderInItsStoreOnly() {
        assertThat(handovers.scanned(code.qr(), ginza).id()).isEqualTo(order);
        assertThatThrownBy(() -> handovers.scanned(code.qr(), anyStore()))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("CODE_OF_ANOTHER_STORE");
                    assertThat(refusal.properties()).containsEntry("location", ginza);
                });
        for (String rubbish : List.of("", "noren-pickup:", "noren-pickup:x:1", "4901234567894", "a.b.c", code.pin())) {
            assertRefused("WRONG_HANDOVER_CODE", () -> handovers.scanned(rubbish, ginza));
        }
    }

    @Test
    void theSecondUseIsRefusedAndSaysWhoHandedOverWhen() {
        handovers.handOver(order, HandoverProof.of(code.qr()), HANDHELD);

        assertThatThrownBy(() -> handOver(order, code.pin()))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("ALREADY_COLLECTED");
                    assertThat(refusal.properties())
                            .containsEntry("actor", "taro")
                            .containsEntry("device", "handheld-7")
                            .containsKey("collectedAt");
                });
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("4");
    }

    @Test
    void whoGuessedTooOftenNeedsAnotherCodeAndTheOldOneIsWorthNothing() {
        String wrong = code.pin().equals("000000") ? "000001" : "000000";
        for (int n = 0; n < HandoverCodes.TRIES; n++) {
            assertRefused("WRONG_HANDOVER_CODE", () -> handOver(order, wrong));
        }
        assertRefused("HANDOVER_LOCKED", () -> handOver(order, code.pin()));

        HandoverCode another = handovers.replaceCode(order, StepNote.NONE);

        assertThat(codes.of(order, ginza)).contains(another);
        assertRefused("CODE_REPLACED", () -> handOver(order, code.qr()));
        assertThat(handOver(order, another.pin()).state()).isEqualTo(PickupState.COLLECTED);
    }

    @Test
    void aSignedCodeIsNotLockedByOthersGuesses() {
        String wrong = code.pin().equals("000000") ? "000001" : "000000";
        for (int n = 0; n <= HandoverCodes.TRIES; n++) {
            assertThatThrownBy(() -> handOver(order, wrong)).isInstanceOf(Refusal.class);
        }

        assertThat(handOver(order, code.qr()).state()).isEqualTo(PickupState.COLLECTED);
    }

    @Test
    void whatWantsALookAtADocumentIsNotHandedOverWithoutAndNoTryIsUsed() {
        checks.put(shirt, 20, true);

        for (int n = 0; n <= HandoverCodes.TRIES; n++) {
            assertThatThrownBy(() ->
                            handovers.handOver(order, new HandoverProof(code.pin(), Set.of(Kind.AGE), null), HANDHELD))
                    .asInstanceOf(type(Refusal.class))
                    .satisfies(refusal -> {
                        assertThat(refusal.code()).isEqualTo("CHECK_REQUIRED");
                        assertThat(refusal.properties()).containsEntry("checks", List.of(new Check(shirt, 20, true)));
                    });
        }
        handovers.handOver(order, new HandoverProof(code.pin(), Set.of(Kind.AGE, Kind.IDENTITY), null), HANDHELD);

        assertThat(desk.steps(order)).last().satisfies(step -> {
            assertThat(step.checked()).isEqualTo("AGE IDENTITY");
            assertThat(step.actor()).isEqualTo("taro");
            assertThat(step.device()).isEqualTo("handheld-7");
        });
    }

    @Test
    void theStoreSeesWhomTheCustomerSends() {
        assertThat(handovers.delegate(order, " 山田 一郎 ", StepNote.NONE).delegate())
                .isEqualTo("山田 一郎");
        assertThat(handovers.delegate(order, null, StepNote.NONE).delegate()).isNull();
        assertRefused("BAD_NAME", () -> handovers.delegate(order, "x".repeat(101), StepNote.NONE));
        handOver(order, code.qr());
        assertRefused("WRONG_STEP", () -> handovers.delegate(order, "Jiro", StepNote.NONE));
    }

    @Test
    void whatWasHandedOverWithoutANetworkIsTakenFromStockWhateverBecameOfTheOrder() {
        Instant then = clock.stop();
        clock.advance(Duration.ofHours(2));
        desk.cancel(order, StepNote.NONE);

        Pickup collected = handovers.handOver(order, new HandoverProof(code.qr(), Set.of(), then), HANDHELD);

        assertThat(collected.state()).isEqualTo(PickupState.COLLECTED);
        assertThat(collected.collectedAt()).isEqualTo(then);
        assertThat(collected.toReturn()).isFalse();
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("4");
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
        assertThat(events.stream(PickupCollected.class)
                        .filter(fact -> fact.pickup().equals(order)))
                .hasSize(1);
        assertRefused(
                "ALREADY_COLLECTED",
                () -> handovers.handOver(order, new HandoverProof(code.qr(), Set.of(), then), StepNote.NONE));
    }

    @Test
    void aCodeThatWasReplacedMeanwhileCountsForADeviceThatCouldNotKnow() {
        Instant then = clock.stop();
        handovers.replaceCode(order, StepNote.NONE);
        clock.advance(Duration.ofMinutes(1));

        assertThat(handovers
                        .handOver(order, new HandoverProof(code.qr(), Set.of(), then), HANDHELD)
                        .state())
                .isEqualTo(PickupState.COLLECTED);
    }

    @Test
    void whatIsSaidToBeBackOnTheShelfWasNotHandedOver() {
        Instant then = clock.stop();
        desk.cancel(order, StepNote.NONE);
        desk.returnToShelf(order, StepNote.NONE);

        assertRefused(
                "NOT_AT_THE_COUNTER",
                () -> handovers.handOver(order, new HandoverProof(code.qr(), Set.of(), then), HANDHELD));
        assertRefused(
                "BAD_HANDOVER_TIME",
                () -> handovers.handOver(
                        order, new HandoverProof(code.qr(), Set.of(), then.plus(Duration.ofHours(1))), HANDHELD));
    }

    @Test
    void twoDevicesWithoutANetworkGaveTheGoodsToTwoPeopleAndTheSecondIsTold() {
        Instant then = clock.stop();
        List<String> answers = Together.all(2, who -> {
            try {
                return handovers
                        .handOver(
                                order,
                                new HandoverProof(code.qr(), Set.of(), then),
                                new StepNote("handheld-" + who, null))
                        .state()
                        .name();
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(answers).containsExactlyInAnyOrder("COLLECTED", "ALREADY_COLLECTED");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("4");
    }

    @Test
    void aNewKeySignsOnlyAfterStoresHaveHadItForAWeek() {
        clock.stop();
        int before = codes.publicKeys().size();
        clock.advance(Duration.ofDays(84));
        assertThat(codes.publicKeys()).hasSize(before + 1);
        String next = codes.publicKeys().get(before).kid();

        assertThat(keyOf(placed())).isNotEqualTo(next);
        clock.advance(Duration.ofDays(8));
        assertThat(keyOf(placed())).isEqualTo(next);
        clock.run();
        jdbc.sql("delete from inventory.pickup_handover_code where code_key = ?")
                .param(next)
                .update();
        jdbc.sql("delete from inventory.pickup_code_key where id = ?")
                .param(next)
                .update();
    }

    private String keyOf(PickupDesk.Placed placed) {
        String header = Objects.requireNonNull(placed.code()).qr().split("\\.", -1)[0];
        return json.readTree(Base64.getUrlDecoder().decode(header)).path("kid").asString();
    }

    private PublicKey publicKey(String kid) throws Exception {
        byte[] raw = Base64.getUrlDecoder()
                .decode(codes.publicKeys().stream()
                        .filter(key -> key.kid().equals(kid))
                        .findFirst()
                        .orElseThrow()
                        .x());
        byte[] bigEndian = new byte[raw.length];
        for (int n = 0; n < raw.length; n++) {
            bigEndian[n] = raw[raw.length - 1 - n];
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, bigEndian))));
    }

    private PickupDesk.Placed placed() {
        return desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(new NewPickup.Line("1", shirt, BigDecimal.ONE, null)),
                null,
                Payment.PAID_ONLINE,
                null));
    }

    private void ready(UUID id) {
        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        desk.markReady(id, StepNote.NONE);
    }

    private Pickup handOver(UUID id, String given) {
        return handovers.handOver(id, HandoverProof.of(given), StepNote.NONE);
    }

    private static void assertRefused(String refusal, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(refusal);
    }
}
