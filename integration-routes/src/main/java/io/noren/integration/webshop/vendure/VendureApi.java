package io.noren.integration.webshop.vendure;

import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopHttp;
import io.noren.integration.webshop.ShopTrouble;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** GraphQL with a session: signs in when there is none, and once more when it has ended. */
final class VendureApi {
    private static final String PATH = "/admin-api";
    private static final String TOKEN = "vendure-auth-token";
    private static final String LOGIN = """
            mutation ($username: String!, $password: String!) {
              login(username: $username, password: $password) { __typename ... on ErrorResult { errorCode message } }
            }""";

    private final ShopAccess access;
    private volatile @Nullable String token;

    VendureApi(ShopAccess access) {
        this.access = access;
    }

    /**
     * The answer's data.
     *
     * @throws ShopTrouble {@code OBJECTS} with the shop's words when it answers with errors
     */
    JsonNode ask(String query, Map<String, ?> variables) {
        if (token == null) {
            signIn();
        }
        JsonNode answer = send(query, variables).body();
        if (code(answer).equals("FORBIDDEN")) {
            signIn();
            answer = send(query, variables).body();
        }
        if (answer.path("errors").isEmpty()) {
            return answer.path("data");
        }
        String message = answer.path("errors").path(0).path("message").asString("an error without words");
        throw switch (code(answer)) {
            case "FORBIDDEN", "UNAUTHORIZED" ->
                ShopTrouble.closed("The shop's administrator may not do this: " + message);
            case "INTERNAL_SERVER_ERROR" -> ShopTrouble.fails("The shop answers: " + message);
            default -> ShopTrouble.objects("The shop answers: " + message);
        };
    }

    private static String code(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asString("");
    }

    private void signIn() {
        token = null;
        ShopHttp.Answer answer = send(
                LOGIN,
                Map.of(
                        "username", access.credential(VendureSystem.USER),
                        "password", access.credential(VendureSystem.PASSWORD)));
        JsonNode login = answer.body().path("data").path("login");
        if (!login.path("__typename").asString("").equals("CurrentUser")) {
            throw ShopTrouble.closed(
                    "The shop does not let us in: " + login.path("message").asString(code(answer.body())));
        }
        token = answer.headers()
                .firstValue(TOKEN)
                .orElseThrow(() -> ShopTrouble.closed(
                        "The shop answers a sign-in without a token: its tokenMethod must include 'bearer'."));
    }

    private ShopHttp.Answer send(String query, Map<String, ?> variables) {
        Map<String, String> headers = new HashMap<>();
        String session = token;
        if (session != null) {
            headers.put("Authorization", "Bearer " + session);
        }
        String channel = access.shop().option("channelToken", "");
        if (!channel.isEmpty()) {
            headers.put("vendure-token", channel);
        }
        return access.http().post(PATH, headers, Map.of("query", query, "variables", variables));
    }
}
