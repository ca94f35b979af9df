package io.noren.inventory.availability;

import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import io.noren.inventory.availability.ItemView.Cell;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of an answer, put together from the text of its parts: at a hot item these are made once and sent to many.
 * The parts are written by the application's own mapper, and a test holds the whole against it.
 */
@Component
class AvailabilityJson {

    private static final int USUAL_CELL = 300;

    private final JsonMapper json;

    AvailabilityJson(JsonMapper json) {
        this.json = json;
    }

    byte[] cell(AtLocation told) {
        return json.writeValueAsBytes(told);
    }

    byte[] head(Instant asOf, String channel) {
        Text text = new Text(100);
        text.add("{\"asOf\":").add(json.writeValueAsBytes(asOf));
        text.add(",\"channel\":").add(json.writeValueAsBytes(channel)).add(",\"items\":[");
        return text.toByteArray();
    }

    byte[] item(OfItem item, List<Cell> cells) {
        Text text = new Text(200 + USUAL_CELL * cells.size());
        text.add("{\"sku\":").add(json.writeValueAsBytes(item.sku()));
        number(text, ",\"available\":", item.available());
        number(text, ",\"promisable\":", item.promisable());
        number(text, ",\"threshold\":", item.threshold());
        number(text, ",\"unroutedDemand\":", item.unroutedDemand());
        text.add(",\"locations\":[");
        boolean first = true;
        for (Cell cell : cells) {
            if (!first) {
                text.add(",");
            }
            first = false;
            text.add(cell.json(this));
        }
        return text.add("]}").toByteArray();
    }

    private static void number(Text text, String name, BigDecimal quantity) {
        text.add(name).add(quantity.toPlainString());
    }

    /** Bytes that grow. */
    private static final class Text extends ByteArrayOutputStream {

        Text(int size) {
            super(size);
        }

        Text add(byte[] bytes) {
            write(bytes, 0, bytes.length);
            return this;
        }

        Text add(String ascii) {
            return add(ascii.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
