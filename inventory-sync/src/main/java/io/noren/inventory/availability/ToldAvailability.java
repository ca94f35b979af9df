package io.noren.inventory.availability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.noren.inventory.availability.ItemView.Part;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An {@link AvailabilityAnswer} on its way out: its text, and a tag that says whether somebody has it already. */
public final class ToldAvailability {

    private static final byte[] BETWEEN = ",".getBytes(US_ASCII);
    private static final byte[] END = "]}".getBytes(US_ASCII);

    private final AvailabilityJson writer;
    private final Instant asOf;
    private final String channel;
    private final List<Part> parts;

    ToldAvailability(AvailabilityJson writer, Instant asOf, String channel, List<Part> parts) {
        this.writer = writer;
        this.asOf = asOf;
        this.channel = channel;
        this.parts = parts;
    }

    /** The same as long as no number has changed and no store was heard from; when it was asked does not matter. */
    public String etag() {
        long tag = channel.hashCode();
        for (Part part : parts) {
            tag = Tag.mixed(tag, part.tag());
        }
        return "W/\"" + Long.toHexString(tag) + "\"";
    }

    /** The answer as JSON in UTF-8, whole: each write to a response goes through half a dozen layers. */
    public byte[] text() {
        List<byte[]> pieces = new ArrayList<>(2 * parts.size() + 2);
        pieces.add(writer.head(asOf, channel));
        for (Part part : parts) {
            if (pieces.size() > 1) {
                pieces.add(BETWEEN);
            }
            pieces.add(part.json(writer));
        }
        pieces.add(END);
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer text = ByteBuffer.allocate(length);
        pieces.forEach(text::put);
        return text.array();
    }
}
