package org.alluvium.rest.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the API's server, {@code etc/org.alluvium.server.cfg}. */
@ObjectClassDefinition(name = "Alluvium API server")
public @interface ServerConfig {
    @AttributeDefinition(name = "Bind address", description = "Address or host name to listen on; 0.0.0.0 for all.")
    String bindAddress() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "0 takes a free one.")
    int port() default 3001;

    @AttributeDefinition(name = "Key store", description = "PKCS12 or JKS file with the TLS key; empty for plain HTTP.")
    String tls_keystore() default "";

    @AttributeDefinition(name = "Key store password", type = AttributeType.PASSWORD)
    String tls_keystorePassword() default "";

    @AttributeDefinition(
            name = "Idle time-out",
            description = "Seconds after which a silent connection is closed; after ten times as many when its client"
                    + " rests in the middle of an answer.")
    int idleTimeoutSeconds() default 60;

    @AttributeDefinition(name = "Header limit", description = "Bytes that request line and headers may take together.")
    int maxHeaderBytes() default 16384;

    @AttributeDefinition(name = "Threads", description = "How many requests are worked on at once, at most.")
    int maxThreads() default 400;

    @AttributeDefinition(
            name = "Handover time",
            description = "Seconds for which the old address still accepts connections once the address has changed.")
    int handoverSeconds() default 10;

    @AttributeDefinition(
            name = "Drain time-out",
            description = "Seconds for which requests in flight may finish when their address or the server goes.")
    int drainTimeoutSeconds() default 30;
}
