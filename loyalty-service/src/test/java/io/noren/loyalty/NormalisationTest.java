package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalisationTest {
    private final Normalisation normalisation = new Normalisation(new LoyaltySettings(null, "JP"));

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(textBlock = """
                    CARD,        10480711668,                 10480711668
                    CARD,        0000000000000010480711668,   10480711668
                    CARD,        '1048 0711-668',             10480711668
                    CARD,        '１０４８－０７１１ー６６８',      10480711668
                    CARD,        '10480711668\r',             10480711668
                    CARD,        ab-00 12,                    AB0012
                    PHONE,       090-1234-5678,               +819012345678
                    PHONE,       (090) 1234 5678,             +819012345678
                    PHONE,       ０９０ー１２３４ー５６７８,       +819012345678
                    PHONE,       ０９０－１２３４－５６７８,       +819012345678
                    PHONE,       +81 90 1234 5678,            +819012345678
                    PHONE,       +81 (0)90-1234-5678,         +819012345678
                    PHONE,       010-81-90-1234-5678,         +819012345678
                    PHONE,       060-1234-5678,               +816012345678
                    PHONE,       090-0000-0001,               +819000000001
                    PHONE,       03-3210-0000,                +81332100000
                    PHONE,       +44 20 7946 0018,            +442079460018
                    EMAIL,       ' Hanako@Example.COM ',      hanako@example.com
                    EMAIL,       ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ, hanako@example.com
                    APP,         ' Token-ABC ',               Token-ABC
                    WEB_ACCOUNT, 00042,                       00042
                    EXTERNAL,    crm:😀,                      crm:😀
                    """)
    void spellingsOfTheSameIdentifierBecomeOne(IdentifierType type, String typed, String normalised) {
        assertThat(normalisation.normalise(type, typed)).isEqualTo(normalised);
        assertThat(normalisation.normalise(type, normalised))
                .as("once is enough")
                .isEqualTo(normalised);
    }

    @ParameterizedTest(name = "{0} {1} is refused")
    @CsvSource(textBlock = """
                    CARD,     '',                 UNREADABLE_IDENTIFIER
                    CARD,     ' -- ',             UNREADABLE_CARD
                    CARD,     000000,             UNREADABLE_CARD
                    CARD,     12😀34,             UNREADABLE_CARD
                    CARD,     12;drop,            UNREADABLE_CARD
                    PHONE,    twelve,             UNREADABLE_PHONE
                    PHONE,    090-1234-567,       UNREADABLE_PHONE
                    PHONE,    1234,               UNREADABLE_PHONE
                    PHONE,    090-1234-56789012,  UNREADABLE_PHONE
                    PHONE,    😀,                 UNREADABLE_PHONE
                    EMAIL,    hanako,             UNREADABLE_EMAIL
                    EMAIL,    a@b,                UNREADABLE_EMAIL
                    EMAIL,    a@b@example.com,    UNREADABLE_EMAIL
                    EMAIL,    a b@example.com,    UNREADABLE_EMAIL
                    """)
    void whatCannotBeOneIsRefusedByName(IdentifierType type, String typed, String code) {
        assertThatThrownBy(() -> normalisation.normalise(type, typed))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.field()).isEqualTo("value");
                    if (!typed.isEmpty()) {
                        assertThat(refusal.getMessage()).doesNotContain(typed);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({"CARD", "PHONE", "EMAIL", "APP", "WEB_ACCOUNT", "EXTERNAL"})
    void halfACharacterAndControlCharactersNeverReachTheDatabase(IdentifierType type) {
        for (String broken : new String[] {"090\uD83D1234", "a\uDE00@example.com", "12\u000034", "12\n34"}) {
            assertThatThrownBy(() -> normalisation.normalise(type, broken))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("TEXT_UNREADABLE"));
        }
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(textBlock = """
                    ヤマダ,        ヤマダ
                    やまだ,        ヤマダ
                    ﾔﾏﾀﾞ,         ヤマダ
                    ﾊﾟｰｶｰ,        パーカー
                    ゔぃくとりあ,    ヴィクトリア
                    'ｼﾞｮﾝ ｽﾐｽ',    ジョン スミス
                    'ジョン　スミス', ジョン スミス
                    ジョン・スミス,   ジョン・スミス
                    ﾏﾘｱ･ﾛｻ,       マリア・ロサ
                    いすゞ,        イスヾ
                    """)
    void readingsBecomeKatakana(String typed, String katakana) {
        assertThat(Kana.katakana("familyKana", typed)).isEqualTo(katakana);
    }

    @ParameterizedTest(name = "{0} is no reading")
    @CsvSource({"山田", "ヤマ田", "Yamada", "ヤマダ😀", "ヤマダ1", "・", "%", "ヤ_", "𠮷野"})
    void aReadingWithKanjiOrAnythingElseIsRefused(String typed) {
        assertThatThrownBy(() -> Kana.katakana("familyKana", typed)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("KANA_EXPECTED");
            assertThat(refusal.field()).isEqualTo("familyKana");
        });
    }

    @ParameterizedTest(name = "{0} is searched as {1}")
    @CsvSource({"ジョン スミス, ジョンスミス", "ジョン・スミス, ジョンスミス", "ヤマダ, ヤマダ"})
    void searchingIgnoresWhatStandsBetweenNames(String katakana, String key) {
        assertThat(Kana.searchKey(katakana)).isEqualTo(key);
    }

    @ParameterizedTest(name = "{0} shows {1}")
    @CsvSource({
        "+819012345678, …678",
        "10480711668, …68",
        "AB, …",
        "1234, …4",
        "8d5f0c1e-0000-4000-8000-00000000abcd, …abcd"
    })
    void aMaskShowsAQuarterAtMost(String value, String masked) {
        assertThat(Mask.tail(value)).isEqualTo(masked);
    }

    @ParameterizedTest(name = "{0} shows {1}")
    @CsvSource({"山田, 山…", "林, …", "𠮷野, 𠮷…", "𠮷, …", "😀太郎, 😀…"})
    void aMaskedNameNeverIsTheWholeName(String name, String masked) {
        assertThat(Mask.head(name)).isEqualTo(masked);
    }
}
