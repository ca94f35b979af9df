package io.noren.integration.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What shoppers were told. */
@RestController
@RequestMapping("/api/v1/messages")
class MessagesController {
    private final MessageLog messages;

    MessagesController(MessageLog messages) {
        this.messages = messages;
    }

    @GetMapping
    MessageLog.Page list(
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable UUID member,
            @RequestParam(required = false) @Nullable MessageState state,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable Long after) {
        return messages.list(new MessageLog.Wanted(order, member, state, null, after), limit);
    }

    @PostMapping("/{id}/send-again")
    ResponseEntity<?> sendAgain(@PathVariable UUID id) {
        if (messages.sendAgain(id)) {
            return ResponseEntity.accepted().build();
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND, "There is no message with this id that has ended: look at the list.");
        problem.setProperty("code", "NO_SUCH_MESSAGE");
        return ResponseEntity.of(problem).build();
    }
}
