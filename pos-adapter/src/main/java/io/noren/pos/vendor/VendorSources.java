package io.noren.pos.vendor;

import java.util.Map;
import java.util.Set;

/** The sources that an operator said speak one vendor's dialect, with their settings. */
public final class VendorSources {
    private final String vendor;
    private final Map<String, VendorSource> byName;

    /** @param vendor as the settings call it, {@code square} */
    public VendorSources(String vendor, Map<String, VendorSource> byName) {
        this.vendor = vendor;
        this.byName = Map.copyOf(byName);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public Map<String, VendorSource> all() {
        return byName;
    }

    /** @throws IllegalStateException when there is no such source, because it was taken out of the settings */
    public VendorSource of(String source) {
        VendorSource settings = byName.get(source);
        if (settings == null) {
            throw new IllegalStateException("noren.pos." + vendor + "." + source + " is not set any more");
        }
        return settings;
    }
}
