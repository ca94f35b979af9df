package io.noren.pos.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.ItemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemCodesTest {

    @ParameterizedTest(name = "{0} {1} is {2} {3}: {4}")
    @CsvSource({
        "GTIN,      09521000000018,  GTIN,   09521000000018, a GTIN-13 in 14 digits",
        "EAN,       4901234567894,   GTIN,   04901234567894, a GTIN-13",
        "UPC-A,     012000001086,    GTIN,   00012000001086, a GTIN-12 whose prefix begins with a zero",
        "UPC,       12000001086,     GTIN,   00012000001086, the same after a spreadsheet took its zero",
        "GTIN,      14901234567891,  GTIN,   14901234567891, a case of them: GTIN-14",
        "EAN-8,     49123456,        GTIN,   00000049123456, a GTIN-8",
        "GTIN,      00000049123456,  GTIN,   00000049123456, a GTIN-8 in 14 digits",
        "X:EAN,     4901234567894,   GTIN,   04901234567894, a vendor's word for EAN",
        "GTIN,      4901234567895,   SOURCE, 4901234567895,  a wrong check digit",
        "GTIN,      00000000067591,  PLU,    67591,          a padded PLU whose check digit happens to hold",
        "EAN,       0000000000121,   PLU,    121,            a padded PLU",
        "GTIN,      00000001234565,  PLU,    1234565,        seven digits are never a GTIN",
        "GTIN,      00000049123457,  SOURCE, 00000049123457, eight digits with a wrong check digit",
        "EAN,       2012345012343,   RCN,    2012345012343,  a price or weight code",
        "GTIN,      02012345012343,  RCN,    2012345012343,  the same in 14 digits",
        "UPC,       212345012349,    RCN,    0212345012349,  a weight code of twelve digits",
        "EAN,       2012345012340,   RCN,    2012345012340,  some scales do not compute the check digit",
        "EAN,       0400000000015,   RCN,    0400000000015,  for use within a company",
        "EAN8,      21234569,        RCN,    21234569,       a short one of the retailer's own",
        "GTIN,      490123456789X,   SOURCE, 490123456789X,  not a number",
        "GTIN,      123456789012345, SOURCE, 123456789012345, too long",
        "PLU,       04011,           PLU,    4011,           a PLU",
        "SKU,       0042,            SKU,    0042,           a SKU keeps its zeros",
        "Department,42,              SOURCE, 42,             whatever else the till calls it",
        ",          7583599,         SOURCE, 7583599,        without any word",
        ",          4901234567894,   SOURCE, 4901234567894,  not called a GTIN so not taken for one",
    })
    void whatATillCallsItAndWhatItIs(String type, String value, ItemCode.Scheme scheme, String read, String why) {
        assertThat(ItemCodes.of(List.of(new ItemCodes.Told(type, value, false))))
                .as(why)
                .containsExactly(new ItemCode(scheme, read));
    }

    @Test
    void theTillsOwnItemIdIsItsOwnUnlessItIsATrueGtin() {
        assertThat(ItemCodes.of(List.of(new ItemCodes.Told("X:EAN", "48", true))))
                .containsExactly(new ItemCode(ItemCode.Scheme.SOURCE, "48"));
        assertThat(ItemCodes.of(List.of(new ItemCodes.Told("EAN", "4901234567894", true))))
                .containsExactly(new ItemCode(ItemCode.Scheme.GTIN, "04901234567894"));
    }

    @Test
    void theMostTellingCodeComesFirstWhateverTheOrderInTheFile() {
        assertThat(ItemCodes.of(List.of(
                        new ItemCodes.Told(null, "N-0001", true),
                        new ItemCodes.Told("PLU", "4011", false),
                        new ItemCodes.Told("EAN", "4901234567894", false),
                        new ItemCodes.Told("GTIN", "04901234567894", false))))
                .extracting(ItemCode::scheme)
                .containsExactly(ItemCode.Scheme.GTIN, ItemCode.Scheme.PLU, ItemCode.Scheme.SOURCE);
    }

    @Test
    void aFieldOfZerosIsNoCode() {
        assertThat(ItemCodes.of(List.of(new ItemCodes.Told("Department", "00000000000000", false))))
                .isEmpty();
    }
}
