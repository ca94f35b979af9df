package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proof is worth, for each type of identifier. */
class ProofTest {
    @ParameterizedTest(name = "{1} by {0}: {2}")
    @CsvSource(textBlock = """
                    SMS_CODE,  PHONE,       VERIFIED
                    MAIL_CODE, EMAIL,       VERIFIED
                    CARD_PIN,  CARD,        VERIFIED
                    APP_TOKEN, APP,         VERIFIED
                    APP_TOKEN, WEB_ACCOUNT, VERIFIED
                    APP_TOKEN, EXTERNAL,    VERIFIED
                    SMS_CODE,  EMAIL,       UNFIT
                    SMS_CODE,  CARD,        UNFIT
                    MAIL_CODE, PHONE,       UNFIT
                    CARD_PIN,  APP,         UNFIT
                    APP_TOKEN, CARD,        UNFIT
                    APP_TOKEN, PHONE,       UNFIT
                    APP_TOKEN, EMAIL,       UNFIT
                    SIGHTED,   CARD,        CLAIMED
                    SIGHTED,   APP,         CLAIMED
                    SIGHTED,   PHONE,       CLAIMED
                    IMPORT,    EMAIL,       CLAIMED
                    IMPORT,    EXTERNAL,    CLAIMED
                    USE,       CARD,        CLAIMED
                    """)
    void aProofVerifiesWhatItIsAboutAndFitsNothingElse(Proof proof, IdentifierType type, String worth) {
        assertThat(proof.fits(type)).isEqualTo(!worth.equals("UNFIT"));
        assertThat(Assurance.of(type, proof).name()).isEqualTo(worth.equals("UNFIT") ? "CLAIMED" : worth);
    }
}
