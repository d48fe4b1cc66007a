package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.azure.AzureIdentity.ServicePrincipal;

/** A cloud's token service: OAuth 2's client credentials grant at Microsoft Entra ID. */
final class AzureLogin implements AzureService {
    private final AzureCalls calls;
    private final AzurePlace place;

    AzureLogin(AzureCalls calls, AzurePlace place) {
        this.calls = requireNonNull(calls);
        this.place = requireNonNull(place);
    }

    /**
     * A new token for Azure Resource Manager.
     *
     * @throws CloudException UNAUTHENTICATED when tenant, client or secret is wrong
     */
    AzureSession.Token token(ServicePrincipal principal) {
        if (!principal.tenant().matches("[A-Za-z0-9][A-Za-z0-9.-]{0,253}")) {
            throw new CloudException(
                    ErrorKind.UNAUTHENTICATED,
                    "The user is no TENANT/CLIENT_ID[/SUBSCRIPTION]: a tenant is an id or a domain's name.");
        }
        String form = "grant_type=client_credentials&client_id=" + encode(principal.client()) + "&client_secret="
                + encode(principal.secret()) + "&scope=" + encode(place.arm() + "/.default");
        AzureRequest request = new AzureRequest(
                "token",
                "POST",
                URI.create(place.login() + "/" + principal.tenant() + "/oauth2/v2.0/token"),
                Map.of("content-type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8),
                true);
        HttpResponse<byte[]> answer;
        try {
            answer = calls.call(this, request);
        } catch (CloudException refused) {
            // An unknown tenant, and what cannot be a client's id
            if (refused.kind() == ErrorKind.INVALID || refused.kind() == ErrorKind.NOT_FOUND) {
                throw new CloudException(ErrorKind.UNAUTHENTICATED, refused.getMessage());
            }
            throw refused;
        }
        JsonNode token = AzureJson.read("token", answer.body());
        String value = token.path("access_token").asText();
        if (value.isEmpty() || !token.path("expires_in").canConvertToLong() && !isNumber(token.path("expires_in"))) {
            throw AzureErrors.garbled("token", "no token");
        }
        return new AzureSession.Token(
                value, Instant.now().plusSeconds(token.path("expires_in").asLong()));
    }

    @Override
    public String name() {
        return place.login().getAuthority();
    }

    @Override
    public Map<String, String> authorization(AzureRequest request) {
        return Map.of();
    }

    @Override
    public boolean isOwn(HttpResponse<byte[]> answer) {
        return AzureJson.isOwn(answer);
    }

    /** Without its words: they name the client, and may quote what was sent. */
    @Override
    public Refusal refusal(HttpResponse<byte[]> answer) {
        JsonNode error = AzureJson.readIfPossible(answer.body());
        return new Refusal(
                error.path("error").asText(),
                "Microsoft Entra ID does not accept the tenant, the client id or the secret");
    }

    /** Some token services write it as a text. */
    private static boolean isNumber(JsonNode node) {
        return node.asText().matches("\\d{1,9}");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
