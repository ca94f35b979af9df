package io.noren.integration.demo;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The retailer "Noren": two stores in Tokyo, two in Osaka, and the warehouse that fills their shelves. */
final class Stores {
    /** The till system all four stores use. */
    static final String TILL_SYSTEM = "noren-demo";

    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    static final List<Location> SELLING = List.of(
            store("ginza", 1, "Noren 銀座店 / Ginza", "Mo-Su 10:00-21:00", 35.6717, 139.7650),
            store("shibuya", 2, "Noren 渋谷店 / Shibuya", "Mo-Su 10:00-22:00", 35.6595, 139.7005),
            store("umeda", 3, "Noren 梅田店 / Umeda", "Mo-Su 10:00-21:00", 34.7025, 135.4959),
            store("shinsaibashi", 4, "Noren 心斎橋店 / Shinsaibashi", "Mo-Su 11:00-21:00", 34.6723, 135.5014));

    static final Location WAREHOUSE = new Location(
            "koto-dc",
            gln(9),
            "Noren 江東物流センター / Koto warehouse",
            Location.Kind.WAREHOUSE,
            ZONE,
            null,
            false,
            new GeoPoint(35.6329, 139.8170),
            List.of());

    private Stores() {}

    static List<Location> all() {
        return Stream.concat(SELLING.stream(), Stream.of(WAREHOUSE)).toList();
    }

    static List<String> ids(List<Location> places) {
        return places.stream().map(Location::id).toList();
    }

    private static Location store(
            String id, int number, String name, String openingHours, double latitude, double longitude) {
        return new Location(
                id,
                gln(number),
                name,
                Location.Kind.STORE,
                ZONE,
                openingHours,
                true,
                new GeoPoint(latitude, longitude),
                List.of("1", "2"));
    }

    /** 952 is the prefix that GS1 keeps for examples: no company ever gets it. */
    private static String gln(int number) {
        return CheckDigit.append("95210008000" + number);
    }
}
