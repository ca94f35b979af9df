package io.noren.integration.qr.resolver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** The address that a redirect names: the link's own, our page's store, and the query of the code as it stood there. */
final class Target {
    /** What a query may hold (RFC 3986); with anything else in it none is passed on, so that no header can be broken up. */
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~:/?@!$&'()*+,;=%\\[\\]-]*");

    private Target() {}

    /**
     * @param base for a page of ours
     * @param store in which the code hangs; only our own page is told
     */
    static String of(Link link, String base, @Nullable String store, String query) {
        String address = Linkset.address(link, base);
        int mark = address.indexOf('#');
        StringBuilder target = new StringBuilder(mark < 0 ? address : address.substring(0, mark));
        boolean first = address.indexOf('?') < 0;
        String passed = QUERY.matcher(query).matches() ? query : "";
        if (store != null && link.isOurs() && link.type().equals(LinkTypes.PRODUCT_PAGE)) {
            target.append(first ? '?' : '&').append("store=").append(UriUtils.encode(store, StandardCharsets.UTF_8));
            first = false;
            passed = withoutStore(passed);
        }
        if (!passed.isEmpty()) {
            target.append(first ? '?' : '&').append(passed);
        }
        return mark < 0
                ? target.toString()
                : target.append(address, mark, address.length()).toString();
    }

    /** Our page has one store: the code's. */
    private static String withoutStore(String query) {
        return query.contains("store=")
                ? Arrays.stream(query.split("&", -1))
                        .filter(each -> !each.startsWith("store="))
                        .collect(Collectors.joining("&"))
                : query;
    }
}
