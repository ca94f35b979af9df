package io.noren.integration.screens;

import io.noren.inventory.Locations;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The live board's frame; the browser fills it from {@code /board/stream}. */
@Controller
class BoardPage {
    /** The pickup states that the stream names. */
    private static final List<String> PICKUP_STATES =
            List.of("PLACED", "ACCEPTED", "REJECTED", "PICKING", "READY", "COLLECTED", "EXPIRED", "CANCELLED");

    private final Locations locations;

    BoardPage(Locations locations) {
        this.locations = locations;
    }

    @GetMapping("/")
    String show(Model page) {
        page.addAttribute("stores", locations.all());
        page.addAttribute("states", PICKUP_STATES);
        return "board";
    }
}
