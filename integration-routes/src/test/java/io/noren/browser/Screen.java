package io.noren.browser;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What a page is looked at on; sizes in CSS pixels. */
enum Screen {
    DESKTOP(1280, 900, 1, false),
    PHONE(390, 844, 1, true);

    final int width;
    final int height;
    final int pixelRatio;
    final boolean touch;

    Screen(int width, int height, int pixelRatio, boolean touch) {
        this.width = width;
        this.height = height;
        this.pixelRatio = pixelRatio;
        this.touch = touch;
    }

    static Stream<Arguments> phonesInBothLanguages() {
        return Stream.of(Arguments.of(PHONE, Locale.JAPANESE), Arguments.of(PHONE, Locale.ENGLISH));
    }

    /** For pages of the back office: English words are the long ones, and a desk has room for them. */
    static Stream<Arguments> aPhoneAndADesk() {
        return Stream.of(Arguments.of(PHONE, Locale.ENGLISH), Arguments.of(DESKTOP, Locale.JAPANESE));
    }

    /** For pages that people use in the shop and at home. */
    static Stream<Arguments> phonesInBothLanguagesAndADesk() {
        return Stream.of(
                Arguments.of(PHONE, Locale.JAPANESE),
                Arguments.of(PHONE, Locale.ENGLISH),
                Arguments.of(DESKTOP, Locale.JAPANESE));
    }
}
