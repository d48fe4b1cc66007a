package org.alluvium.driver.ec2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Looks whether a successful answer is an answer at all. To the library any XML document is one: an error, a page of some
 * proxy's, or nothing would pass for a list that is empty. EC2, ELB and CloudWatch name the outermost element of an answer {@code
 * OPERATIONResponse}, S3 that of a list {@code ...Result}.
 *
 * @param concerns the requests whose answers are looked at
 * @param ending of the outermost element's name
 */
record Ec2Answers(Predicate<SdkRequest> concerns, String ending) implements ExecutionInterceptor {
    /** For services whose every answer is such a document. */
    static final Ec2Answers OF_QUERIES = new Ec2Answers(request -> true, "Response");

    /** S3 answers all sorts of things; a list is where something would be lost. */
    static final Ec2Answers OF_S3 = new Ec2Answers(
            request -> request instanceof ListBucketsRequest || request instanceof ListObjectsV2Request, "Result");

    /** More than any declaration before the outermost element takes. */
    private static final int HEAD = 512;

    private static final Pattern ROOT =
            Pattern.compile("\\s*(?:<\\?[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<([A-Za-z][\\w.-]*)[\\s/>].*", Pattern.DOTALL);

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        if (!context.httpResponse().isSuccessful() || !concerns.test(context.request())) {
            return context.responseBody();
        }
        InputStream body = context.responseBody().orElse(InputStream.nullInputStream());
        byte[] head;
        try {
            head = body.readNBytes(HEAD);
        } catch (IOException broken) {
            throw SdkClientException.create("The answer broke off.", broken);
        }
        if (!isAnswer(new String(head, StandardCharsets.UTF_8))) {
            throw SdkClientException.create("The answer is none.");
        }
        return Optional.of(new SequenceInputStream(new ByteArrayInputStream(head), body));
    }

    boolean isAnswer(String head) {
        Matcher root = ROOT.matcher(head);
        // Response alone and ErrorResponse are what errors begin with
        return root.matches()
                && root.group(1).endsWith(ending)
                && !root.group(1).equals("Response")
                && !root.group(1).equals("ErrorResponse");
    }
}
