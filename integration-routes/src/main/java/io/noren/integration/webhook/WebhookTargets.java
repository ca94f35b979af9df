package io.noren.integration.webhook;

import io.noren.integration.NorenSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which addresses may be called: a subscriber must not be able to make Noren call into the network it stands in. Checked
 * when subscribing and again before every delivery, because a name may later point elsewhere.
 */
@Component
class WebhookTargets {
    private final boolean privateAllowed;

    WebhookTargets(NorenSettings settings, @Value("${noren.webhooks.allow-private-targets:#{null}}") Boolean allowed) {
        privateAllowed = allowed == null ? settings.demoWanted() : allowed;
    }

    void demandAllowed(URI url) {
        String scheme = url.getScheme();
        if (url.getHost() == null || !("https".equals(scheme) || "http".equals(scheme)) || url.getUserInfo() != null) {
            throw new TargetRefused("The url must be a plain http(s) address with a host and without credentials.");
        }
        if (privateAllowed) {
            return;
        }
        if (!"https".equals(scheme)) {
            throw new TargetRefused("The url must begin with https://.");
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
                if (isPrivate(address)) {
                    throw new TargetRefused("The url points into a private network. If that is meant, set"
                            + " NOREN_WEBHOOKS_ALLOWPRIVATETARGETS=true.");
                }
            }
        } catch (UnknownHostException e) {
            throw new TargetRefused("The host of the url cannot be found. Check its spelling.");
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean carrierGrade = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || carrierGrade;
    }
}
