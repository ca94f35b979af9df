package io.noren.inventory.pickup;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in docs/pickup.md is what the code does; {@code -Dnoren.docs.write=true} writes it anew. */
class PickupStatesTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "pickup.md");
    private static final String BEGIN = "<!-- states: begin -->\n";
    private static final String END = "<!-- states: end -->\n";

    @Test
    void theDocumentShowsTheStateMachine() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        assertThat(document).contains(BEGIN, END);
        String expected = document.substring(0, begin) + table() + document.substring(end);
        if (Boolean.getBoolean("noren.docs.write")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
    }

    @Test
    void everyStateIsReachedAndOnlyInTheLastNothingMoreCanBeDone() {
        for (PickupState state : PickupState.values()) {
            boolean reached = Stream.of(PickupStep.values())
                    .anyMatch(step -> Stream.of(PickupState.values())
                            .anyMatch(
                                    from -> from != state && step.leadsTo(from).contains(state)));
            boolean first = state == PickupState.PLACED || state == PickupState.AWAITING_TRANSFER;
            assertThat(reached).as("%s is reached", state).isEqualTo(!first);
        }
        assertThat(Stream.of(PickupState.values())
                        .filter(state -> Stream.of(PickupStep.values()).noneMatch(step -> step.isPossibleIn(state))))
                .containsExactly(PickupState.RETURNED_TO_SHELF);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| state |");
        for (PickupStep step : PickupStep.values()) {
            table.append(' ').append(step.path()).append(" |");
        }
        table.append("\n|---|")
                .append("---|".repeat(PickupStep.values().length))
                .append('\n');
        for (PickupState state : PickupState.values()) {
            table.append("| ").append(state).append(" |");
            for (PickupStep step : PickupStep.values()) {
                table.append(' ').append(cell(step, state)).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static boolean isHandover(PickupStep step) {
        return step == PickupStep.HAND_OVER || step == PickupStep.HAND_OVER_OFFLINE;
    }

    private static String cell(PickupStep step, PickupState state) {
        Set<PickupState> reached = step.leadsTo(state);
        if (reached.isEmpty()) {
            return state == PickupState.COLLECTED && isHandover(step) ? "`ALREADY_COLLECTED`" : "–";
        }
        return reached.stream().sorted().map(PickupState::name).collect(joining(" or "));
    }
}
