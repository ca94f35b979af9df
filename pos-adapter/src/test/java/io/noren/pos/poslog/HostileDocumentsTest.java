package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noren.pos.PosLogText;
import io.noren.pos.Reading;
import io.noren.pos.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever is sent, the answer is a reading or a named refusal: no other exception, no hang, no heap. */
@Timeout(60)
class HostileDocumentsTest {
    private static final String SALE = Readings.sample("sale");

    @Test
    void anEntityBombIsRefusedAtItsDocumentType() {
        StringBuilder bomb = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE POSLog [\n<!ENTITY a0 \"ha\">\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";\">\n");
        }
        bomb.append("]>\n<POSLog>&a29;</POSLog>");

        refused(bomb.toString(), "DTD_NOT_ALLOWED");
    }

    @Test
    void anExternalEntityIsNotFetched() {
        refused(
                "<!DOCTYPE POSLog [<!ENTITY f SYSTEM \"file:///etc/hostname\">]><POSLog>&f;</POSLog>",
                "DTD_NOT_ALLOWED");
        refused("<!DOCTYPE POSLog SYSTEM \"http://localhost:1/x.dtd\"><POSLog/>", "DTD_NOT_ALLOWED");
    }

    /** Of the parser's own, which every operator would read. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aByteThatIsNoCharacterIsRefusedAtItsLineAndNothingIsWrittenAboutIt(CapturedOutput output) {
        String head = "<POSLog>\n" + "<a>ぎんざ</a>\n".repeat(2_000);
        for (String encoding : List.of("", "<?xml version='1.0' encoding='utf-8'?>", "\uFEFF")) {
            Refusal refusal = refused(bytes(encoding + head, "<b>\u00ff</b></POSLog>"), "MALFORMED_DOCUMENT");
            assertThat(refusal.line()).isEqualTo(2_002);
            assertThat(refusal).hasMessageContaining("a byte is no character of the document's encoding.");
            assertThat(refusal.properties()).containsEntry("prematureEnd", false);
        }
        refused(bytes("<?xml version='1.0' encoding='US-ASCII'?><POSLog>", "\u00e9</POSLog>"), "MALFORMED_DOCUMENT");
        refused(bytes(head + "</POSLog>", "\u00e3"), "MALFORMED_DOCUMENT");
        assertThat(refused(bytes(head, "\u00e3\u0081"), "MALFORMED_DOCUMENT").properties())
                .as("cut off within a character")
                .containsEntry("prematureEnd", true);
        assertThat(output.getErr()).doesNotContain("Fatal Error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "Shift_JIS", "windows-31j", "ISO-2022-JP"})
    void whatIsWrittenAsItSaysIsReadWhateverTheEncoding(String encoding) throws IOException {
        String document = "<?xml version='1.0' encoding='" + encoding + "'?><POSLog>\n" + "<a>銀座のレジ</a>\n".repeat(5_000)
                + "</POSLog>";

        try (XmlCursor xml = XmlCursor.open(new ByteArrayInputStream(document.getBytes(Charset.forName(encoding))))) {
            xml.nextChild(0);
            int read = 0;
            while (xml.nextChild(1)) {
                assertThat(xml.text(10)).isEqualTo("銀座のレジ");
                read++;
            }
            assertThat(read).isEqualTo(5_000);
        }
    }

    /** The second part as bytes, whatever they mean. */
    private static byte[] bytes(String text, String latin) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }

    @Test
    void anEntityThatNobodyDefinedIsMalformed() {
        refused("<POSLog>&whatever;</POSLog>", "MALFORMED_DOCUMENT");
    }

    @Test
    void deepNestingIsRefusedWithItsLine() {
        Refusal refusal =
                refused("<POSLog>\n" + "<a>\n".repeat(100) + "</a>".repeat(100) + "</POSLog>", "XML_LIMIT_EXCEEDED");
        assertThat(refusal.line()).isEqualTo(XmlCursor.MAX_DEPTH + 1);
    }

    @Test
    void attributesOfAMegabyteAreRefusedWithTheirLine() {
        Refusal refusal =
                refused("<POSLog>\n\n<a b=\"" + "x".repeat(1_000_000) + "\"/></POSLog>", "XML_LIMIT_EXCEEDED");
        assertThat(refusal.line()).isEqualTo(3);
        refused("<POSLog><a " + attributes(500) + "/></POSLog>", "XML_LIMIT_EXCEEDED");
    }

    @Test
    void aTextWithoutEndIsRefused() {
        refused("<POSLog><a>" + "x".repeat(2_000_000) + "</a></POSLog>", "XML_LIMIT_EXCEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<POSLog><a b=\"", "<POSLog><!-- ", "<POSLog><![CDATA[", "<POSLog><?p ", "<POSLog><"})
    void aTokenThatNeverEndsIsGivenUpAfterAMegabyteHoweverLongTheDocument(String beginning) throws IOException {
        Endless endless = new Endless(beginning, "x".repeat(1_000), 10_000_000_000L);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new PosLog().check("chain", endless, OutputStream.nullOutputStream()))
                .matches(refusal -> !refusal.code().isEmpty());
        assertThat(endless.given).isLessThan(4_000_000);
    }

    @Test
    void aTransactionIsHandedOverBeforeTheNextIsReadHoweverLongTheDocument() {
        String transaction = PosLogText.log().sale(7).line("A", "2").toString();
        String inner = transaction.substring(transaction.indexOf("<Transaction>"), transaction.indexOf("</POSLog>"));
        Endless document = new Endless("<POSLog>", inner, 10_000_000_000L);
        long[] read = {0};

        assertThatExceptionOfType(Enough.class)
                .isThrownBy(() -> new PosLog().read("chain", document, reading -> {
                    read[0]++;
                    assertThat(document.given).isLessThan(read[0] * inner.length() + 65_536);
                    if (read[0] == 5_000) {
                        throw new Enough();
                    }
                }));
    }

    private static final class Enough extends RuntimeException {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 100, 300, 600, 900})
    void aTruncatedDocumentIsKnownToHaveEndedTooEarly(int length) {
        Refusal refusal = refused(SALE.substring(0, Math.min(length, SALE.length() - 10)), "MALFORMED_DOCUMENT");
        assertThat(refusal.properties()).containsEntry("prematureEnd", true);
    }

    @Test
    void aDocumentThatIsBrokenInItsLastTagIsComplete() {
        Refusal refusal = refused("<POSLog>\n<Transaction>\n</POSLog>\n", "MALFORMED_DOCUMENT");
        assertThat(refusal.properties()).containsEntry("prematureEnd", false);
    }

    @Test
    void aBrokenDocumentIsNotTakenForOneThatIsStillBeingWritten() {
        Refusal refusal = refused(SALE.replace("</Quantity>", "</Quality>"), "MALFORMED_DOCUMENT");
        assertThat(refusal.properties()).containsEntry("prematureEnd", false);
        assertThat(refusal.line()).isEqualTo(15);
        assertThat(refusal.getMessage()).contains("line 15");
    }

    @Test
    void whatIsNotXmlOrNotAPosLogIsNamed() {
        refused("{\"sale\": 1}", "MALFORMED_DOCUMENT");
        refused("PK\u0003\u0004 a zip file", "MALFORMED_DOCUMENT");
        refused("<Invoice/>", "NOT_A_POSLOG");
        refused(SALE + SALE, "MALFORMED_DOCUMENT");
    }

    @Test
    void declaredEncodingsAreReadAndLiesAreRefused() {
        String japanese = SALE.replace("<ItemID>A<", "<ItemID>りんご<");
        for (String encoding : List.of("UTF-8", "Shift_JIS", "UTF-16", "EUC-JP")) {
            byte[] bytes = ("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + japanese)
                    .getBytes(Charset.forName(encoding));
            List<Reading> readings = Readings.ofKept(Readings.kept(bytes));
            assertThat(readings.toString()).contains("りんご");
        }
        byte[] lie = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + japanese).getBytes(Charset.forName("Shift_JIS"));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Readings.kept(lie))
                .returns("MALFORMED_DOCUMENT", Refusal::code);
        refused("<?xml version=\"1.0\" encoding=\"no-such\"?>" + SALE, "MALFORMED_DOCUMENT");
    }

    @Test
    void anythingBittenOrSwappedIsAReadingOrANamedRefusal() {
        Random random = new Random(42);
        byte[] good = SALE.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] bitten = good.clone();
            for (int bites = 1 + random.nextInt(4); bites > 0; bites--) {
                bitten[random.nextInt(bitten.length)] = (byte) random.nextInt(128);
            }
            try {
                assertThat(Readings.ofKept(Readings.kept(bitten))).hasSizeLessThanOrEqualTo(1);
            } catch (Refusal refusal) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static Refusal refused(String document, String code) {
        return refused(document.getBytes(StandardCharsets.UTF_8), code);
    }

    private static Refusal refused(byte[] document, String code) {
        try {
            Readings.kept(document);
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.line()).isPositive();
            return refusal;
        }
        throw new AssertionError("was read");
    }

    private static String attributes(int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < number; i++) {
            text.append(" a").append(i).append("=\"\"");
        }
        return text.toString();
    }

    /** A beginning and then the same text again and again. */
    static final class Endless extends InputStream {
        private final byte[] beginning;
        private final byte[] text;
        private final long length;
        long given;

        Endless(String beginning, String text, long length) {
            this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
            this.text = text.getBytes(StandardCharsets.UTF_8);
            this.length = length;
        }

        @Override
        public int read() {
            if (given >= length) {
                return -1;
            }
            long at = given++;
            return at < beginning.length ? beginning[(int) at] : text[(int) ((at - beginning.length) % text.length)];
        }
    }
}
