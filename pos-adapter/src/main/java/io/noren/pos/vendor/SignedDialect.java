package io.noren.pos.vendor;

import io.noren.pos.Dialect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The dialect of a cloud till system. Its documents come from anywhere, so over HTTP each is believed for its signature
 * alone, by the vendor's own rule; an API key is neither needed nor enough.
 */
public interface SignedDialect extends Dialect {

    /** The sources that an operator said speak it. */
    Set<String> sources();

    @Override
    default boolean isSpokenBy(String source) {
        return sources().contains(source);
    }

    @Override
    default List<MimeType> mediaTypes() {
        return List.of(MimeTypeUtils.APPLICATION_JSON);
    }

    /** @throws IllegalStateException when the source does not speak this dialect */
    VendorSource settings(String source);

    /**
     * Demands that the vendor sent this, before anything of it is read.
     *
     * @throws io.noren.pos.Refusal {@code SIGNATURE_INVALID}, or {@code SIGNATURE_EXPIRED} where what is signed tells a
     *     time and that is too long ago
     */
    void verify(Delivery delivery);

    /**
     * What a delivery that was verified is about.
     *
     * @throws io.noren.pos.Refusal {@code MALFORMED_DOCUMENT} when it cannot be read
     */
    Notice understand(Delivery delivery);

    /** The vendor's side of the source, to ask for what webhooks did not tell. */
    VendorFeed feed(String source);

    /**
     * @param id the vendor's own of this delivery, the same when it is sent again; null where its protocol promises none
     * @param document whether the body itself tells transactions and is to be read as a document
     * @param toFetch what else the vendor is to be asked for, by its own names; empty for news that are none of ours
     */
    record Notice(@Nullable String id, boolean document, List<String> toFetch) {
        public Notice {
            toFetch = List.copyOf(toFetch);
        }

        /** Of something that only names what changed. */
        public static Notice of(@Nullable String id, List<String> toFetch) {
            return new Notice(id, false, toFetch);
        }
    }
}
