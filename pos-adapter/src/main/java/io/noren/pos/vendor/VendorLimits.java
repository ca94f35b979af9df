package io.noren.pos.vendor;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor wants to be asked.
 *
 * @param address where, without a slash at its end
 * @param headers with every request, the one that lets us in among them
 * @param requests that may come at once …
 * @param per … and how long it takes until as many more may come
 * @param atOnce how many subjects may be fetched in one request
 * @param credentials for which the vendor gives the token that lets us in; null where one of the headers does
 */
public record VendorLimits(
        URI address,
        Map<String, String> headers,
        int requests,
        Duration per,
        int atOnce,
        @Nullable ClientCredentials credentials) {
    public VendorLimits {
        headers = Map.copyOf(headers);
    }

    /** Of a vendor whose token does not end. */
    public VendorLimits(URI address, Map<String, String> headers, int requests, Duration per, int atOnce) {
        this(address, headers, requests, per, atOnce, null);
    }

    /** Without what lets us in. */
    @Override
    public String toString() {
        return "VendorLimits[address=" + address + "]";
    }
}
