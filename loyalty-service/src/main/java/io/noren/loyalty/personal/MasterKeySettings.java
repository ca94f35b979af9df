package io.noren.loyalty.personal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set for sealing.
 *
 * @param data {@code noren.data}: the folder that holds the master key, unless one is given
 * @param loyalty {@code noren.loyalty}
 */
@ConfigurationProperties("noren")
record MasterKeySettings(
        @DefaultValue("./data") Path data, @DefaultValue Loyalty loyalty) {

    /** @param privacy {@code noren.loyalty.privacy} */
    record Loyalty(@DefaultValue Privacy privacy) {}

    /**
     * @param masterKey 32 bytes in Base64, the same for all copies; unset: made on the first start and kept in {@code
     *     master-key} in the data folder
     * @param previousMasterKey the one before, while the members' keys are wrapped anew
     */
    record Privacy(@Nullable String masterKey, @Nullable String previousMasterKey) {
        /** Neither key: this may end in a log. */
        @Override
        public String toString() {
            return "master keys";
        }
    }
}
