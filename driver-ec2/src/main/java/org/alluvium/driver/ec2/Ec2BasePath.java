package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Keeps the path of an endpoint. Where all requests of a service go to one path, as EC2's, ELB's and CloudWatch's do, the
 * library sends them to {@code /} and forgets it.
 *
 * @param path of the endpoint, encoded
 */
record Ec2BasePath(String path) implements ExecutionInterceptor {
    Ec2BasePath {
        requireNonNull(path);
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        return request.encodedPath().startsWith(path)
                ? request
                : request.toBuilder().encodedPath(path).build();
    }
}
