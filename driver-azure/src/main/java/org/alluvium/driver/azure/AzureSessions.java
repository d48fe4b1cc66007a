package org.alluvium.driver.azure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.alluvium.driver.azure.AzureIdentity.ServicePrincipal;

/**
 * The sessions of all service principals, each found only with the very credentials that opened it: the key is a hash of
 * them under a secret of this object. Those that were not used for longest are forgotten first. Safe for use by many threads.
 */
final class AzureSessions {
    private static final int MOST = 500;

    private final byte[] secret = new byte[32];
    private final Map<ByteBuffer, AzureSession> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, AzureSession> eldest) {
            return size() > MOST;
        }
    };

    AzureSessions() {
        new SecureRandom().nextBytes(secret);
    }

    /** The session of these credentials in that cloud. */
    AzureSession of(AzurePlace place, ServicePrincipal principal) {
        // No part but the last can have a line break that would be read as another's end
        String text = place.cloud()
                + '\n'
                + principal.tenant().length()
                + '\n'
                + principal.tenant()
                + '\n'
                + principal.client().length()
                + '\n'
                + principal.client()
                + principal.secret();
        ByteBuffer key = ByteBuffer.wrap(hash(text));
        synchronized (sessions) {
            return sessions.computeIfAbsent(key, unknown -> new AzureSession());
        }
    }

    private byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
