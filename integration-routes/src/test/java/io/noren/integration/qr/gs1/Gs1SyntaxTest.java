package io.noren.integration.qr.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shelf code says, in all the ways in which it may be written. */
class Gs1SyntaxTest {
    private static final String TEA_IN_GINZA = "(01)09520123456788(414)9520000000004";

    @ParameterizedTest
    @ValueSource(strings = {"]C1", "]e0", "]d2", "]Q3", "\u001d"})
    void aScannerOfAnyKindReadsTheSameTea(String first) {
        Elements read = Elements.readRaw(first + "010952012345678810L7\u001d4149520000000004");
        assertThat(read.bracketed()).isEqualTo("(01)09520123456788(10)L7(414)9520000000004");
        assertThat(DigitalLink.of(read).under("https://shop.example"))
                .isEqualTo("https://shop.example/01/09520123456788/10/L7?414=9520000000004");
    }

    @ParameterizedTest
    @ValueSource(strings = {"]C0", "]E0", "]d1", "]Q1", "", "]", "01"})
    void whatSaysToBeNoElementStringIsNotReadAsOne(String first) {
        assertThatThrownBy(() -> Elements.readRaw(first + "0109520123456788")).isInstanceOf(Gs1Refused.class);
    }

    @Test
    void aLinkIsTheSameUnderAnyStemAndKeepsWhatIsNotItsOwnApart() {
        DigitalLink read = DigitalLink.read(
                "https://brand.example/jp/tea/01/9520123456788/?utm_source=shelf&414=9520000000004&x#top");
        assertThat(read.elements().bracketed()).isEqualTo(TEA_IN_GINZA);
        assertThat(read.others()).containsExactly("utm_source=shelf", "x");
        assertThat(read.canonical()).isEqualTo("https://id.gs1.org/01/09520123456788?414=9520000000004");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/01/09520123456789, CHECK_DIGIT, 01",
        "https://a/01/0952012345678X, CHARACTER, 01",
        "https://a/01/952012345, LENGTH, 01",
        "https://a/01/09520123456788/21/S1/10/L1, IDENTIFIER, 01",
        "https://a/01/09520123456788?21=S1, IDENTIFIER, 21",
        "https://a/01/09520123456788?414=9520000000004&414=9520000000011, REPEATED, 414",
        "https://a/01/09520123456788?414=9520000000004&414=9520000000004, REPEATED, 414",
        "https://a/01/09520123456788?414=9520000000005, CHECK_DIGIT, 414",
        "https://a/01/09520123456788?17=261301, VALUE, 17",
        "https://a/01/09520123456788?02=09520123456788&37=1, ASSOCIATION, 01",
        "https://user@a/01/09520123456788, SYNTAX, ''",
        "ftp://a/01/09520123456788, SYNTAX, ''",
        "https://a/p/tea, SYNTAX, ''"
    })
    void whatIsWrongIsNamedAndSoIsItsPlace(String uri, Reason reason, String identifier) {
        assertThatThrownBy(() -> DigitalLink.read(uri)).isInstanceOfSatisfying(Gs1Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.identifier()).isEqualTo(identifier);
        });
    }

    /** GS1's own example of a Global Model Number, which a wrong letter spoils. */
    @Test
    void theTwoCheckCharactersOfAModelNumberAreReckoned() {
        assertThat(CheckPair.holdsFor("1987654Ad4X4bL5ttr2310c2K")).isTrue();
        assertThat(CheckPair.holdsFor("1987654Ad4X4bL5ttr2310c2L")).isFalse();
        assertThat(CheckPair.holdsFor("1987654Ad4X4bL5ttr2310C2K")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GB82WEST12345698765432, true",
        "GB82WEST12345698765433, false",
        "NO9386011117947, true",
        "AB12345678901234, false"
    })
    void anAccountsNumberIsReckoned(String iban, boolean right) {
        assertThat(Check.IBAN.of(iban).isEmpty()).isEqualTo(right);
    }

    /** A plain coupon is one, and so is one with each of the further fields; cut anywhere, it is none. */
    @Test
    void aCouponIsReadToItsEnd() {
        String plain = "012345612345611110123";
        assertThat(Coupon.isCoupon(plain)).isTrue();
        assertThat(Coupon.isCoupon(plain + "3300101")).isTrue();
        assertThat(Coupon.isCoupon(plain + "33001014300102")).isFalse();
        assertThat(Coupon.isCoupon(plain + "90000")).isTrue();
        for (int length = 0; length < plain.length(); length++) {
            assertThat(Coupon.isCoupon(plain.substring(0, length))).isFalse();
        }
    }

    @Test
    void everyElementsStringComesBackFromEveryFormItIsWrittenIn() {
        Random random = new Random(414);
        for (int i = 0; i < 2_000; i++) {
            Elements made = anyElements(random);
            assertThat(Elements.readBracketed(made.bracketed())).isEqualTo(made);
            assertThat(Elements.readRaw(made.raw())).isEqualTo(made);
            DigitalLink link = DigitalLink.of(made);
            assertThat(DigitalLink.read(link.under("https://shop.example/any/stem")))
                    .isEqualTo(link);
            assertThat(DigitalLink.read(link.canonical()).canonical()).isEqualTo(link.canonical());
        }
    }

    /** Random bytes, and good codes with some of them in it: read or refused by name, nothing else. */
    @Test
    void nothingButANamedRefusalComesOfRandomBytes() {
        Random random = new Random(10);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                Elements made = anyElements(random);
                String good = i % 3 == 0
                        ? made.bracketed()
                        : i % 3 == 1 ? made.raw() : DigitalLink.of(made).canonical();
                bytes = good.getBytes(StandardCharsets.ISO_8859_1);
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (Reader reader : List.<Reader>of(Elements::readBracketed, Elements::readRaw, DigitalLink::read)) {
                try {
                    reader.read(text);
                    read++;
                } catch (Gs1Refused named) {
                    assertThat(named.reason()).isNotNull();
                    refused++;
                }
            }
        }
        assertThat(read).isGreaterThan(100);
        assertThat(refused).isGreaterThan(10_000);
    }

    private interface Reader {
        Object read(String text);
    }

    private static Elements anyElements(Random random) {
        List<Element> all = new ArrayList<>();
        all.add(new Element("01", "09520123456788"));
        for (String free : List.of("22", "10", "21")) {
            if (random.nextBoolean()) {
                all.add(new Element(free, anyText(random, 20)));
            }
        }
        if (random.nextBoolean()) {
            all.add(new Element("414", "9520000000004"));
        }
        if (random.nextBoolean()) {
            all.add(new Element("17", "2612%02d".formatted(random.nextInt(32))));
        }
        all.add(new Element("99", anyText(random, 90)));
        return new Elements(all);
    }

    private static String anyText(Random random, int most) {
        String characters = "!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz";
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(most); length > 0; length--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
