package io.noren.inventory;

/** WGS 84, in degrees. */
public record GeoPoint(double latitude, double longitude) {
    /** The Earth's mean radius in metres, as the IUGG has it. */
    private static final double RADIUS = 6_371_008.8;

    /** As the crow flies, on a sphere: right to about half a percent. */
    public double metresTo(GeoPoint other) {
        double north = Math.toRadians(other.latitude - latitude);
        double east = Math.toRadians(other.longitude - longitude);
        double chord = Math.pow(Math.sin(north / 2), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.pow(Math.sin(east / 2), 2);
        return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
    }
}
