package io.noren.loyalty.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.personal.MasterKeySettings.Loyalty;
import io.noren.loyalty.personal.MasterKeySettings.Privacy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    static final String ONE = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    static final String ANOTHER = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

    @TempDir
    Path data;

    static MasterKey given(Path data, @Nullable String key, @Nullable String previous) {
        return new MasterKey(new MasterKeySettings(data, new Loyalty(new Privacy(key, previous))));
    }

    @Test
    void itIsMadeOnceOnlyWhenAskedForAndReadableByItsOwnerAlone() throws IOException {
        MasterKey master = given(data, null, " ");
        assertThat(master.present()).isEmpty();
        assertThat(master.file()).doesNotExist();

        MasterKey.Named made = master.presentOrMade();

        assertThat(master.presentOrMade()).isEqualTo(made);
        assertThat(given(data, "", null).present()).contains(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(master.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void theOneGivenGoesBeforeTheOneKept() {
        given(data, null, null).presentOrMade();

        assertThat(given(data, ONE, null).present())
                .isEqualTo(given(data.resolve("elsewhere"), ONE, null).present());
        assertThat(given(data, ONE, ANOTHER).previous())
                .isEqualTo(given(data, ANOTHER, null).present());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5", "MDEyMzQ1Njc4OTAx!!", "あ"})
    void whatIsNoKeyIsRefusedAndNotQuoted(String typed) {
        assertThatThrownBy(() -> given(data, typed, null).present())
                .isInstanceOfSatisfying(MasterKeyRefused.class, refused -> {
                    assertThat(refused).hasNoCause().hasMessageContaining(MasterKey.SETTING);
                    assertThat(refused.getMessage() + refused.action()).doesNotContain(typed);
                });
    }

    @Test
    void neitherSettingsNorKeyTellItInALog() {
        MasterKeySettings settings = new MasterKeySettings(data, new Loyalty(new Privacy(ONE, ANOTHER)));

        assertThat(settings + new MasterKey(settings).present().toString()).doesNotContain(ONE, ANOTHER, "0123456789");
    }
}
