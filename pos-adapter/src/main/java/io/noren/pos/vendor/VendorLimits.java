package io.noren.pos.vendor;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * How a vendor wants to be asked.
 *
 * @param address where, without a slash at its end
 * @param headers with every request, the one that lets us in among them
 * @param requests that may come at once …
 * @param per … and how long it takes until as many more may come
 * @param atOnce how many subjects may be fetched in one request
 */
public record VendorLimits(URI address, Map<String, String> headers, int requests, Duration per, int atOnce) {
    public VendorLimits {
        headers = Map.copyOf(headers);
    }

    /** Without what lets us in. */
    @Override
    public String toString() {
        return "VendorLimits[address=" + address + "]";
    }
}
