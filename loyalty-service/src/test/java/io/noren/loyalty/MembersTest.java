package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class MembersTest {
    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    @Test
    void aMemberIsKeptAsTheyAreCalled() {
        Member member = members.register(new NewMember(
                new Profile(" 𠮷野 ", "花子😀", "よしの", "ﾊﾅｺ", LocalDate.of(1990, 2, 28), "ginza", "ja-jp"), List.of()));

        assertThat(members.find(member.id())).contains(member);
        assertThat(member.profile())
                .isEqualTo(new Profile("𠮷野", "花子😀", "ヨシノ", "ハナコ", LocalDate.of(1990, 2, 28), "ginza", "ja-JP"));
        assertThat(member.version()).isZero();
    }

    @Test
    void everyIdentifierIsAnnouncedWithoutItsValue() {
        String card = Any.card();
        String phone = Any.phone();
        Member taro =
                members.register(Any.taro(Any.seen(IdentifierType.CARD, card), Any.seen(IdentifierType.PHONE, phone)));

        assertThat(facts.linked(taro.id())).extracting(MemberLinked::type).containsExactlyInAnyOrder("CARD", "PHONE");
        assertThat(facts.linked(taro.id()).toString()).doesNotContain(card).doesNotContain(phone.substring(1));
    }

    @Test
    void whatCannotBeIsRefusedByNameAndLeavesNothing() {
        long before = count();
        refused("KANA_EXPECTED", Any.named("山田", "太郎", "山田", "タロウ"));
        refused("TEXT_UNREADABLE", Any.named("山\uD842", "太郎", "ヤマダ", "タロウ"));
        refused("TEXT_UNREADABLE", Any.named("山\u0000田", "太郎", "ヤマダ", "タロウ"));
        refused("TEXT_TOO_LONG", Any.named("田".repeat(101), "太郎", "ヤマダ", "タロウ"));
        refused("UNREADABLE_PHONE", Any.taro(Any.seen(IdentifierType.PHONE, "12")));
        refused("NAME_OR_IDENTIFIER_REQUIRED", new NewMember(profile(null, "ja"), List.of()));
        refused("UNKNOWN_LOCALE", new NewMember(profile(null, "Japanese please"), List.of(anyCard())));
        refused("IMPLAUSIBLE_BIRTH_DATE", new NewMember(profile(LocalDate.of(1899, 12, 31), "ja"), List.of(anyCard())));
        refused(
                "IMPLAUSIBLE_BIRTH_DATE",
                new NewMember(profile(LocalDate.now(ZoneOffset.UTC).plusDays(2), "ja"), List.of(anyCard())));
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void aHundredEmojiAreAHundredCharacters() {
        Member member = members.register(Any.named("😀".repeat(100), "太郎", "ヤマダ", "タロウ"));

        assertThat(members.get(member.id()).familyName()).isEqualTo("😀".repeat(100));
    }

    @Test
    void ofTwoMembersWhoLinkTheSameCardAtTheSameMomentOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            NewIdentifier card = Any.seen(IdentifierType.CARD, Any.card());
            oneOfTwoWins(card);
        }
    }

    @Test
    void ofTwoMembersWhoLinkTheSameUsedCardAtTheSameMomentOneGetsItsPoints() throws Exception {
        for (int round = 0; round < 10; round++) {
            String card = Any.card();
            purchases.record(Any.sale(Any.transaction(), Claim.card(card), "700"));

            UUID winner = oneOfTwoWins(Any.seen(IdentifierType.CARD, card));

            assertThat(ledger.balance(winner).spendable()).isEqualTo(7);
        }
    }

    @Test
    void anIdentifierOfARegisteredMemberStaysTheirs() {
        String phone = Any.phone();
        Member taro = members.register(Any.taro(Any.seen(IdentifierType.PHONE, phone)));
        Member hanako = members.register(Any.named("鈴木", "花子", "スズキ", "ハナコ"));

        assertThatThrownBy(() -> members.link(hanako.id(), Any.seen(IdentifierType.PHONE, "+81 " + phone.substring(1))))
                .satisfies(is("IDENTIFIER_TAKEN"))
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain(taro.id().toString()));
        assertThatThrownBy(() -> members.register(Any.taro(Any.seen(IdentifierType.PHONE, phone))))
                .satisfies(is("IDENTIFIER_TAKEN"));
        assertThat(members.get(taro.id()).identifiers()).hasSize(1);
        assertThat(members.get(hanako.id()).identifiers()).isEmpty();
    }

    @Test
    void linkingWhatIsLinkedAlreadyChangesNothing() {
        NewIdentifier card = anyCard();
        Member taro = members.register(Any.taro(card));

        LinkAnswer again = members.link(taro.id(), card);

        assertThat(members.get(taro.id()).identifiers()).containsExactly((Identifier) again);
        assertThat(facts.linked(taro.id())).hasSize(1);
    }

    @Test
    void anUnlinkedCardLeadsNowhereAndMayBeLinkedByAnother() {
        NewIdentifier card = anyCard();
        Claim claim = Claim.card(card.value());
        Member taro = members.register(Any.taro(card));
        Member hanako = members.register(Any.named("鈴木", "花子", "スズキ", "ハナコ"));
        purchases.record(Any.sale(Any.transaction(), claim, "1000"));
        UUID identifier = taro.identifiers().get(0).id();

        assertThatThrownBy(() -> members.unlink(hanako.id(), identifier)).satisfies(is("UNKNOWN_IDENTIFIER"));
        members.unlink(taro.id(), identifier);
        assertThatThrownBy(() -> members.unlink(taro.id(), identifier)).satisfies(is("UNKNOWN_IDENTIFIER"));

        assertThat(members.findBy(claim)).isEmpty();
        assertThat(ledger.balance(taro.id()).spendable()).as("earned is earned").isEqualTo(10);
        members.link(hanako.id(), card);
        assertThat(members.findBy(claim)).contains(hanako.id());
        assertThat(ledger.balance(hanako.id()).spendable()).isZero();
    }

    @Test
    void aChangeOnAnOldVersionIsRefusedWithThePresentState() {
        Member taro = members.register(Any.taro());
        Profile moved = new Profile("山田", "太郎", "ヤマダ", "タロウ", null, "shinjuku", "en-GB");
        Member changed = members.change(taro.id(), taro.version(), moved);

        assertThat(changed.version()).isEqualTo(1);
        assertThat(changed.homeLocation()).isEqualTo("shinjuku");
        assertThatThrownBy(() -> members.change(taro.id(), taro.version(), taro.profile()))
                .satisfies(is("STALE_VERSION"))
                .satisfies(e -> assertThat(((Refusal) e).properties()).containsEntry("present", changed));
    }

    @Test
    void ofManyChangesOnOneVersionOneIsTaken() throws Exception {
        Member taro = members.register(Any.taro());
        Iterator<String> stores =
                IntStream.range(0, 8).mapToObj(i -> "store-" + i).toList().iterator();

        List<Object> outcomes = Together.times(8, () -> {
            String store;
            synchronized (stores) {
                store = stores.next();
            }
            return members.change(taro.id(), 0, new Profile("山田", "太郎", "ヤマダ", "タロウ", null, store, "ja"));
        });

        assertThat(outcomes).filteredOn(Member.class::isInstance).containsExactly(members.get(taro.id()));
        assertThat(outcomes).filteredOn(Refusal.class::isInstance).hasSize(7);
    }

    @Test
    void nobodyIsFoundByAnIdThatNobodyHas() {
        UUID nobody = UUID.randomUUID();
        assertThat(members.find(nobody)).isEmpty();
        assertThatThrownBy(() -> members.get(nobody)).satisfies(is("UNKNOWN_MEMBER"));
        assertThatThrownBy(() -> members.link(nobody, anyCard())).satisfies(is("UNKNOWN_MEMBER"));
        assertThatThrownBy(() -> members.change(nobody, 0, profile(null, "ja"))).satisfies(is("UNKNOWN_MEMBER"));
    }

    @Test
    void twoThousandMembersAreRegisteredAtOnceOrNotAtAll() {
        List<NewMember> many = IntStream.range(0, 2_000)
                .mapToObj(i -> Any.taro(anyCard(), Any.seen(IdentifierType.PHONE, Any.phone())))
                .toList();
        long before = count();
        List<NewMember> oneTwice =
                IntStream.range(0, 3).mapToObj(i -> many.get(0)).toList();
        assertThatThrownBy(() -> members.registerAll(oneTwice)).satisfies(is("IDENTIFIER_TAKEN"));
        assertThat(count()).isEqualTo(before);

        List<Member> registered = members.registerAll(many);

        assertThat(registered).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(count()).isEqualTo(before + 2_000);
        assertThat(registered.get(1_999).identifiers()).hasSize(2);
    }

    private UUID oneOfTwoWins(NewIdentifier card) throws Exception {
        List<UUID> both = List.of(
                members.register(Any.taro()).id(),
                members.register(Any.named("鈴木", "花子", "スズキ", "ハナコ")).id());
        Iterator<UUID> next = both.iterator();

        List<Object> outcomes = Together.times(2, () -> {
            UUID member;
            synchronized (next) {
                member = next.next();
            }
            return members.link(member, card);
        });

        assertThat(outcomes).filteredOn(Identifier.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Refusal.class::isInstance)
                .singleElement()
                .satisfies(e -> is("IDENTIFIER_TAKEN").accept((Throwable) e));
        UUID winner = members.findBy(new Claim(card.type(), card.value())).orElseThrow();
        assertThat(both).contains(winner);
        assertThat(both.stream()
                        .mapToInt(m -> members.get(m).identifiers().size())
                        .sum())
                .isEqualTo(1);
        return winner;
    }

    private static NewIdentifier anyCard() {
        return Any.seen(IdentifierType.CARD, Any.card());
    }

    private static Profile profile(LocalDate born, String locale) {
        return new Profile(null, null, null, null, born, null, locale);
    }

    private void refused(String code, NewMember customer) {
        assertThatThrownBy(() -> members.register(customer)).satisfies(is(code));
    }

    private static Consumer<Throwable> is(String code) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private long count() {
        return sql.sql("select count(*) from loyalty.member").query(Long.class).single();
    }
}
