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

    /** Whoever looks at a page on a phone has it looked at on a desk as well ({@link Visitor#look}). */
    static Stream<Arguments> phonesInBothLanguages() {
        return Stream.of(Arguments.of(PHONE, Locale.JAPANESE), Arguments.of(PHONE, Locale.ENGLISH));
    }
}
