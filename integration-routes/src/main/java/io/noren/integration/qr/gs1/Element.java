package io.noren.integration.qr.gs1;

/** A value under its application identifier; there is none whose value is not what the table says. */
public record Element(String identifier, String value) {

    /** @throws Gs1Refused when there is no such identifier, or it may not hold this value */
    public Element {
        ApplicationIdentifiers.get(identifier).check(value);
    }

    /** As two segments of a link's path. */
    public String path() {
        return "/" + identifier + "/" + PercentCode.encode(value, false);
    }

    ApplicationIdentifier ai() {
        return ApplicationIdentifiers.get(identifier);
    }
}
