package io.noren.integration.qr;

/** Makes addresses for tests in packages below. */
public final class PublicAddresses {
    private PublicAddresses() {}

    public static PublicAddress at(String configured) {
        return new PublicAddress(configured);
    }
}
