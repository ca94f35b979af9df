package io.noren.integration.webshop;

import java.util.Map;

/** What a shop system needs to speak with one shop. It does not print its credentials. */
public final class ShopAccess {
    private final Webshop shop;
    private final Map<String, String> credentials;
    private final ShopHttp http;

    ShopAccess(Webshop shop, Map<String, String> credentials, ShopHttp http) {
        this.shop = shop;
        this.credentials = Map.copyOf(credentials);
        this.http = http;
    }

    public Webshop shop() {
        return shop;
    }

    /** One of the names that {@link ShopSystem#check} has demanded; empty when it is not there. */
    public String credential(String name) {
        return credentials.getOrDefault(name, "");
    }

    /** Calls below the shop's url, at the shop's pace. */
    public ShopHttp http() {
        return http;
    }

    @Override
    public String toString() {
        return "access to " + shop.id();
    }
}
