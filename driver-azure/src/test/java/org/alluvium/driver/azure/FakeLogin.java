package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The token service of the fake ARM: OAuth 2's client credentials grant, as Microsoft Entra ID has it. */
final class FakeLogin {
    private final FakeArm arm;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    /** For how many seconds tokens are good. */
    volatile int expiresIn = 3599;

    FakeLogin(FakeArm arm) {
        this.arm = arm;
    }

    /** Takes back every token. */
    void revokeAll() {
        tokens.clear();
    }

    FakeReply token(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        String tenant = exchange.getRequestURI().getPath().split("/")[1];
        if (!tenant.equals(FakeArm.TENANT)) {
            return refused(400, "invalid_request", 90002, "Tenant '" + tenant + "' not found.");
        }
        if (!exchange.getRequestMethod().equals("POST")
                || !"client_credentials".equals(form.get("grant_type"))
                || !(arm.url() + "/.default").equals(form.get("scope"))) {
            return refused(
                    400, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid.");
        }
        if (!FakeArm.CLIENT.equals(form.get("client_id"))) {
            return refused(400, "unauthorized_client", 700016, "Application was not found in the directory.");
        }
        if (!FakeArm.SECRET.equals(form.get("client_secret"))) {
            return refused(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
        String token = "token-" + UUID.randomUUID();
        tokens.add(token);
        ObjectNode answer = FakeArm.JSON.createObjectNode();
        answer.put("token_type", "Bearer").put("expires_in", expiresIn).put("ext_expires_in", expiresIn);
        answer.put("access_token", token);
        return FakeReply.of(200, answer);
    }

    void check(String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            throw new FakeRefusal(
                    401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
        }
        if (!tokens.contains(authorization.substring("Bearer ".length()))) {
            throw new FakeRefusal(401, "InvalidAuthenticationToken", "The access token is invalid.");
        }
    }

    private static FakeReply refused(int status, String error, int number, String words) {
        ObjectNode answer = FakeArm.JSON.createObjectNode();
        answer.put("error", error).put("error_description", "AADSTS" + number + ": " + words);
        answer.putArray("error_codes").add(number);
        return FakeReply.of(status, answer);
    }
}
