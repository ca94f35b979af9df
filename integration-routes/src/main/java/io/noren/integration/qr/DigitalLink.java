package io.noren.integration.qr;

import io.noren.integration.qr.CodeRefused.Reason;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shelf code says: this item, on a shelf of this store. Written as an uncompressed GS1 Digital Link URI,
 * {@code https://{host}/01/{gtin14}?414={gln}} (GS1 Digital Link Standard: URI Syntax 1.2). The store is an attribute,
 * so any other resolver still finds the item.
 *
 * @param store absent when the code was not made for one store
 */
record DigitalLink(Gtin item, @Nullable Gln store) {

    /**
     * Reads the parts of a request for {@code /01/{gtin}}.
     *
     * @param stores the values given for 414; the same one twice is tolerated, two different ones are not
     * @throws CodeRefused when a key is malformed or its check digit is wrong
     */
    static DigitalLink read(String gtin, List<String> stores) {
        Gtin item = Gtin.read(gtin);
        List<String> distinct = stores.stream().distinct().toList();
        if (distinct.size() > 1) {
            throw new CodeRefused(Reason.GLN_AMBIGUOUS, "The code names more than one location (414).");
        }
        return new DigitalLink(item, distinct.isEmpty() ? null : new Gln(distinct.get(0)));
    }

    /** The link below a resolver's base, for example {@code https://shop.example}. */
    URI under(URI base) {
        String root = base.toString();
        while (root.endsWith("/")) {
            root = root.substring(0, root.length() - 1);
        }
        String path = root + "/01/" + item.digits();
        return URI.create(store == null ? path : path + "?414=" + store.digits());
    }
}
