package io.noren.integration.qr.resolver;

import io.noren.integration.qr.PublicAddress;
import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Where a code may lead to: pages of ours, and the hosts that the operator has listed. Whoever can write links still cannot
 * send shoppers anywhere else. Asked when a link is written and again when it is followed, because a host may have been
 * taken off the list since.
 */
@Component
class LinkTargets {
    static final int MOST_CHARACTERS = 2_000;

    /** What may stand in an address (RFC 3986), so no backslash, quote, space or control character. */
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]+");

    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?)://([^/?#]+)([/?#].*)?");
    private static final Pattern PLACE = Pattern.compile("([^:@\\[\\]%\\\\]+)(?::([0-9]{1,5}))?");
    private static final Pattern SUSPICIOUS = Pattern.compile("^/[/\\\\]|[\\\\\\p{Cntrl}]");

    /** {@code https://shop.example}, {@code https://shop.example:8443} or, for all below a name, {@code https://*.shop.example}. */
    private final Set<String> allowed;

    LinkTargets(@Value("${noren.links.hosts:}") String hosts, PublicAddress address) {
        allowed = Arrays.stream(hosts.split(",", -1))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .map(host -> host.contains("://") ? host : "https://" + host)
                .map(LinkTargets::listed)
                .collect(Collectors.toCollection(HashSet::new));
        address.configured()
                .flatMap(own -> place(own.getScheme(), own.getAuthority()))
                .ifPresent(allowed::add);
    }

    /** Whether a link may lead there, as it stands. */
    boolean allows(String href) {
        return read(href).filter(href::equals).isPresent();
    }

    /**
     * The target as it is kept: scheme and host in small letters, the host's name in ASCII, so that a letter that only looks
     * like another one makes another name.
     *
     * @return empty when no link may lead there
     */
    Optional<String> read(String given) {
        if (given.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        return given.startsWith("/") ? ownPath(given) : elsewhere(given);
    }

    /** As the operator may have written them down, for a message. */
    String list() {
        return allowed.isEmpty()
                ? "none"
                : String.join(", ", allowed.stream().sorted().toList());
    }

    /** Not {@code //evil}, which is another host, nor what becomes it when somebody on the way decodes it once or twice. */
    private static Optional<String> ownPath(String given) {
        if (!CHARACTERS.matcher(given).matches()) {
            return Optional.empty();
        }
        String decoded = given;
        for (int times = 0; times < 3; times++) {
            if (SUSPICIOUS.matcher(decoded).find()) {
                return Optional.empty();
            }
            decoded = decoded(decoded);
        }
        return Optional.of(given);
    }

    private static String decoded(String text) {
        try {
            return UriUtils.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a % that begins nothing
        }
    }

    private Optional<String> elsewhere(String given) {
        Matcher address = ADDRESS.matcher(given);
        if (!address.matches()) {
            return Optional.empty();
        }
        String rest = address.group(3) == null ? "" : address.group(3);
        Optional<String> place = place(address.group(1), address.group(2));
        return place.filter(this::isAllowed)
                .filter(any -> rest.isEmpty() || CHARACTERS.matcher(rest).matches())
                .map(known -> known + rest);
    }

    private boolean isAllowed(String place) {
        if (allowed.contains(place)) {
            return true;
        }
        int name = place.indexOf("://") + 3;
        for (int dot = place.indexOf('.', name); dot > 0; dot = place.indexOf('.', dot + 1)) {
            if (allowed.contains(place.substring(0, name) + "*" + place.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    /** Scheme, host and port in one spelling; the port that goes without saying is not said. */
    private static Optional<String> place(String scheme, String authority) {
        Matcher parts = PLACE.matcher(authority);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String kind = scheme.toLowerCase(Locale.ROOT);
        String port = parts.group(2);
        try {
            String host = IDN.toASCII(parts.group(1), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            String usual = kind.equals("https") ? "443" : "80";
            return Optional.of(kind + "://" + host + (port == null || port.equals(usual) ? "" : ":" + port))
                    .filter(address -> URI.create(address).getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String listed(String host) {
        Matcher address = ADDRESS.matcher(host.replaceFirst("://\\*\\.", "://"));
        Optional<String> read = address.matches() && address.group(3) == null
                ? place(address.group(1), address.group(2))
                : Optional.empty();
        return read.map(place -> host.contains("://*.") ? place.replace("://", "://*.") : place)
                .orElseThrow(() -> new IllegalArgumentException(
                        "noren.links.hosts lists hosts like shop.example, *.shop.example or shop.example:8443, not '"
                                + host + "'"));
    }
}
