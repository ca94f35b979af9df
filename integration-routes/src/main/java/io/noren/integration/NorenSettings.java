package io.noren.integration;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the operator decides about the whole application; each is also an environment variable, {@code NOREN_DATA} for
 * {@code noren.data}.
 *
 * @param data where the embedded database, the broker's journal and the inboxes live
 * @param demo whether to fill an empty database with a small retailer and let its tills sell; unset: yes with the
 *     embedded database, no with an external one
 * @param adminKey an API key with every scope; unset: one is made on the first start and written to the data folder
 * @param staffPassword of the first staff account; unset: one is made on the first start and written to the data folder
 * @param publicUrl how shoppers reach this application, for QR codes, e.g. {@code https://shop.example}; unset: as the
 *     request says
 * @param database the external PostgreSQL; unset: the embedded one
 * @param broker the external Artemis; unset: the embedded one
 */
@ConfigurationProperties("noren")
public record NorenSettings(
        Path data,
        @Nullable Boolean demo,
        @Nullable String adminKey,
        @Nullable String staffPassword,
        @Nullable String publicUrl,
        @Nullable External database,
        @Nullable External broker) {

    /** A server that somebody else runs. */
    public record External(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password) {}

    public boolean databaseIsEmbedded() {
        return isUnset(database);
    }

    public boolean brokerIsEmbedded() {
        return isUnset(broker);
    }

    public boolean demoWanted() {
        return demo == null ? databaseIsEmbedded() : demo;
    }

    // An empty variable, as compose files pass it on, means the same as none.
    private static boolean isUnset(@Nullable External server) {
        return server == null || server.url() == null || server.url().isBlank();
    }
}
