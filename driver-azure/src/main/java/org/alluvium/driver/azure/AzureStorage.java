package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** The blob service of one storage account; signs with the account's key (Authorize with Shared Key, Blob service). */
final class AzureStorage implements AzureService {
    /** Of the REST API; every field of this driver's requests and answers is there in this version. */
    private static final String VERSION = "2023-11-03";

    private static final Pattern ERROR_CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern ERROR_WORDS = Pattern.compile("<Message>([^<]*)</Message>");

    /** In the order in which they are signed. */
    private static final String[] SIGNED_HEADERS = {
        "content-encoding",
        "content-language",
        "content-length",
        "content-md5",
        "content-type",
        "date",
        "if-modified-since",
        "if-match",
        "if-none-match",
        "if-unmodified-since",
        "range"
    };

    /** Azure sorts as people do, not by code points: an underscore comes before digits. */
    private static final Comparator<String> HEADER_ORDER = Comparator.comparing(name -> name.replace('_', '!'));

    private final AzurePlace place;
    private final Supplier<AzureIdentity.StorageKey> identity;

    /**
     * @param identity asked for with each call; throws a CloudException for a caller who has no key
     */
    AzureStorage(AzurePlace place, Supplier<AzureIdentity.StorageKey> identity) {
        this.place = requireNonNull(place);
        this.identity = requireNonNull(identity);
    }

    @Override
    public String name() {
        return place.blobService(account()).getAuthority();
    }

    @Override
    public String doubt() {
        return ", or the account's network rules keep this server out";
    }

    /**
     * The address of something in the account.
     *
     * @param query names to values, neither of them encoded
     * @param path names, not encoded; none is the account itself
     */
    URI uri(Map<String, String> query, String... path) {
        StringBuilder address = new StringBuilder(place.blobService(account()).toString());
        for (String name : path) {
            address.append('/').append(encode(name));
        }
        if (path.length == 0) {
            address.append('/');
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(query).entrySet()) {
            address.append(separator)
                    .append(encode(parameter.getKey()))
                    .append('=')
                    .append(encode(parameter.getValue()));
            separator = '&';
        }
        return URI.create(address.toString());
    }

    @Override
    public Map<String, String> authorization(AzureRequest request) {
        Map<String, String> added = new HashMap<>();
        added.put("x-ms-version", VERSION);
        added.put("x-ms-date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        Map<String, String> all = new HashMap<>(request.headers());
        all.putAll(added);
        if (request.body().length > 0) {
            all.put("content-length", String.valueOf(request.body().length));
        }
        String signature = signature(stringToSign(request, all));
        added.put("authorization", "SharedKey " + account() + ":" + signature);
        return added;
    }

    /** Every answer of the blob service tells its version or the request's id, and none is a redirection. */
    @Override
    public boolean isOwn(HttpResponse<byte[]> answer) {
        return answer.statusCode() < 300
                && (answer.headers().firstValue("x-ms-version").isPresent()
                        || answer.headers().firstValue("x-ms-request-id").isPresent());
    }

    @Override
    public Refusal refusal(HttpResponse<byte[]> answer) {
        String document = new String(answer.body(), StandardCharsets.UTF_8);
        Matcher code = ERROR_CODE.matcher(document);
        Matcher words = ERROR_WORDS.matcher(document);
        return new Refusal(
                answer.headers().firstValue("x-ms-error-code").orElseGet(() -> code.find() ? code.group(1) : ""),
                words.find() ? "'" + decode(answer.uri().getRawPath()) + "': " + words.group(1) : "");
    }

    private String stringToSign(AzureRequest request, Map<String, String> headers) {
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        for (String header : SIGNED_HEADERS) {
            text.append(headers.getOrDefault(header, "")).append('\n');
        }
        Map<String, String> sorted = new TreeMap<>(HEADER_ORDER);
        sorted.putAll(headers);
        sorted.forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                text.append(name).append(':').append(value.strip()).append('\n');
            }
        });
        text.append('/').append(account()).append(request.uri().getRawPath());
        parameters(request.uri())
                .forEach((name, value) ->
                        text.append('\n').append(name).append(':').append(value));
        return text.toString();
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        String query = uri.getRawQuery();
        if (query != null) {
            for (String parameter : query.split("&")) {
                String[] pair = parameter.split("=", 2);
                parameters.put(decode(pair[0]).toLowerCase(Locale.ROOT), decode(pair[1]));
            }
        }
        return parameters;
    }

    private String signature(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(identity.get().key());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException noBase64) {
            // The cause quotes the key
            throw new CloudException(ErrorKind.UNAUTHENTICATED, "That is no key of a storage account.");
        } catch (GeneralSecurityException e) {
            throw new CloudException(ErrorKind.INTERNAL, "This Java cannot sign requests to Azure.", e);
        }
    }

    /** The account's name, safe to be put into an address. */
    private String account() {
        String account = identity.get().account();
        if (!account.matches("[a-z0-9]{3,24}")) {
            throw new CloudException(
                    ErrorKind.UNAUTHENTICATED,
                    "The user is neither the name of a storage account nor TENANT/CLIENT_ID[/SUBSCRIPTION].");
        }
        return account;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
