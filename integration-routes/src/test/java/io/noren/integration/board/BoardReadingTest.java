package io.noren.integration.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.testing.HubTest;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Nobody reads for a board that nobody looks at. */
@HubTest
class BoardReadingTest {
    @Autowired
    BoardReading reading;

    @Autowired
    BoardViewers viewers;

    @Autowired
    CamelContext camel;

    @Test
    void theFactsAreReadFromTheFirstViewerToTheLast() {
        await().atMost(Duration.ofSeconds(40)).until(() -> !viewers.any()); // of other tests
        reading.endWhenNobodyLooks();
        assertThat(route()).isEqualTo(ServiceStatus.Stopped);

        SseEmitter viewer = Objects.requireNonNull(viewers.welcome("hello"));
        reading.begin();
        assertThat(route()).isEqualTo(ServiceStatus.Started);
        reading.endWhenNobodyLooks();
        assertThat(route()).as("somebody looks").isEqualTo(ServiceStatus.Started);

        viewer.complete();
        viewers.show("what finds nobody");
        await().until(() -> !viewers.any());
        reading.endWhenNobodyLooks();
        assertThat(route()).isEqualTo(ServiceStatus.Stopped);
    }

    private ServiceStatus route() {
        return camel.getRouteController().getRouteStatus(FactsToBoard.ID);
    }
}
