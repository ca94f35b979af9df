package io.noren.pos.epcis;

import io.noren.pos.Dialect;
import io.noren.pos.Reading;
import io.noren.pos.Refusal;
import io.noren.pos.vendor.VendorJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Events in EPCIS 2.0's JSON, of the sources under {@code noren.pos.epcis}. */
@Component
class EpcisDialect implements Dialect {
    private static final List<MimeType> MEDIA_TYPES =
            List.of(MimeTypeUtils.APPLICATION_JSON, MimeType.valueOf("application/ld+json"));

    private final Map<String, EpcisSource> sources;

    EpcisDialect(EpcisSettings settings) {
        this.sources = Map.copyOf(settings.epcis());
    }

    @Override
    public String kind() {
        return "EPCIS";
    }

    @Override
    public boolean isSpokenBy(String source) {
        return sources.containsKey(source);
    }

    @Override
    public List<MimeType> mediaTypes() {
        return MEDIA_TYPES;
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        EpcisDocument.keep(received, kept);
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        EpcisSource settings = sources.get(source);
        if (settings == null) {
            throw new Refusal(
                    "NO_MAPPING",
                    "It is no longer said what the source " + source + " tells; set noren.pos.epcis." + source
                            + ", then read the document again.");
        }
        VendorJson.read(kept, new EventInterpreter(settings), transactions);
    }
}
